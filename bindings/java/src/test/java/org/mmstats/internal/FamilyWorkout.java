package org.mmstats.internal;

import java.time.Duration;
import java.util.List;
import org.mmstats.Component;
import org.mmstats.ComponentType;
import org.mmstats.Kind;
import org.mmstats.Local;
import org.mmstats.MmStatsException;
import org.mmstats.Readers;
import org.mmstats.Snapshot;
import org.mmstats.Writer;

/**
 * A program that calls every native method of format 2, also such that it fails, and writes every
 * kind of series: in the default folder, which MMSTATS_PATH says.
 */
final class FamilyWorkout {
    private static final int TIMES = 50_000;

    private FamilyWorkout() {}

    /**
     * Prints "done" where all was as it should be.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try (Writer writer = new Writer("workout")) {
            var counter = writer.counter("counter").unit("1").help("Help.").register();
            var hits = writer.counter("hits").labels("code", "path").family();
            var f64Counter = writer.f64Counter("f64.counter").register();
            var u64 = writer.u64Gauge("u64").register();
            var i64 = writer.i64Gauge("i64").register();
            var f64 = writer.f64Gauge("f64").register();
            var bool = writer.boolGauge("bool").register();
            var histogram = writer.histogram("histogram").register();
            var floats = writer.f64Histogram("floats", 2, -40, 80).register();
            var timer = writer.timer("timer").register();
            var window = writer.window("window", Duration.ofHours(1), 6).register();
            var f64Window = writer.f64Window("f64.window", Duration.ofHours(1), 6).register();
            var text = writer.text("text", 20).register();
            var struct =
                    writer.struct(
                                    "struct",
                                    Component.of("n", ComponentType.U64, Kind.COUNTER, "1"),
                                    Component.text("word", 20, ""))
                            .register();
            fails(() -> writer.u64Gauge("counter").register());
            fails(() -> hits.with("200"));
            fails(() -> hits.with("200", "a\0b"));
            fails(() -> new Writer(""));
            Local local = writer.local();
            var own = local.counter(counter);
            var ownHistogram = local.histogram(histogram);
            for (int i = 1; i <= TIMES; i++) {
                counter.inc();
                own.inc();
                f64Counter.add(0.5);
                u64.set(i);
                i64.add(-1);
                f64.add(0.5);
                bool.set(i % 2 == 1);
                histogram.observe(i);
                ownHistogram.observe(i);
                floats.observe(i);
                timer.observeNanos(i);
                window.observe(i);
                f64Window.observe(i);
                text.set("number of twenty b");
                struct.put(0, i).put(1, "another text").publish();
            }
            local.close();
            writer.retire(hits.with("404", "/"));
            hits.with("200", "/").inc();
            fails(() -> writer.retire(own));
            writer.flush();
            check(writer.size() == writer.path().orElseThrow().toFile().length());
            read();
        }
        System.out.println("done");
    }

    private static void read() {
        try (Readers readers = Readers.glob()) {
            Snapshot seen = readers.iterator().next().refresh();
            List<String> values =
                    List.of("counter", "f64.counter", "u64", "i64", "f64", "bool", "text").stream()
                            .map(name -> seen.get(name).orElseThrow().value().toString())
                            .toList();
            String expected =
                    "[100000, 25000.0, 50000, -50000, 25000.0, false, number of twenty b]";
            check(values.toString().equals(expected));
            check(value(seen, "histogram").equals("count 100000 sum 2500050000"));
            check(value(seen, "floats").equals("count 50000 sum 1.250025E9"));
            check(value(seen, "timer").equals("count 50000 sum 1250025000"));
            check(value(seen, "struct").equals("[50000, another text]"));
            check(value(seen, "window").startsWith("count 50000 in "));
            check(value(seen, "f64.window").startsWith("count 50000 in "));
            check(seen.family("hits").orElseThrow().series().size() == 1);
            check(readers.failures().isEmpty());
        }
    }

    private static String value(Snapshot seen, String name) {
        return seen.get(name).orElseThrow().value().toString();
    }

    private static void fails(Runnable call) {
        try {
            call.run();
        } catch (MmStatsException e) {
            return;
        }
        throw new AssertionError("a call did not fail");
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("a value is not what was written");
        }
    }
}
