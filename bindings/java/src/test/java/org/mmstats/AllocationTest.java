package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing takes no memory. */
class AllocationTest {
    /** The first calls link call sites and the compiler comes by; an operation allocates always. */
    private static final int ROUNDS = 5;

    private static final int TIMES = 10_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path folder;

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void noOperationAllocates() {
        try (Writer writer = Writer.options("test").path(folder).build()) {
            try (Local local = writer.local()) {
                operations(writer, local).forEach(AllocationTest::assertNoneBy);
            }
        }
    }

    private static void assertNoneBy(String name, Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = allocated();
            for (int i = 0; i < TIMES; i++) {
                operation.run();
            }
            least = Math.min(least, allocated() - before);
        }
        assertEquals(0, least, name + ": bytes for " + TIMES + " operations");
    }

    private static Map<String, Runnable> operations(Writer writer, Local local) {
        Map<String, Runnable> operations = new LinkedHashMap<>();
        Counter counter = writer.counter("counter").register();
        operations.put("counter.inc", counter::inc);
        operations.put("counter.get", counter::get);
        Counter own = local.counter(counter);
        operations.put("counter.inc, own", own::inc);
        F64Counter f64Counter = writer.f64Counter("f64").register();
        F64Counter ownF64 = local.counter(f64Counter);
        operations.put("f64Counter.add", () -> f64Counter.add(0.5));
        operations.put("f64Counter.add, own", () -> ownF64.add(0.5));
        I64Gauge i64 = writer.i64Gauge("i64.gauge").register();
        operations.put("i64Gauge.set", () -> i64.set(i64.get() - 1));
        operations.put("i64Gauge.add", () -> i64.add(-2));
        F64Gauge f64 = writer.f64Gauge("f64.gauge").register();
        operations.put("f64Gauge.set", () -> f64.set(f64.get() + 1));
        operations.put("f64Gauge.add", () -> f64.add(0.5));
        BoolGauge bool = writer.boolGauge("bool.gauge").register();
        operations.put("boolGauge.set", () -> bool.set(!bool.get()));
        distributions(writer, local, operations);
        Text text = writer.text("text", 16).register();
        operations.put("text.set", () -> text.set("é❤𝄞, and cut"));
        Struct struct =
                writer.struct(
                                "struct",
                                Component.of("n", ComponentType.U64, Kind.COUNTER, ""),
                                Component.of("load", ComponentType.F64, Kind.GAUGE, ""),
                                Component.of("odd", ComponentType.BOOL, Kind.GAUGE, ""),
                                Component.text("word", 16, ""))
                        .register();
        operations.put(
                "struct.publish",
                () -> struct.put(0, 1).put(1, 0.5).put(2, true).put(3, "text").publish());
        return operations;
    }

    private static void distributions(
            Writer writer, Local local, Map<String, Runnable> operations) {
        Histogram histogram = writer.histogram("histogram").register();
        Histogram own = local.histogram(histogram);
        operations.put("histogram.observe", () -> histogram.observe(1_000));
        operations.put("histogram.observe, own", () -> own.observe(1_000));
        F64Histogram f64 = writer.f64Histogram("f64.histogram").register();
        operations.put("f64Histogram.observe", () -> f64.observe(0.1));
        Timer timer = writer.timer("timer").register();
        operations.put("timer.observeNanos", () -> timer.observeNanos(1_000));
        Window window = writer.window("window", Duration.ofSeconds(10), 6).register();
        operations.put("window.observeAt", () -> window.observeAt(1_000, 7));
    }
}
