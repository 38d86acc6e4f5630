package org.mmstats.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmstats.MmStatsException;
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
                "agent-java decode|write|mutations|live-write FILE, or live-read FILE SECONDS";
        if (arguments.length < 2) {
            System.err.println(usage);
            System.exit(USAGE);
        }
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "decode" -> decode(file);
            case "write" -> Scenario.read(System.in).write(writer(file));
            case "mutations" -> System.out.println(Mutations.of(Files.readAllBytes(file)));
            case "live-write" -> Live.write(writer(file).systemFields(true).build());
            case "live-read" -> Live.read(file, Double.parseDouble(arguments[2]));
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

    /** Options of a writer of that file, whose name stands for itself: braces doubled. */
    static org.mmstats.v1.Options writer(Path file) {
        String name = file.getFileName().toString().replace("{", "{{").replace("}", "}}");
        return Writer.options("agent")
                .path(file.toAbsolutePath().getParent())
                .filename(name)
                .systemFields(false);
    }
}
