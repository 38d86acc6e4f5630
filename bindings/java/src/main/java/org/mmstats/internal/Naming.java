package org.mmstats.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of stats files (SPEC.md 1.13), as far as the library can't know them. */
public final class Naming {
    private static final String DEFAULT_FILENAME = "{CMD}-{PID}-{TID}.mmstats";

    /** The main class of "java Web.java". */
    private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

    /** Doubled braces stand for themselves: in {{CMD}} there is nothing to put in. */
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{CMD}");

    private Naming() {}

    /**
     * Puts the running program into the template of a file name. To the library that would be
     * "java"; what runs is a class or a jar.
     *
     * @param template the template; empty: MMSTATS_FILES, else the default
     * @return the template without {CMD}
     */
    public static String withCommand(String template) {
        return withCommand(template, System.getProperty("sun.java.command", ""));
    }

    /** The same for a command line such as "org.example.Web 8080" or "/srv/web.jar 8080". */
    static String withCommand(String template, String commandLine) {
        String wanted = template.isEmpty() ? defaultFilename() : template;
        String command = command(commandLine);
        if (command.isEmpty()) {
            return wanted;
        }
        String name = command.replace("{", "{{").replace("}", "}}");
        return BRACES.matcher(wanted)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        found.group().equals("{CMD}") ? name : found.group()));
    }

    private static String defaultFilename() {
        String files = System.getenv("MMSTATS_FILES");
        return files == null || files.isEmpty() ? DEFAULT_FILENAME : files;
    }

    /** The base name of a jar or source file, or that of the main class: no package, no module. */
    private static String command(String commandLine) {
        String[] words = commandLine.split(" ", 3);
        boolean isSource = words[0].startsWith(SOURCE_LAUNCHER) && words.length > 1;
        String program = isSource ? words[1] : words[0];
        String base = program.substring(program.lastIndexOf('/') + 1);
        return isSource || base.endsWith(".jar") ? base : base.substring(base.lastIndexOf('.') + 1);
    }
}
