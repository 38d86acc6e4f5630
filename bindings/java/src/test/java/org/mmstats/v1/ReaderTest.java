package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.Cause;
import org.mmstats.ClosedException;
import org.mmstats.Jvm;
import org.mmstats.Liveness;
import org.mmstats.MmStatsException;
import org.mmstats.agent.Agent;

/** Files that change, that are something else, and many of them. */
class ReaderTest {
    @TempDir Path folder;

    private Path file(String name, long count) {
        try (Writer writer = Writer.options("test").path(folder).filename(name).build()) {
            writer.counter("count").set(count);
            writer.text("text", 4).set("abc");
            return writer.createFile();
        }
    }

    private static long count(Reader reader) {
        return reader.get("count").orElseThrow().value().asLong();
    }

    private static Cause causeOfOpening(Path path) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(MmStatsException.class, () -> Reader.open(path)).cause());
    }

    @Test
    void showsWhatAFileHas() {
        Path file = file("one.mmstats", 7);
        try (Reader reader = Reader.open(file)) {
            assertEquals(file, reader.path().orElseThrow());
            assertEquals(4096, reader.size());
            assertEquals(Layout.TYPED, reader.layout());
            assertEquals(ByteOrder.LITTLE_ENDIAN, reader.byteOrder());
            assertEquals(
                    List.of(
                            "sys.pid",
                            "sys.tid",
                            "sys.uid",
                            "sys.gid",
                            "sys.created",
                            "count",
                            "text"),
                    reader.fields().stream().map(Field::label).toList());
            Field count = reader.get("count").orElseThrow();
            assertEquals(Type.U64, count.type());
            assertEquals("count 7", count.toString());
            assertEquals(7.0, count.value().asDouble());
            assertEquals("abc", reader.get("text").orElseThrow().value().asText());
            assertTrue(reader.get("nothing").isEmpty());
            assertThrows(IndexOutOfBoundsException.class, () -> reader.fields().get(7));
        }
    }

    @Test
    void valuesSayWhereTheyAreOfAnotherType() {
        Value text = Value.text("x");
        Value number = Value.u64(-1);
        List<Runnable> calls =
                List.of(
                        text::asLong,
                        text::asDouble,
                        text::asBoolean,
                        number::asText,
                        number::asBoolean,
                        () -> Value.f64(1).asLong());
        for (Runnable call : calls) {
            MmStatsException found = assertThrows(MmStatsException.class, call::run);
            assertEquals(Cause.WRONG_TYPE, found.cause());
        }
        assertEquals(0x1p64, number.asDouble());
        assertEquals(1, Value.bool(true).asLong());
        assertEquals(List.of(number), number.parts());
    }

    @Test
    void refreshesWhatChanged() {
        try (Writer writer = Writer.options("test").path(folder).build()) {
            Counter counter = writer.counter("count");
            try (Reader reader = Reader.open(writer.createFile())) {
                List<Field> before = reader.fields();
                for (int i = 1; i < 100; i++) {
                    counter.inc();
                    reader.refresh();
                    assertEquals(i, count(reader));
                }
                assertEquals(0, before.get(before.size() - 1).value().asLong());
            }
        }
    }

    @Test
    void staysWithTheFileThatWasOpened() throws IOException {
        Path file = file("one.mmstats", 1);
        try (Reader reader = Reader.open(file)) {
            Files.delete(file);
            file("one.mmstats", 2);
            reader.refresh();
            assertEquals(1, count(reader));
        }
    }

    @Test
    void seesAFileGrowAndShrink() throws IOException {
        Path file = file("one.mmstats", 1);
        try (Reader reader = Reader.open(file);
                RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
            other.setLength(3 * 4096 + 1);
            reader.refresh();
            assertEquals(3 * 4096 + 1, reader.size());
            other.setLength(20);
            assertEquals(
                    Cause.CORRUPT, assertThrows(MmStatsException.class, reader::refresh).cause());
            assertTrue(reader.fields().isEmpty());
            assertEquals(Liveness.UNKNOWN, reader.writer());
            other.setLength(0);
            assertEquals(
                    Cause.NOT_A_STATS_FILE,
                    assertThrows(MmStatsException.class, reader::refresh).cause());
            other.setLength(1);
            other.write(1);
            reader.refresh();
            assertTrue(reader.fields().isEmpty());
            other.setLength((64L << 20) + 1);
            assertEquals(
                    Cause.LIMIT, assertThrows(MmStatsException.class, reader::refresh).cause());
        }
    }

    @Test
    void whatItSawStaysOnceItIsClosed() {
        Reader reader = Reader.open(file("one.mmstats", 7));
        reader.close();
        reader.close();
        assertEquals(7, count(reader));
        assertThrows(ClosedException.class, reader::refresh);
    }

    @Test
    void bytesInMemoryAreNoFile() throws IOException {
        byte[] bytes = Files.readAllBytes(file("one.mmstats", 7));
        try (Reader reader = Reader.decode(bytes)) {
            bytes[0] = 9;
            assertEquals(7, count(reader));
            assertTrue(reader.path().isEmpty());
            assertEquals(Liveness.ALIVE, reader.writer());
            assertThrows(ClosedException.class, reader::refresh);
        }
    }

    /**
     * Had opening waited for somebody to write to the FIFO, it would wait until the time is out.
     */
    @Test
    void opensRegularFilesOnly() throws IOException, InterruptedException {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(fifo));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file("one.mmstats", 1));
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(link));
        Path toFolder = Files.createSymbolicLink(folder.resolve("to folder"), folder);
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(toFolder));
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(folder));
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(Path.of("/dev/null")));
        assertEquals(Cause.NOT_FOUND, causeOfOpening(folder.resolve("nothing")));
        assertEquals(Cause.NOT_FOUND, causeOfOpening(link.resolve("below a file")));
    }

    @Test
    void leavesNoFileOpen() throws IOException {
        Path good = file("one.mmstats", 1);
        Path bad = Files.writeString(folder.resolve("bad"), "no stats file");
        long before = openFiles();
        for (int i = 0; i < 100; i++) {
            Reader.open(good).close();
            assertThrows(MmStatsException.class, () -> Reader.open(bad));
            assertThrows(MmStatsException.class, () -> Reader.open(folder));
        }
        assertTrue(openFiles() < before + 10);
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void closesWhereItsThreadIsInterrupted() {
        try (Reader reader = Reader.open(file("one.mmstats", 1))) {
            Thread.currentThread().interrupt();
            assertThrows(ClosedException.class, reader::refresh);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void tellsWhetherTheWriterLives() throws IOException, InterruptedException {
        Path file = folder.resolve("dead.mmstats");
        // It ends at once, as its input does.
        Jvm.Ended ended = Jvm.same().run(Agent.class, "live-write", file.toString());
        assertEquals(0, ended.status(), ended.output());
        try (Reader dead = Reader.open(file);
                Reader alive = Reader.open(file("alive.mmstats", 1))) {
            assertEquals(Liveness.DEAD, dead.writer());
            assertEquals(Liveness.ALIVE, alive.writer());
        }
    }

    @Test
    void aBadFileSpoilsNoOther() throws IOException {
        file("a.mmstats", 1);
        Files.write(folder.resolve("b.mmstats"), new byte[] {1, 5, 0, 'x'});
        Files.createDirectory(folder.resolve("c.mmstats"));
        file("d é❤.mmstats", 4);
        try (Readers found = Readers.glob(folder + "/*.mmstats")) {
            assertEquals(
                    List.of(1L, 4L),
                    StreamSupport.stream(found.spliterator(), false)
                            .map(ReaderTest::count)
                            .toList());
            assertEquals(
                    List.of(Cause.CORRUPT, Cause.NOT_A_STATS_FILE),
                    found.failures().stream().map(MmStatsException::cause).toList());
            assertTrue(
                    found.failures()
                            .get(0)
                            .getMessage()
                            .startsWith(folder + "/b.mmstats: offset 3"));
        }
        try (Readers none = Readers.glob(folder + "/*.nothing")) {
            assertFalse(none.iterator().hasNext());
        }
        MmStatsException bad = assertThrows(MmStatsException.class, () -> Readers.glob("a\0b"));
        assertEquals(Cause.INVALID, bad.cause());
    }
}
