package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A writer and its file, counters, means and constants. */
class WriterTest extends WrittenFile {
    @Test
    void counts() {
        Counter counter = writer.counter("counter");
        writer.createFile();
        long expected = 0;
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    counter.inc();
                    expected++;
                }
                case 1 -> {
                    long n = random.nextLong();
                    counter.add(n);
                    expected += n;
                }
                default -> {
                    expected = random.nextInt(4);
                    counter.set(expected);
                }
            }
            assertEquals(expected, counter.get());
            assertRead(Value.u64(expected), "counter");
        }
    }

    /** F1-FLIP: the byte changes with each write, whatever is written. */
    @Test
    void flipsTheWriteBufferWithEachWrite() throws IOException {
        Counter counter = writer.counter("c");
        U16Field field = writer.u16("f", 0);
        byte[] before = Files.readAllBytes(writer.createFile());
        int counterAt = 1 + 2 + 1 + 2 + 1;
        int fieldAt = counterAt + 1 + 16 + 2 + 1 + 2 + 1;
        assertEquals(0, before[counterAt]);
        for (int i = 1; i <= 8; i++) {
            if (i % 3 == 0) {
                counter.add(2);
            } else {
                counter.inc();
            }
            field.set(i);
            byte[] now = Files.readAllBytes(writer.path().orElseThrow());
            assertEquals(i % 2, now[counterAt]);
            assertEquals(i % 2, now[fieldAt]);
            // The value went into the other buffer than the one before.
            int buffer = fieldAt + 1 + 2 * ((i - 1) % 2);
            assertEquals(i, now[buffer] | now[buffer + 1] << 8);
        }
    }

    @Test
    void publishesMeans() {
        Average all = writer.average("all");
        Average last = writer.movingAverage("last", 2);
        Timer timer = writer.timer("timer", 2);
        assertEquals(0, all.get());
        for (double value : new double[] {1, 2, 6}) {
            all.add(value);
            last.add(value);
            timer.observe(Duration.ofMillis((long) (1000 * value)));
        }
        assertEquals(3, all.get());
        assertEquals(4, last.get());
        assertEquals(4, timer.get());
        assertEquals(6, all.last());
        assertEquals(6, timer.last());
        assertRead(Value.f64(3), "all");
        assertRead(Value.f64(4), "last");
        assertRead(Value.f64(4), "timer");
    }

    @Test
    void measures() {
        Timer timer = writer.timer("timer", 10);
        Timer.Measurement outer = timer.start();
        // While one runs another is one of its own.
        try (Timer.Measurement inner = timer.start()) {
            assertTrue(inner.elapsed() <= outer.elapsed());
        }
        double first = timer.last();
        assertTrue(first > 0);
        outer.cancel();
        outer.close();
        assertEquals(first, timer.last());
        Timer.Measurement measurement = timer.start();
        measurement.close();
        double mean = timer.get();
        measurement.close();
        assertEquals(mean, timer.get());
    }

    @Test
    void samplesRates() {
        SamplingCounter counter = writer.samplingCounter("counter", 100);
        writer.createFile();
        for (int i = 0; i < 99; i++) {
            counter.inc();
        }
        assertEquals(0, counter.perMillisecond());
        counter.add(1);
        assertEquals(100, counter.get());
        assertTrue(counter.perMillisecond() > 0);
        assertEquals(
                List.of(Value.u64(100), Value.u64(counter.perMillisecond())),
                read("counter").parts());
    }

    @Test
    void declaresConstants() {
        List<Value> values =
                List.of(
                        Value.u64(-1),
                        Value.i64(-1),
                        Value.u32(1),
                        Value.i32(-1),
                        Value.u16(1),
                        Value.i16(-1),
                        Value.u8(1),
                        Value.i8(-1),
                        Value.f32(0.1f),
                        Value.f64(0.1),
                        Value.bool(true),
                        Value.text("❤"));
        values.forEach(value -> writer.constant(value.type().toString(), value));
        writer.constantText("cut", "ab❤", 4);
        values.forEach(value -> assertRead(value, value.type().toString()));
        assertRead(Value.text("ab"), "cut");
    }

    @Test
    void refusesATupleAsAConstant() {
        TupleField tuple = writer.tuple("tuple", "QQ");
        assertWrongType(() -> writer.constant("constant", tuple.get()));
    }

    @Test
    void keepsWhatWasWrittenBeforeTheFileWas() {
        Counter counter = writer.counter("counter");
        counter.add(41);
        assertRead(Value.u64(41), "counter");
        counter.inc();
        assertRead(Value.u64(42), "counter");
    }

    @Test
    void takesItsOptions() throws IOException {
        Path file;
        try (Writer other =
                Writer.options("class")
                        .path(folder)
                        .filename("{CLASS}-{PID}-{{x}}")
                        .labelPrefix("web.")
                        .mode(0600)
                        .build()) {
            Counter counter = other.counter("hits");
            assertEquals(4096, other.size());
            file = other.createFile();
            counter.inc();
            other.flush();
            other.flushAsync();
        }
        long pid = ProcessHandle.current().pid();
        assertEquals(folder.resolve("class-" + pid + "-{x}"), file);
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        try (Reader reader = Reader.open(file)) {
            assertEquals(1, reader.get("web.hits").orElseThrow().value().asLong());
            assertEquals(pid, reader.get("web.sys.pid").orElseThrow().value().asLong());
        }
    }

    @Test
    void isNamedForTheProgramByDefault() {
        String program = System.getProperty("sun.java.command").split(" ")[0];
        String name = writer.createFile().getFileName().toString();
        String base = program.substring(program.lastIndexOf('/') + 1);
        String command = base.endsWith(".jar") ? base : base.substring(base.lastIndexOf('.') + 1);
        String expected = command + "-" + ProcessHandle.current().pid() + "-";
        assertTrue(name.startsWith(expected) && name.endsWith(".mmstats"), name);
    }

    @Test
    void goesOnUnseenOnceItsFileIsRemoved() {
        Counter counter = writer.counter("counter");
        Path file = writer.createFile();
        counter.inc();
        writer.remove();
        writer.remove();
        assertFalse(Files.exists(file));
        assertTrue(writer.path().isEmpty());
        counter.inc();
        assertEquals(2, counter.get());
    }
}
