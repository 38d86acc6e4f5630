package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.internal.NativeWriter;
import org.mmstats.v1.Counter;
import org.mmstats.v1.Options;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Value;
import org.mmstats.v1.Writer;

/** Every cause of an exception, as it comes about. */
class CauseTest {
    @TempDir Path folder;
    private final Set<Cause> seen = EnumSet.noneOf(Cause.class);

    private Options options(String filename) {
        return Writer.options("test").path(folder).filename(filename);
    }

    private MmStatsException expect(Cause cause, Runnable call) {
        MmStatsException found = assertThrows(MmStatsException.class, call::run);
        assertEquals(cause, found.cause(), found.getMessage());
        assertTrue(!found.getMessage().isEmpty());
        seen.add(cause);
        return found;
    }

    private Path bytes(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        try {
            return Files.write(Files.createTempFile(folder, "bytes", ""), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachCauseComesAbout() throws IOException, InterruptedException {
        declaring();
        creating();
        reading();
        closing();
        full();
        expect(
                Cause.INTERNAL,
                () -> {
                    long writer =
                            NativeWriter.open(
                                    new byte[0], new byte[0], new byte[0], new byte[0], false, 0);
                    NativeWriter.scalar(writer, new byte[] {'x'}, 'x', 0);
                });
        assertEquals(EnumSet.allOf(Cause.class), seen);
    }

    private void declaring() {
        try (Writer writer = options("declaring").build()) {
            writer.counter("hits");
            assertTrue(
                    expect(Cause.DUPLICATE, () -> writer.counter("hits"))
                            .getMessage()
                            .contains("hits"));
            expect(Cause.INVALID, () -> writer.counter(""));
            expect(Cause.INVALID, () -> writer.counter("a\0b"));
            expect(Cause.INVALID, () -> writer.counter("\ud800"));
            expect(Cause.INVALID, () -> writer.tuple("tuple", "QX"));
            expect(Cause.INVALID, () -> writer.tuple("tuple", ""));
            expect(Cause.INVALID, () -> writer.movingAverage("mean", 0));
            expect(Cause.INVALID, () -> writer.timer("timer", -1));
            expect(Cause.INVALID, () -> writer.samplingCounter("counter", 0));
            expect(Cause.LIMIT, () -> writer.counter("x".repeat(65_536)));
            expect(Cause.LIMIT, () -> writer.text("text", 17 << 20));
            expect(Cause.INVALID, () -> writer.text("text", -1));
            expect(Cause.WRONG_TYPE, () -> Value.u8(256));
            writer.createFile();
            assertTrue(
                    expect(Cause.CLOSED, () -> writer.counter("late")) instanceof ClosedException);
        }
    }

    private void creating() throws IOException {
        try (Writer second = options("same").build()) {
            Counter counter = second.counter("still");
            try (Writer first = options("same").build()) {
                first.createFile();
                expect(Cause.BUSY, second::createFile);
                counter.inc();
                assertEquals(1, counter.get());
            }
            second.createFile();
        }
        try (Writer writer = options("a folder").build()) {
            Files.createDirectory(folder.resolve("a folder"));
            expect(Cause.NOT_A_STATS_FILE, writer::createFile);
        }
        try (Writer writer = options("{NOTHING}").build()) {
            expect(Cause.INVALID, writer::createFile);
        }
        try (Writer writer = options("x".repeat(256)).build()) {
            expect(Cause.IO, writer::createFile);
        }
        try (Writer writer = options("below/nothing").build()) {
            expect(Cause.NOT_FOUND, writer::createFile);
            expect(Cause.CLOSED, writer::flush);
        }
        // Nobody may create a file there, not even root.
        try (Writer writer = Writer.options("test").path(Path.of("/sys")).build()) {
            expect(Cause.PERMISSION, writer::createFile);
        }
    }

    private void reading() throws IOException {
        expect(Cause.NOT_FOUND, () -> Reader.open(folder.resolve("nothing")));
        expect(Cause.IO, () -> Reader.open(folder.resolve("x".repeat(256))));
        expect(Cause.NOT_A_STATS_FILE, () -> Reader.open(folder));
        assertEquals(
                0,
                expect(Cause.NOT_A_STATS_FILE, () -> Reader.open(bytes())).offset().orElseThrow());
        expect(Cause.UNKNOWN_VERSION, () -> Reader.open(bytes(0)));
        expect(
                Cause.UNKNOWN_VERSION,
                () -> Reader.open(bytes(2, 'M', 'M', 'S', 'T', 'A', 'T', 'S')));
        expect(Cause.UNKNOWN_VERSION, () -> Reader.open(bytes(2)));
        Path corrupt = bytes(1, 1, 0, 'x', 1, 0, 'Z', 0);
        MmStatsException found = expect(Cause.CORRUPT, () -> Reader.open(corrupt));
        assertEquals(6, found.offset().orElseThrow());
        assertEquals(
                corrupt
                        + ": offset 6: expected a signature of QqLlIiHhBb?fd and <count>s, found"
                        + " one with byte 5a (SPEC.md 1.3, F1-SIGNATURE)",
                found.getMessage());
        assertEquals("F1-SIGNATURE", ((FormatException) found).clause());
    }

    private void closing() {
        Writer writer = options("closing").build();
        Counter counter = writer.counter("hits");
        writer.close();
        writer.close();
        expect(Cause.CLOSED, counter::inc);
        expect(Cause.CLOSED, counter::get);
        expect(Cause.CLOSED, writer::createFile);
        expect(Cause.CLOSED, writer::size);
        expect(Cause.CLOSED, writer::flush);
        expect(Cause.CLOSED, writer::remove);
        expect(Cause.CLOSED, () -> writer.constant("x", Value.u64(1)));
        expect(Cause.CLOSED, () -> writer.constant("x", Value.text("x")));
    }

    /**
     * A limit on the size of files does what a full disk does, also to a library to be unpacked.
     */
    private void full() throws IOException, InterruptedException {
        Jvm.Ended ended =
                Jvm.same()
                        .with(
                                "-XX:-UsePerfData",
                                "-Djava.library.path=" + System.getProperty("mmstats.native"))
                        .behind("sh", "-c", "ulimit -f 1; exec \"$@\"", "sh")
                        .run(Full.class, folder.toString());
        assertEquals("full", ended.output().strip());
        seen.add(Cause.FULL);
    }

    /** A program that creates a file, and prints the cause why it can't. */
    static final class Full {
        private Full() {}

        public static void main(String[] arguments) {
            try (Writer writer = Writer.options("test").path(Path.of(arguments[0])).build()) {
                writer.createFile();
            } catch (MmStatsException e) {
                System.out.println(e.cause());
            }
        }
    }

    /** The names, in the order of the numbers, are those of the C ABI. */
    @Test
    void namesAreThoseOfTheAbi() throws IOException {
        String header = Files.readString(Tree.ROOT.resolve("include/mmstats.h"));
        Matcher status = Pattern.compile("MMSTATS_ERROR_(\\w+) = (\\d+),").matcher(header);
        for (Cause cause : Cause.values()) {
            assertTrue(status.find());
            assertEquals(status.group(1), cause.name());
            assertEquals(Integer.parseInt(status.group(2)), cause.ordinal() + 1);
            assertEquals(cause, Cause.named(cause.toString()));
        }
        assertTrue(!status.find());
        assertEquals(Cause.INTERNAL, Cause.named("unknown status"));
    }
}
