package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications: the files of many processes, seen as one, and folded. */
class ApplicationTest {
    private static final int FILES = 4;
    private static final long TOTAL = 1 + 2 + 3 + 4;

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private Writer writer(String filename) {
        Writer writer = Writer.options("web").path(folder).filename(filename).fold(false).build();
        open.add(writer);
        return writer;
    }

    private Application application(boolean keepEach) {
        Application made = new Application("web", List.of(folder + "/*.mmstats"), keepEach);
        open.add(made);
        return made;
    }

    private Application application() {
        return application(false);
    }

    private static Value value(Totals totals, String name) {
        return totals.get(name).orElseThrow().value();
    }

    private static long count(Totals totals) {
        return value(totals, "requests").asLong();
    }

    /** What each of several writers does. */
    private void serve(int n) {
        Writer stats = writer(n + ".mmstats");
        stats.counter("requests").register().add(n);
        Histogram sizes = stats.histogram("sizes").register();
        for (int size = 0; size < 100; size++) {
            sizes.observe((long) size * n);
        }
        stats.u64Gauge("temperature").aggregate(Aggregate.MAX).register().set(n);
        stats.i64Gauge("queue").aggregate(Aggregate.EACH).register().set(-n);
        stats.boolGauge("serving").aggregate(Aggregate.SUM).register().set(true);
        stats.window("lately", Duration.ofSeconds(10), 7).register().observe(n);
        stats.text("page", 8).aggregate(Aggregate.LAST).register().set("/" + n);
        Labelled<F64Counter> seconds = stats.f64Counter("seconds").labels("code").family();
        seconds.with("200").add(0.5);
        var v1 =
                org.mmstats.v1.Writer.options("web")
                        .path(folder)
                        .filename("web-" + n + ".mmstats")
                        .build();
        open.add(v1);
        v1.counter("requests.v1").add(n);
        v1.createFile();
    }

    @Test
    void manyFilesAreOne() {
        for (int n = 1; n <= FILES; n++) {
            serve(n);
        }
        Totals totals = application().look();
        assertEquals(List.of(), totals.problems());
        assertEquals(2 * FILES, totals.files().size());
        assertEquals(TOTAL, count(totals));
        assertEquals(TOTAL, value(totals, "requests.v1").asLong());
        assertEquals(FILES, value(totals, "temperature").asLong());
        assertEquals(new Value.U64(FILES), value(totals, "serving"));
        assertEquals("/" + FILES, value(totals, "page").asText());
        Totals.Series seconds = totals.get("seconds", Map.of("code", "200")).orElseThrow();
        assertEquals(FILES / 2.0, seconds.value().asDouble());
        assertEquals(Map.of("code", "200"), seconds.labels());
        assertEquals("seconds{code=200} 2.0", seconds.toString());
        Distribution sizes = assertInstanceOf(Distribution.class, value(totals, "sizes"));
        assertEquals(100 * FILES, sizes.count());
        assertEquals(99 * FILES, sizes.max().orElseThrow().asLong());
        assertEquals(99 * FILES, sizes.percentile(100).orElseThrow());
        // The last 60 seconds, and once they are over.
        Recent lately = assertInstanceOf(Recent.class, value(totals, "lately"));
        assertEquals(FILES, lately.at(totals.takenNanos()).count());
        assertEquals(TOTAL, lately.at(totals.takenNanos()).sum().orElseThrow().asLong());
        assertEquals(0, lately.at(totals.takenNanos() + 100_000_000_000L).count());
        Totals.Family family =
                totals.families().stream()
                        .filter(one -> one.name().equals("seconds"))
                        .findAny()
                        .orElseThrow();
        assertEquals(Kind.COUNTER, family.kind());
        assertEquals(ValueType.F64, family.type());
        assertEquals(List.of("code"), family.labelKeys());
        assertEquals("counter seconds", family.toString());
    }

    @Test
    void eachFileHasItsOwn() {
        for (int n = 1; n <= FILES; n++) {
            serve(n);
        }
        Totals totals = application().look();
        Totals.Series queue = totals.get("queue").orElseThrow();
        assertEquals(new Value.Each(), queue.value());
        List<Value> each = List.copyOf(queue.each().values());
        assertEquals(
                List.of(new Value.I64(-1), new Value.I64(-2), new Value.I64(-3), new Value.I64(-4)),
                each);
        Totals.File first = queue.each().keySet().iterator().next();
        assertEquals(folder.resolve("1.mmstats"), first.path());
        assertEquals(2, first.format());
        assertEquals(Liveness.ALIVE, first.writer());
        assertEquals(OptionalLong.of(ProcessHandle.current().pid()), first.pid());
        assertEquals(32, first.id().orElseThrow().length());
        assertTrue(first.createdNanos() > 0);
        assertEquals(
                Set.of(1, 2),
                totals.files().stream().map(Totals.File::format).collect(Collectors.toSet()));
        // Of what adds up each file's is kept where that was asked for.
        assertEquals(Map.of(), totals.get("requests").orElseThrow().each());
        Collection<Value> kept =
                application(true).look().get("requests").orElseThrow().each().values();
        assertEquals(TOTAL, kept.stream().mapToLong(Value::asLong).sum());
        assertEquals(FILES, kept.size());
    }

