package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change, that are something else, and many of them. */
class ReaderTest {
    private static final int LOOKS = 2_000;
    private static final int SERIES = 500;

    @TempDir Path folder;

    private Options options(String name) {
        return Writer.options("test").path(folder).filename(name);
    }

    private Path file(String name, long count) {
        try (Writer writer = options(name).build()) {
            writer.counter("count").register().add(count);
            return writer.path().orElseThrow();
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
    void refreshesWhatChanged() {
        try (Writer writer = options("one").build()) {
            Counter counter = writer.counter("count").register();
            Labelled<Counter> hits = writer.counter("hits").labels("n").family();
            try (Reader reader = Reader.open(writer.path().orElseThrow())) {
                Snapshot before = reader.snapshot();
                for (int i = 1; i <= SERIES; i++) {
                    counter.inc();
                    hits.with("series " + i).add(i);
                    Snapshot now = reader.refresh();
                    assertSame(now, reader.snapshot());
                    assertEquals(i, count(reader));
                    assertEquals(i, now.family("hits").orElseThrow().series().size());
                    String last = "series " + i;
                    assertEquals(
                            i, now.get("hits", Map.of("n", last)).orElseThrow().value().asLong());
                }
                assertEquals(0, before.get("count").orElseThrow().value().asLong());
                assertTrue(before.family("hits").orElseThrow().series().isEmpty());
                assertTrue(before.get("nothing").isEmpty());
                assertEquals(3, StreamSupport.stream(reader.spliterator(), false).count());
            }
        }
    }

    /** Structs that check themselves, series that come and go, and a reader beside it. */
    @Test
    void whatIsSeenOfABusyWriterBelongsTogether() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        try (Writer writer = options("busy").build()) {
            Thread thread = new Thread(() -> write(writer, done));
            Path file = writer.path().orElseThrow();
            thread.start();
            long last = 0;
            try (Reader reader = Reader.open(file)) {
                for (int look = 0; look < LOOKS; look++) {
                    last = look(reader.refresh(), last);
                }
                while (last == 0) {
                    last = look(reader.refresh(), last);
                }
            } finally {
                done.set(true);
                thread.join();
            }
        }
    }

    private static void write(Writer writer, AtomicBoolean done) {
        Struct pair =
                writer.struct(
                                "pair",
                                Component.of("n", ComponentType.U64, Kind.COUNTER, ""),
                                Component.of("triple", ComponentType.U64, Kind.COUNTER, ""))
                        .register();
        Labelled<Counter> users = writer.counter("users").labels("name").family();
        for (long n = 1; !done.get(); n++) {
            pair.put(0, n).put(1, 3 * n).publish();
            if (n % 10 == 0) {
                Counter user = users.with("user " + n);
                user.add(n);
                writer.retire(user);
            }
        }
    }

    /** Returns the pair's number. */
    private static long look(Snapshot seen, long last) {
        Value pair = seen.get("pair").map(Series::value).orElseGet(() -> new Value.Unpublished());
        for (Series user : seen.family("users").map(Family::series).orElse(List.of())) {
            Value value = user.value();
            long number = value instanceof Value.Busy ? 0 : value.asLong();
            assertTrue(
                    number == 0 || user.labels().get("name").equals("user " + number),
                    user.toString());
        }
        if (!(pair instanceof Value.Struct struct)) {
            return last;
        }
        long n = struct.get("n").orElseThrow().asLong();
        assertEquals(3 * n, struct.get("triple").orElseThrow().asLong());
        assertTrue(n >= last);
        return n;
    }

    @Test
    void staysWithTheFileThatWasOpened() throws IOException {
        Path file = file("one", 1);
        try (Reader reader = Reader.open(file)) {
            assertEquals(file, reader.path().orElseThrow());
            Files.delete(file);
            file("one", 2);
            reader.refresh();
            assertEquals(1, count(reader));
        }
    }

    @Test
    void seesAFileGrowAndShrink() throws IOException {
        Path file = file("one", 1);
        try (Reader reader = Reader.open(file);
                RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
            long size = other.length();
            other.setLength(3 * size + 1);
            reader.refresh();
            assertEquals(1, count(reader));
            other.setLength(5000);
            assertEquals(
                    Cause.CORRUPT, assertThrows(MmStatsException.class, reader::refresh).cause());
            assertTrue(reader.families().isEmpty());
            assertEquals("", reader.snapshot().application());
            assertFalse(reader.snapshot().isClosed());
            assertEquals(0, reader.snapshot().pid() + reader.snapshot().busy());
            other.setLength(0);
            assertEquals(
                    Cause.NOT_A_STATS_FILE,
                    assertThrows(MmStatsException.class, reader::refresh).cause());
        }
    }

    /** F1-LIMIT-READ: the error names the limit. */
    @Test
    void filesBeyondALimitAreRefused() throws IOException {
        Path file = file("one", 1);
        try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
            long size = (1L << 30) + 4096;
            other.setLength(size);
            other.seek(16);
            other.writeLong(Long.reverseBytes(size));
        }
        MmStatsException found = assertThrows(MmStatsException.class, () -> Reader.open(file));
        assertEquals(Cause.LIMIT, found.cause());
        assertTrue(found.getMessage().contains("1073741824"));
    }

    @Test
    void whatItSawStaysOnceItIsClosed() {
        Reader reader = Reader.open(file("one", 7));
        reader.close();
        reader.close();
        assertEquals(7, count(reader));
        assertThrows(ClosedException.class, reader::refresh);
    }

    @Test
    void bytesInMemoryAreNoFile() throws IOException {
        try (Reader reader = Reader.decode(Files.readAllBytes(file("one", 7)))) {
            assertEquals(7, count(reader));
            assertTrue(reader.path().isEmpty());
            assertThrows(ClosedException.class, reader::refresh);
        }
    }

    @Test
    void opensRegularFilesOnly() throws IOException, InterruptedException {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(fifo));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file("one", 1));
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(link));
        assertEquals(Cause.NOT_A_STATS_FILE, causeOfOpening(folder));
        assertEquals(Cause.NOT_FOUND, causeOfOpening(folder.resolve("nothing")));
    }

    @Test
    void closesWhereItsThreadIsInterrupted() {
        try (Reader reader = Reader.open(file("one", 1))) {
            Thread.currentThread().interrupt();
            assertThrows(ClosedException.class, reader::refresh);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aBadFileSpoilsNoOtherAndFormat1IsApart() throws IOException {
        file("a.mmstats", 1);
        Files.write(folder.resolve("b.mmstats"), new byte[] {2, 'M', 'M', 'S', 'T', 'A', 'T', 'S'});
        Files.write(folder.resolve("c.mmstats"), new byte[] {9});
        file("d é❤.mmstats", 4);
        try (var writer =
                org.mmstats.v1.Writer.options("e").path(folder).filename("e.mmstats").build()) {
            writer.counter("old").set(7);
            writer.createFile();
        }
        try (Readers found = Readers.glob(folder + "/*.mmstats")) {
            assertEquals(
                    List.of(1L, 4L),
                    StreamSupport.stream(found.spliterator(), false)
                            .map(ReaderTest::count)
                            .toList());
            assertEquals(7, found.format1().get(0).get("old").orElseThrow().value().asLong());
            assertEquals(
                    List.of(Cause.CORRUPT, Cause.UNKNOWN_VERSION),
                    found.failures().stream().map(MmStatsException::cause).toList());
            assertTrue(
                    found.failures()
                            .get(0)
                            .getMessage()
                            .startsWith(folder + "/b.mmstats: offset 8"));
        }
    }
}
