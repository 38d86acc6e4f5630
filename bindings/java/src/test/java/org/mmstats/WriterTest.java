package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.internal.v2.NativeWriter;

/** What is written is what is read. */
class WriterTest {
    private static final int THREADS = 4;
    private static final int TIMES = 100_000;

    @TempDir Path folder;
    private Writer writer;

    @BeforeEach
    void open() {
        writer = Writer.options("web").path(folder).filename("file").build();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private Snapshot read() {
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            return reader.snapshot();
        }
    }

    private Value read(String name) {
        return read().get(name).orElseThrow().value();
    }

    private static void assertFails(Cause cause, Runnable call) {
        MmStatsException found = assertThrows(MmStatsException.class, call::run);
        assertEquals(cause, found.cause(), found.getMessage());
    }

    @Test
    void theFileIsThereAtOnceAndStays() {
        Path file = writer.path().orElseThrow();
        assertEquals(folder.resolve("file"), file);
        assertEquals(writer.size(), file.toFile().length());
        assertEquals("web", read().application());
        assertEquals(ProcessHandle.current().pid(), read().pid());
        assertFalse(read().isClosed());
        writer.flush();
        writer.flushAsync();
        writer.close();
        assertTrue(read().isClosed());
    }

    @Test
    void familiesSayWhatTheyAre() {
        Counter ok =
                writer.counter("http.requests")
                        .unit("1")
                        .help("All of them.")
                        .aggregate(Aggregate.MAX)
                        .aliveOnly()
                        .label("code", "200")
                        .label("path", "")
                        .register();
        ok.inc();
        ok.add(-2);
        Family family = read().family("http.requests").orElseThrow();
        assertEquals(Kind.COUNTER, family.kind());
        assertEquals(ValueType.U64, family.type());
        assertEquals("1", family.unit());
        assertEquals("All of them.", family.help());
        assertEquals(Aggregate.MAX, family.aggregate());
        assertTrue(family.isAliveOnly());
        assertEquals(List.of("code", "path"), family.labelKeys());
        Series series = family.with(Map.of("code", "200")).orElseThrow();
        assertEquals(Map.of("code", "200"), series.labels());
        assertEquals(Map.of("code", "200", "path", ""), series.allLabels());
        assertSame(family, series.family());
        assertFalse(series.isOverflow());
        assertTrue(Duration.between(series.created(), Instant.now()).toMinutes() < 1);
        assertEquals("18446744073709551615", series.value().toString());
        assertEquals(0x1p64, series.value().asDouble());
        assertEquals("http.requests{code=200} 18446744073709551615", series.toString());
        assertTrue(family.with(Map.of("code", "404")).isEmpty());
    }

    @Test
    void scalarsAreReadAsTheyWereWritten() {
        F64Counter seconds = writer.f64Counter("seconds").register();
        seconds.add(0.5);
        seconds.add(-1);
        seconds.add(Double.NaN);
        U64Gauge u64 = writer.u64Gauge("u64").register();
        u64.set(-1);
        u64.add(3);
        I64Gauge i64 = writer.i64Gauge("i64").register();
        i64.set(-7);
        i64.add(-1);
        F64Gauge f64 = writer.f64Gauge("f64").register();
        f64.set(-0.0);
        f64.add(-2.5);
        BoolGauge bool = writer.boolGauge("bool").register();
        bool.set(true);
        assertEquals(new Value.F64(0.5), read("seconds"));
        assertEquals(0.5, seconds.get());
        assertEquals(new Value.U64(2), read("u64"));
        assertEquals(2, u64.get());
        assertEquals(new Value.I64(-8), read("i64"));
        assertEquals(-8, i64.get());
        assertEquals(new Value.F64(-2.5), read("f64"));
        assertEquals(-2.5, f64.get());
        assertEquals(new Value.Bool(true), read("bool"));
        assertTrue(bool.get());
    }

    @Test
    void valuesSayWhereTheyAreOfAnotherType() {
        Value text = new Value.Text("x");
        Value number = new Value.U64(-1);
        List<Runnable> calls =
                List.of(
                        text::asLong,
                        text::asDouble,
                        text::asBoolean,
                        number::asText,
                        number::asBoolean,
                        () -> new Value.F64(1).asLong(),
                        () -> new Value.Busy().asDouble(),
                        () -> new Value.Unpublished().asText());
        calls.forEach(call -> assertFails(Cause.WRONG_TYPE, call));
    }

