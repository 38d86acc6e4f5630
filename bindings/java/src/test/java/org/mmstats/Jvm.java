package org.mmstats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program in a virtual machine of its own. */
public final class Jvm {
    private static final long TIMEOUT_SECONDS = 60;

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();

    private Jvm(String java) {
        command.add(java);
    }

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param output what it printed, errors too
     */
    public record Ended(int status, String output) {}

    /**
     * The virtual machine that runs the tests, with their class path.
     *
     * @return this
     */
    public static Jvm same() {
        return of(System.getProperty("java.home"))
                .with("-cp", System.getProperty("java.class.path"))
                .with("--enable-native-access=ALL-UNNAMED");
    }

    /**
     * The virtual machine of that installation, with no class path.
     *
     * @param home its folder
     * @return this
     */
    public static Jvm of(String home) {
        return new Jvm(home + "/bin/java");
    }

    /**
     * The newest installation that stands beside the one that runs the tests, which may be that
     * one.
     *
     * @return its folder
     * @throws IOException where the folder can't be listed
     */
    public static Path newest() throws IOException {
        Path here = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> homes = Files.list(here.getParent())) {
            return Stream.concat(
                            homes.filter(home -> Files.isExecutable(home.resolve("bin/java"))),
                            Stream.of(here))
                    .max(Comparator.comparingInt(Jvm::feature))
                    .orElseThrow();
        }
    }

    /**
     * The version of an installation.
     *
     * @param home its folder
     * @return the feature number, such as 17; 0 where it doesn't say
     */
    public static int feature(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=|\"", ""))
                    .mapToInt(version -> Runtime.Version.parse(version).feature())
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Adds words to the command line.
     *
     * @param words the words
     * @return this
     */
    public Jvm with(String... words) {
        command.addAll(Arrays.asList(words));
        return this;
    }

    /**
     * Puts a command before all, such as env.
     *
     * @param words its words
     * @return this
     */
    public Jvm behind(String... words) {
        command.addAll(0, Arrays.asList(words));
        return this;
    }

    /**
     * Sets an environment variable.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Jvm variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /**
     * Runs a program to its end.
     *
     * @param program its main class
     * @param arguments its arguments
     * @return how it ended
     * @throws IOException where it can't be started
     * @throws InterruptedException where waiting for it was interrupted
     */
    public Ended run(Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        with(program.getName()).with(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(program + " doesn't end");
        }
        return new Ended(process.exitValue(), output);
    }
}