    @Test
    void structsAndWindowsOfSeveralDurations() {
        for (int n = 1; n <= 2; n++) {
            Writer stats = writer(n + ".mmstats");
            stats.struct(
                            "work",
                            Component.of("done", ComponentType.U32, Kind.COUNTER, "1"),
                            Component.of("load", ComponentType.F64, Kind.GAUGE, ""))
                    .aggregate(Aggregate.SUM)
                    .register()
                    .put(0, n)
                    .put(1, 0.5)
                    .publish();
            stats.window("lately", Duration.ofSeconds(n), 7).register().observe(n);
        }
        Totals totals = application().look();
        Value.Struct work = assertInstanceOf(Value.Struct.class, value(totals, "work"));
        assertEquals(3, work.get("done").orElseThrow().asLong());
        assertEquals(1.0, work.get("load").orElseThrow().asDouble());
        assertEquals(ComponentType.U32, work.components().get(0).type());
        Value.Windows windows = assertInstanceOf(Value.Windows.class, value(totals, "lately"));
        assertEquals(
                List.of(1_000_000_000L, 2_000_000_000L),
                windows.windows().stream().map(Recent::duration).toList());
        assertEquals(
                List.of(Problem.Kind.DURATIONS),
                totals.problems().stream().map(Problem::kind).toList());
    }

    @Test
    void ratesBetweenLooks() {
        Writer one = writer("1.mmstats");
        Writer two = writer("2.mmstats");
        for (Writer stats : List.of(one, two)) {
            stats.counter("requests").register().add(100);
            stats.f64Counter("seconds").register().add(0.5);
            stats.histogram("sizes").register().observe(1);
            stats.u64Gauge("queue").register().set(7);
        }
        Application web = application();
        assertThrows(MmStatsException.class, () -> web.since(application().look()));
        Totals before = web.look();
        for (Writer stats : List.of(one, two)) {
            stats.counter("requests").register().add(5);
            stats.f64Counter("seconds").register().add(0.25);
            stats.histogram("sizes").register().observe(1000);
        }
        one.counter("new").register().inc();
        Totals after = web.look();
        Since since = web.since(before);
        assertEquals(after.takenNanos() - before.takenNanos(), since.elapsed().toNanos());
        assertEquals(0, since.gone() + since.returned());
        assertEquals(after.series().size(), since.series().size());
        Since.Growth requests = since.get("requests").orElseThrow();
        assertEquals(new Value.U64(10), requests.delta().orElseThrow());
        double seconds = since.elapsed().toNanos() / 1e9;
        assertEquals(10 / seconds, requests.rate().orElseThrow(), 1e-6 * 10 / seconds);
        assertFalse(requests.isNew());
        assertTrue(since.get("new").orElseThrow().isNew());
        assertEquals(new Value.F64(0.5), since.get("seconds").orElseThrow().delta().orElseThrow());
        Since.Growth sizes = since.get("sizes").orElseThrow();
        assertEquals(2, sizes.delta().orElseThrow().asLong());
        assertEquals(1000, sizes.percentile(1).orElseThrow(), 50);
        assertTrue(since.get("queue").orElseThrow().delta().isEmpty());
        var noHistogram = assertThrows(MmStatsException.class, () -> requests.percentile(50));
        assertEquals(Cause.WRONG_TYPE, noHistogram.cause());
        // The same look twice.
        Since nothing = web.since(after);
        assertEquals(OptionalDouble.empty(), nothing.get("requests").orElseThrow().rate());
        assertEquals(OptionalDouble.empty(), nothing.get("sizes").orElseThrow().percentile(50));
        // Of any two looks, whatever comes then.
        one.histogram("sizes").register().observe(7);
        Totals last = web.look();
        web.close();
        assertEquals(1000, sizes.percentile(1).orElseThrow(), 50);
        assertEquals(3, growth(last.since(before), "sizes").delta().orElseThrow().asLong());
        assertEquals(7, growth(last.since(after), "sizes").percentile(50).orElseThrow());
        assertEquals(10, growth(after.since(before), "requests").delta().orElseThrow().asLong());
    }

    private static Since.Growth growth(Since since, String name) {
        return since.get(name).orElseThrow();
    }

