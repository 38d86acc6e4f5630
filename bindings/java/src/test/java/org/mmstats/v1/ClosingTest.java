package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.ClosedException;
import org.mmstats.Jvm;

/** Closing a writer while others use it. */
class ClosingTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 150;

    /**
     * Every so many rounds all write for so long before the writer is closed that code is compiled.
     */
    private static final int LONG_ROUND = 50;

    private static final int LONG = 2000;

    /** A loop that turned so often was compiled long ago. */
    private static final int COMPILED = 20_000_000;

    @TempDir Path folder;

    /** One of each kind of field, and each thing that can be done with it. */
    private static List<Runnable> uses(Writer writer, String name) {
        Counter counter = writer.counter(name + ".counter");
        Average average = writer.average(name + ".average");
        Average moving = writer.movingAverage(name + ".moving", 10);
        Timer timer = writer.timer(name + ".timer", 10);
        SamplingCounter sampling = writer.samplingCounter(name + ".sampling", 100);
        U64Field u64 = writer.u64(name + ".u64", 0);
        I32Field i32 = writer.i32(name + ".i32", 0);
        U16Field u16 = writer.u16(name + ".u16", 0);
        U8Field u8 = writer.u8(name + ".u8", 0);
        F32Field f32 = writer.f32(name + ".f32", 0);
        BoolField bool = writer.bool(name + ".bool", false);
        TextField text = writer.text(name + ".text", 100);
        TupleField tuple = writer.tuple(name + ".tuple", "Q100sQ");
        return List.of(
                counter::inc,
                counter::get,
                () -> counter.add(2),
                () -> counter.set(7),
                () -> average.add(1),
                average::get,
                () -> moving.add(1),
                moving::last,
                () -> timer.observe(1),
                timer::get,
                () -> timer.start().close(),
                sampling::inc,
                sampling::get,
                sampling::perMillisecond,
                () -> u64.set(1),
                u64::get,
                () -> i32.set(1),
                i32::get,
                () -> u16.set(1),
                u16::get,
                () -> u8.set(1),
                u8::get,
                () -> f32.set(1),
                f32::get,
                () -> bool.set(true),
                bool::get,
                () -> text.set("a text"),
                text::get,
                () -> tuple.put(0, 1).put(1, "a text").publish(),
                tuple::get);
    }

    @Test
    void everyUseOfAClosedWriterThrows() {
        Writer writer = Writer.options("test").path(folder).build();
        List<Runnable> uses = uses(writer, "x");
        writer.createFile();
        uses.forEach(Runnable::run);
        writer.close();
        uses.forEach(use -> assertThrows(ClosedException.class, use::run));
    }

    @Test
    void closingUnderFireThrowsAndNothingElse() throws InterruptedException {
        Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
        int thrown = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Writer writer = Writer.options("test").path(folder).filename("fire").build();
            CountDownLatch firing = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                List<Runnable> uses = uses(writer, "thread " + i);
                int turns = round % LONG_ROUND == 0 ? LONG : 1;
                threads.add(new Thread(() -> fire(writer, uses, turns, firing, unexpected)));
            }
            if (round % 3 > 0) {
                writer.createFile();
            }
            threads.forEach(Thread::start);
            firing.await();
            if (round % 3 > 1) {
                writer.remove();
            }
            writer.close();
            for (Thread thread : threads) {
                thread.join();
            }
            thrown += THREADS;
        }
        assertEquals(List.of(), List.copyOf(unexpected));
        System.out.println("closed under fire: " + ROUNDS + " writers, " + thrown + " threads");
    }

    /** Uses a writer and its fields until it is closed, and then each field once more. */
    private static void fire(
            Writer writer,
            List<Runnable> uses,
            int turns,
            CountDownLatch firing,
            Queue<Throwable> unexpected) {
        try {
            for (int turn = 0; ; turn++) {
                if (turn == turns) {
                    firing.countDown();
                }
                uses.forEach(Runnable::run);
                writer.size();
            }
        } catch (ClosedException expected) {
            // Some are closed before others: this waits until all are.
            writer.close();
            for (Runnable use : uses) {
                try {
                    use.run();
                    unexpected.add(new AssertionError("a use of a closed writer did not throw"));
                } catch (ClosedException e) {
                    assertTrue(e.getMessage().contains("closed"));
                } catch (RuntimeException | Error e) {
                    unexpected.add(e);
                }
            }
        } catch (RuntimeException | Error e) {
            unexpected.add(e);
        }
    }

    /** A loop that does nothing but write is seen, and ends: compiled code writes and looks. */
    @Test
    @Timeout(60)
    void aLoopThatOnlyWritesIsSeenAndEnds() throws InterruptedException {
        Writer writer = Writer.options("test").path(folder).build();
        Counter counter = writer.counter("counter");
        U8Field plain = writer.u8("plain", 0);
        Path file = writer.createFile();
        CountDownLatch compiled = new CountDownLatch(2);
        List<Thread> threads =
                List.of(
                        new Thread(
                                () -> {
                                    for (long turn = 0; ; turn++) {
                                        counter.inc();
                                        if (turn == COMPILED) {
                                            compiled.countDown();
                                        }
                                    }
                                }),
                        new Thread(
                                () -> {
                                    for (long turn = 0; ; turn++) {
                                        plain.set((int) turn & 0xff);
                                        if (turn == COMPILED) {
                                            compiled.countDown();
                                        }
                                    }
                                }));
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        for (Thread thread : threads) {
            thread.setUncaughtExceptionHandler((any, exception) -> thrown.add(exception));
            thread.start();
        }
        compiled.await();
        try (Reader reader = Reader.open(file)) {
            for (String label : List.of("counter", "plain")) {
                Set<Long> values = new HashSet<>();
                while (values.size() < 3) {
                    reader.refresh();
                    values.add(reader.get(label).orElseThrow().value().asLong());
                }
            }
        }
        writer.close();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertEquals(Thread.State.TERMINATED, thread.getState());
        }
        assertEquals(2, thrown.stream().filter(ClosedException.class::isInstance).count());
    }

    /** What no writer does and anybody may: a file that is cut off while it is written. */
    @Test
    void aFileThatSomebodyCutsOffEndsNoVirtualMachine() throws IOException, InterruptedException {
        Jvm.Ended ended = Jvm.same().run(CutOff.class, folder.toString());
        assertEquals("java.lang.InternalError, and on", ended.output().strip());
        assertEquals(0, ended.status());
    }

    /** A program that writes to a file that has gone, in a thread of its own. */
    static final class CutOff {
        private CutOff() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            try (Writer writer = Writer.options("test").path(folder).filename("cut").build()) {
                Counter counter = writer.counter("counter");
                Path file = writer.createFile();
                Thread thread =
                        new Thread(
                                () -> {
                                    for (int turn = 0; turn < COMPILED; turn++) {
                                        counter.inc();
                                    }
                                });
                thread.setUncaughtExceptionHandler(
                        (any, error) -> System.out.print(error.getClass().getName()));
                thread.start();
                Files.write(file, new byte[0]);
                thread.join();
            }
            System.out.println(", and on");
        }
    }
}
