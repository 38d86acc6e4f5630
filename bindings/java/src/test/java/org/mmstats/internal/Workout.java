package org.mmstats.internal;

import java.util.Arrays;
import org.mmstats.Liveness;
import org.mmstats.MmStatsException;
import org.mmstats.v1.Readers;
import org.mmstats.v1.Value;
import org.mmstats.v1.Writer;

/**
 * A program that calls every native method, also such that it fails, and writes every kind of
 * field: in the default folder, which MMSTATS_PATH says.
 */
final class Workout {
    private Workout() {}

    /**
     * Prints "done" where all was as it should be.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try (Writer writer = new Writer("workout")) {
            var counter = writer.counter("counter");
            var u64 = writer.u64("u64", 1);
            var u32 = writer.u32("u32", 1);
            var u16 = writer.u16("u16", 1);
            var u8 = writer.u8("u8", 1);
            var f32 = writer.f32("f32", 1);
            var f64 = writer.f64("f64", 1);
            var bool = writer.bool("bool", false);
            var text = writer.text("text", 20);
            var tuple = writer.tuple("tuple", "?Qd20s");
            writer.constant("constant", Value.u64(1));
            writer.constant("constant text", Value.text("constant"));
            fails(() -> writer.counter("counter"));
            fails(() -> writer.constant("counter", Value.u64(1)));
            writer.createFile();
            fails(writer::createFile);
            for (int i = 0; i < 50_000; i++) {
                counter.inc();
                u64.set(u64.get() + 1);
                u32.set(u32.get() + 1);
                u16.set(i & 0xffff);
                u8.set(i & 0xff);
                f32.set(i);
                f64.set(f64.get() + 1);
                bool.set(i % 2 == 1);
                text.set("number of twenty b");
                tuple.put(0, true).put(1, i).put(2, 0.5 * i).put(3, "another text").publish();
            }
            writer.flush();
            check(writer.size() == 4096);
            read();
            writer.remove();
        }
        System.out.println("done");
    }

    private static void read() {
        try (Readers readers = Readers.glob()) {
            var reader = readers.iterator().next();
            String[] labels = {
                "counter", "u64", "u32", "u16", "u8", "f32", "f64", "bool", "text", "tuple"
            };
            String values =
                    Arrays.stream(labels)
                            .map(label -> reader.get(label).orElseThrow().value().toString())
                            .toList()
                            .toString();
            String expected =
                    "[50000, 50001, 50001, 49999, 79, 49999.0, 50001.0, true,"
                            + " number of twenty b, (true, 49999, 24999.5, another text)]";
            check(values.equals(expected));
            check(reader.writer() == Liveness.ALIVE);
        }
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