    @Test
    void problemsStandBesideValues() throws IOException {
        Writer stats = writer("a.mmstats");
        stats.counter("requests").register().add(3);
        byte[] bytes = Files.readAllBytes(folder.resolve("a.mmstats"));
        Files.write(folder.resolve("copy.mmstats"), bytes);
        Files.write(folder.resolve("cut.mmstats"), Arrays.copyOf(bytes, bytes.length - 100));
        Totals totals = application().look();
        assertEquals(3, count(totals));
        Map<Path, Problem> problems =
                totals.problems().stream()
                        .collect(Collectors.toMap(one -> one.path().orElseThrow(), one -> one));
        Problem cut = problems.get(folder.resolve("cut.mmstats"));
        assertEquals(Problem.Kind.UNREAD, cut.kind());
        assertEquals(Cause.CORRUPT, cut.cause().orElseThrow());
        assertFalse(cut.isCounted());
        assertTrue(cut.toString().contains("cut.mmstats"));
        assertEquals(Problem.Kind.TWICE, problems.get(folder.resolve("copy.mmstats")).kind());
    }

    /** A program that is ended without closing its writer. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) {
            for (int n = 1; n <= 2; n++) {
                Writer stats =
                        Writer.options("web")
                                .path(Path.of(arguments[0]))
                                .filename("killed" + n + ".mmstats")
                                .build();
                stats.counter("requests").register().add(10 * n);
            }
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void foldingKeepsTotals() throws IOException, InterruptedException {
        writer("alive.mmstats").counter("requests").register().add(3);
        assertEquals(9, Jvm.same().run(Killed.class, folder.toString()).status());
        Application web = application();
        assertEquals(33, count(web.look()));
        List<Fold.Outcome> plan =
                Fold.inFolder(folder).application("web").keepNewest(0).dryRun().run();
        assertTrue(Files.exists(folder.resolve("killed1.mmstats")));
        List<Fold.Outcome> done = Fold.inFolder(folder).application("web").keepNewest(0).run();
        assertEquals(results(plan), results(done));
        assertEquals(
                Map.of(
                        "alive.mmstats", Fold.Result.ALIVE,
                        "killed1.mmstats", Fold.Result.FOLDED,
                        "killed2.mmstats", Fold.Result.FOLDED),
                results(done));
        assertFalse(Files.exists(folder.resolve("killed1.mmstats")));
        assertEquals(33, count(web.look()));
        assertEquals(33, count(application().look()));
        assertTrue(done.get(0).toString().contains(".mmstats: "));
    }

    private Map<String, Fold.Result> results(List<Fold.Outcome> outcomes) {
        return outcomes.stream()
                .filter(one -> one.path().toString().endsWith(".mmstats"))
                .collect(
                        Collectors.toMap(
                                one -> one.path().getFileName().toString(), Fold.Outcome::result));
    }

    @Test
    void foldingLeavesWhatItIsAskedTo() {
        for (int n = 0; n < 6; n++) {
            try (Writer stats = writer(n + ".mmstats")) {
                stats.counter("requests").register().add(n);
            }
        }
        assertEquals(
                Set.of(Fold.Result.NEWEST),
                Set.copyOf(results(Fold.inFolder(folder).run()).values()));
        Map<String, Fold.Result> some = results(Fold.inFolder(folder).keepNewest(0).limit(2).run());
        assertEquals(2, some.values().stream().filter(Fold.Result.FOLDED::equals).count());
        assertEquals(15, count(application().look()));
        assertThrows(MmStatsException.class, () -> Fold.inFolder(folder).limit(0));
        assertThrows(MmStatsException.class, () -> Fold.inFolder(folder).keepNewest(-1));
        var missing =
                assertThrows(
                        MmStatsException.class, () -> Fold.inFolder(folder.resolve("none")).run());
        assertEquals(Cause.NOT_FOUND, missing.cause());
    }

    @Test
    void aWriterFoldsWhatOthersLeft() throws IOException {
        for (int n = 0; n < 20; n++) {
            try (Writer stats = writer(n + ".mmstats")) {
                stats.counter("requests").register().inc();
            }
        }
        assertTrue(Files.exists(folder.resolve("0.mmstats")));
        Writer.options("web").path(folder).filename("folds.mmstats").build().close();
        try (var left = Files.list(folder)) {
            assertTrue(left.count() < 20);
        }
        assertEquals(20, count(application().look()));
    }

    @Test
    void closed() {
        Application web = application();
        Totals totals = web.look();
        web.close();
        web.close();
        assertThrows(ClosedException.class, web::look);
        assertThrows(ClosedException.class, () -> web.since(totals));
        assertEquals(List.of(), totals.series());
        assertEquals("0 families of 0 files", totals.toString());
    }

    @Test
    void threadsLookAtOneApplication() throws InterruptedException {
        Counter requests = writer("a.mmstats").counter("requests").register();
        Application web = application();
        var seen = new ConcurrentLinkedQueue<Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                long last = 0;
                                for (int turn = 0; turn < 200; turn++) {
                                    requests.inc();
                                    Totals totals = web.look();
                                    web.since(totals);
                                    assertTrue(last < count(totals));
                                    last = count(totals);
                                }
                            });
            thread.setUncaughtExceptionHandler((any, failure) -> seen.add(failure));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(seen));
        assertEquals(600, count(web.look()));
        assertSame(Liveness.ALIVE, web.look().files().get(0).writer());
    }
}