    @Test
    void textsAndStructsArePublishedWhole() {
        Text text = writer.text("text", 10).register();
        assertEquals(new Value.Unpublished(), read("text"));
        text.set("abcdefgh❤");
        assertEquals("abcdefgh", read("text").asText());
        text.set("a\0b");
        assertEquals("a\0b", read("text").asText());
        Struct struct =
                writer.struct(
                                "struct",
                                Component.of("small", ComponentType.I8, Kind.GAUGE, ""),
                                Component.of("n", ComponentType.U64, Kind.COUNTER, "1"),
                                Component.of("load", ComponentType.F32, Kind.GAUGE, ""),
                                Component.text("word", 5, ""),
                                Component.of("is", ComponentType.BOOL, Kind.GAUGE, ""))
                        .register();
        assertEquals(new Value.Unpublished(), read("struct"));
        struct.put(0, -128).put(1, -1).put(2, 0.5).put(3, "words and").put(4, true).publish();
        Value.Struct values = (Value.Struct) read("struct");
        assertEquals("[-128, 18446744073709551615, 0.5, words, true]", values.toString());
        assertEquals(new Value.U64(-1), values.get("n").orElseThrow());
        assertTrue(values.get("nothing").isEmpty());
        struct.put(3, "a").publish();
        assertEquals("a", ((Value.Struct) read("struct")).get("word").orElseThrow().asText());
        assertFails(Cause.WRONG_TYPE, () -> struct.put(0, 128));
        assertFails(Cause.WRONG_TYPE, () -> struct.put(0, 0.5));
        assertFails(Cause.WRONG_TYPE, () -> struct.put(0, true));
        assertFails(Cause.WRONG_TYPE, () -> struct.put(0, "x"));
        assertFails(Cause.WRONG_TYPE, () -> struct.put(3, 1));
        assertFails(Cause.INVALID, () -> struct.put(5, 1));
        assertFails(Cause.INVALID, () -> struct.put(-1, 1));
        assertFails(Cause.INVALID, () -> writer.struct("empty"));
        assertFails(Cause.INVALID, () -> writer.text("empty", -1));
        assertFails(Cause.INVALID, () -> text.set("\ud800"));
    }

    @Test
    void timersCountNanoseconds() {
        Timer timer = writer.timer("timer").register();
        timer.observe(Duration.ofMillis(3));
        timer.observeNanos(-1);
        try (Timer.Measurement measurement = timer.start()) {
            assertTrue(measurement.elapsedNanos() >= 0);
        }
        timer.start().cancel();
        Distribution seen = (Distribution) read("timer");
        assertEquals(3, seen.count());
        assertEquals("ns", read().family("timer").orElseThrow().unit());
        assertTrue(seen.max().orElseThrow().asLong() >= 3_000_000);
        // The same series, as what it also is.
        writer.histogram("timer").unit("ns").register().observe(1);
        assertEquals(4, ((Distribution) read("timer")).count());
    }

    @Test
    void windowsForget() {
        Window window = writer.window("window", Duration.ofSeconds(1), 3).register();
        long second = 1_000_000_000;
        for (int i = 0; i < 6; i++) {
            window.observeAt(i * second, i);
        }
        Recent all = (Recent) read("window");
        assertEquals(4, all.count());
        assertEquals(new Value.U64(2 + 3 + 4 + 5), all.sum().orElseThrow());
        assertEquals(new Value.U64(5), all.max().orElseThrow());
        assertEquals(2, all.at(7 * second).count());
        assertTrue(all.at(100 * second).sum().isEmpty());
        F64Window floats = writer.f64Window("floats", Duration.ofSeconds(10), 6).register();
        floats.observe(0.5);
        floats.observe(0.25);
        floats.observe(-1);
        floats.observe(Double.NaN);
        Recent now = ((Recent) read("floats")).at(NativeWriter.bootNanos());
        assertEquals(2, now.count());
        assertEquals(2, now.refused());
        assertEquals(0.75, now.sum().orElseThrow().asDouble());
        assertEquals(0.5, now.max().orElseThrow().asDouble());
    }

    @Test
    void whatIsThereIsFoundAgain() {
        Counter counter = writer.counter("hits").label("code", "200").register();
        Labelled<Counter> family = writer.counter("hits").labels("code").family();
        assertSame(counter, family.with("200"));
        assertNotSame(counter, family.with("404"));
        assertFails(Cause.WRONG_TYPE, () -> writer.u64Gauge("hits").labels("code").family());
        assertFails(Cause.WRONG_TYPE, () -> writer.counter("hits").labels("other").family());
        assertFails(Cause.INVALID, () -> family.with());
        assertFails(Cause.INVALID, () -> family.with("a\0b"));
        assertFails(Cause.INVALID, () -> writer.counter("").register());
        assertFails(Cause.INVALID, () -> writer.counter("hits").labels("code").register());
    }

