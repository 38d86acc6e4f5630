package org.mmstats.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmstats.MmStatsException;
import org.mmstats.Options;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Writer;

/** The Java agent: a test program with the subcommands that tests/agents.py lists. */
public final class Agent {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Agent() {}

    /**
     * Runs a subcommand.
     *
     * @param arguments its name, a file, and for live-read a number of seconds
     */
    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (MmStatsException | IOException | Live.Violation e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
        System.out.flush();
    }

    private static void run(String[] arguments) throws IOException {
        String usage =
                "agent-java decode|write|mutations|live-write FILE, live-write2 FILE [--full-rate],"
                        + " or live-read|live-read2 FILE SECONDS";
        if (arguments.length < 2) {
            System.err.println(usage);
            System.exit(USAGE);
        }
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "decode" -> decode(file);
            case "write" -> write(file);
            case "mutations" -> System.out.println(Mutations.of(Files.readAllBytes(file)));
            case "live-write" -> Live.write(writer(file).systemFields(true).build());
            case "live-read" -> Live.read(file, Double.parseDouble(arguments[2]));
            case "live-write2" -> {
                boolean isFullRate = arguments.length > 2 && arguments[2].equals("--full-rate");
                LiveFamilies.write(familyWriter(file, "agent").build(), isFullRate);
            }
            case "live-read2" -> LiveFamilies.read(file, Double.parseDouble(arguments[2]));
            default -> {
                System.err.println(usage);
                System.exit(USAGE);
            }
        }
    }

    private static void decode(Path file) throws IOException {
        byte[] line = (decoded(file) + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
    }

    private static String decoded(Path file) throws IOException {
        if (Format.of(file) == Format.TWO) {
            try (org.mmstats.Reader reader = org.mmstats.Reader.open(file)) {
                return DecodedFamilies.json(reader.snapshot());
            }
        }
        try (Reader reader = Reader.open(file)) {
            return Decoded.json(reader);
        }
    }

    private static void write(Path file) throws IOException {
        Lines lines = Lines.read(System.in);
        if (lines.format() == Format.ONE) {
            new Scenario(lines).write(writer(file));
        } else {
            new FamilyScenario(lines).write(application -> familyWriter(file, application));
        }
    }

    /** The name of a file as a template that stands for itself: braces doubled. */
    private static String template(Path file) {
        return file.getFileName().toString().replace("{", "{{").replace("}", "}}");
    }

    /** Options of a writer of that file, of format 1. */
    static org.mmstats.v1.Options writer(Path file) {
        return Writer.options("agent")
                .path(file.toAbsolutePath().getParent())
                .filename(template(file))
                .systemFields(false);
    }

    /** Options of a writer of that file, of format 2. */
    static Options familyWriter(Path file, String application) {
        return org.mmstats.Writer.options(application)
                .path(file.toAbsolutePath().getParent())
                .filename(template(file));
    }
}
