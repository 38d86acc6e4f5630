package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
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
            Map<String, Runnable> operations = operations(writer);
            writer.createFile();
            operations.forEach(
                    (name, operation) -> {
                        long least = Long.MAX_VALUE;
                        for (int round = 0; round < ROUNDS; round++) {
                            least = Math.min(least, allocatedBy(operation));
                        }
                        assertEquals(0, least, name + ": bytes for " + TIMES + " operations");
                    });
        }
    }

    private static long allocatedBy(Runnable operation) {
        long before = allocated();
        for (int i = 0; i < TIMES; i++) {
            operation.run();
        }
        return allocated() - before;
    }

    private static Map<String, Runnable> operations(Writer writer) {
        Map<String, Runnable> operations = new LinkedHashMap<>();
        Counter counter = writer.counter("counter");
        operations.put("counter.inc", counter::inc);
        operations.put("counter.add", () -> counter.add(2));
        operations.put("counter.get", counter::get);
        Average average = writer.average("average");
        operations.put("average.add", () -> average.add(0.5));
        Average moving = writer.movingAverage("moving", 10);
        operations.put("moving.add", () -> moving.add(0.5));
        Timer timer = writer.timer("timer", 10);
        operations.put("timer.observe", () -> timer.observe(0.5));
        operations.put(
                "timer.start",
                () -> {
                    try (Timer.Measurement measurement = timer.start()) {
                        measurement.elapsed();
                    }
                });
        SamplingCounter sampling = writer.samplingCounter("sampling", 100);
        operations.put("sampling.inc", sampling::inc);
        scalars(writer, operations);
        TextField text = writer.text("text", 16);
        operations.put("text.set", () -> text.set("é❤𝄞, and cut"));
        TupleField tuple = writer.tuple("tuple", "Qd?8s");
        operations.put(
                "tuple.publish",
                () -> tuple.put(0, 1).put(1, 0.5).put(2, true).put(3, "text").publish());
        return operations;
    }

    private static void scalars(Writer writer, Map<String, Runnable> operations) {
        U64Field u64 = writer.u64("u64", 0);
        operations.put("u64.set", () -> u64.set(u64.get() + 1));
        I64Field i64 = writer.i64("i64", 0);
        operations.put("i64.set", () -> i64.set(i64.get() + 1));
        U32Field u32 = writer.u32("u32", 0);
        operations.put("u32.set", () -> u32.set(u32.get() + 1));
        I32Field i32 = writer.i32("i32", 0);
        operations.put("i32.set", () -> i32.set(i32.get() + 1));
        U16Field u16 = writer.u16("u16", 0);
        operations.put("u16.set", () -> u16.set(u16.get() ^ 1));
        I16Field i16 = writer.i16("i16", (short) 0);
        operations.put("i16.set", () -> i16.set((short) (i16.get() ^ 1)));
        U8Field u8 = writer.u8("u8", 0);
        operations.put("u8.set", () -> u8.set(u8.get() ^ 1));
        I8Field i8 = writer.i8("i8", (byte) 0);
        operations.put("i8.set", () -> i8.set((byte) (i8.get() ^ 1)));
        F32Field f32 = writer.f32("f32", 0);
        operations.put("f32.set", () -> f32.set(f32.get() + 1));
        F64Field f64 = writer.f64("f64", 0);
        operations.put("f64.set", () -> f64.set(f64.get() + 1));
        BoolField bool = writer.bool("bool", false);
        operations.put("bool.set", () -> bool.set(!bool.get()));
    }
}