    @Test
    void seriesBeyondTheLimitShareOne() {
        Labelled<Counter> family = writer.counter("hits").labels("user").limit(3).family();
        for (int user = 0; user < 10; user++) {
            family.with("user " + user).inc();
        }
        Family seen = read().family("hits").orElseThrow();
        assertEquals(4, seen.series().size());
        Series overflow = seen.with(Map.of("otel.metric.overflow", "true")).orElseThrow();
        assertTrue(overflow.isOverflow());
        assertEquals(7, overflow.value().asLong());
        assertEquals(7, read("mmstats.overflow").asLong());
    }

    @Test
    void retiredSeriesAreGoneAndTheirPlacesUsedAgain() {
        Labelled<Counter> family = writer.counter("hits").labels("user").family();
        Counter first = family.with("first");
        first.add(7);
        writer.retire(first);
        assertThrows(ClosedException.class, first::inc);
        assertEquals(0, read().family("hits").orElseThrow().series().size());
        long size = writer.size();
        for (int user = 0; user < 10_000; user++) {
            Counter next = family.with("user " + user);
            assertEquals(0, next.get());
            next.inc();
            writer.retire(next);
        }
        assertEquals(size, writer.size());
    }

    @Test
    void stripesAreAddedUp() throws InterruptedException {
        Counter shared = writer.counter("counter").register();
        F64Counter f64 = writer.f64Counter("f64").register();
        Histogram histogram = writer.histogram("histogram").register();
        Window window = writer.window("window", Duration.ofHours(1), 2).register();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(
                    new Thread(
                            () -> {
                                try (Local local = writer.local()) {
                                    Counter own = local.counter(shared);
                                    assertNotSame(shared, own);
                                    assertSame(own, local.counter(shared));
                                    F64Counter ownF64 = local.counter(f64);
                                    Histogram ownHistogram = local.histogram(histogram);
                                    Window ownWindow = local.window(window);
                                    for (int time = 0; time < TIMES; time++) {
                                        own.inc();
                                        shared.inc();
                                        ownF64.add(1);
                                        f64.add(1);
                                        ownHistogram.observe(time);
                                        histogram.observe(time);
                                        ownWindow.observeAt(1, 1);
                                    }
                                }
                            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long all = 2L * THREADS * TIMES;
        assertEquals(all, read("counter").asLong());
        assertEquals(all, read("f64").asDouble());
        Distribution seen = (Distribution) read("histogram");
        assertEquals(all, seen.count());
        assertEquals(all / TIMES * ((long) TIMES * (TIMES - 1) / 2), seen.sum().asLong());
        assertEquals(0, seen.min().orElseThrow().asLong());
        assertEquals(TIMES - 1, seen.max().orElseThrow().asLong());
        assertEquals(all / 2, ((Recent) read("window")).count());
    }

    @Test
    void aDetachedWriterHasNoFile() {
        try (Writer detached = Writer.options("web").path(folder).detached().build()) {
            Counter counter = detached.counter("counter").register();
            counter.inc();
            assertEquals(1, counter.get());
            assertTrue(detached.path().isEmpty());
        }
        assertEquals(1, folder.toFile().list().length);
    }

    @Test
    void whatCanNotBeMadeSaysWhy() {
        assertFails(Cause.INVALID, () -> new Writer(""));
        assertFails(Cause.NOT_FOUND, () -> options("below/nothing").build());
        assertFails(Cause.BUSY, () -> options("file").build());
        assertFails(Cause.INVALID, () -> options("{NOTHING}").build());
        assertFails(Cause.NOT_FOUND, () -> writer.retire(new Counter(8)));
    }

    private Options options(String filename) {
        return Writer.options("web").path(folder).filename(filename);
    }

    @Test
    void filesOfFormat1AreSaidToBe() throws java.io.IOException {
        Path file = Files.write(folder.resolve("one"), new byte[] {1, 0});
        MmStatsException found = assertThrows(MmStatsException.class, () -> Reader.open(file));
        assertEquals(Cause.UNKNOWN_VERSION, found.cause());
        assertTrue(found.getMessage().contains("org.mmstats.v1"));
    }
}
