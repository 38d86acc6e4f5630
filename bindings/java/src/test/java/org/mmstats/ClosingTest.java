package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Closing a writer while others use it. */
class ClosingTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 60;

    /**
     * Every so many rounds all write for so long before the writer is closed that code is compiled.
     */
    private static final int LONG_ROUND = 20;

    private static final int LONG = 2000;

    /** A loop that turned so often was compiled long ago. */
    private static final int COMPILED = 20_000_000;

    @TempDir Path folder;

    /** One of each kind of handle, and each thing that can be done with it. */
    private static List<Runnable> uses(Writer writer, String name) {
        Counter counter = writer.counter("counter").label("thread", name).register();
        F64Counter f64Counter = writer.f64Counter("f64.counter").register();
        U64Gauge u64 = writer.u64Gauge("u64").register();
        I64Gauge i64 = writer.i64Gauge("i64").register();
        F64Gauge f64 = writer.f64Gauge("f64").register();
        BoolGauge bool = writer.boolGauge("bool").register();
        Histogram histogram = writer.histogram("histogram").register();
        F64Histogram f64Histogram = writer.f64Histogram("f64.histogram").register();
        Timer timer = writer.timer("timer").register();
        Window window = writer.window("window", Duration.ofSeconds(1), 6).register();
        Text text = writer.text("text", 100).label("thread", name).register();
        Struct struct =
                writer.struct("struct", Component.of("n", ComponentType.U64, Kind.COUNTER, ""))
                        .label("thread", name)
                        .register();
        return List.of(
                counter::inc,
                counter::get,
                () -> f64Counter.add(2),
                () -> u64.set(1),
                () -> u64.add(1),
                () -> i64.set(-1),
                i64::get,
                () -> f64.add(0.5),
                () -> bool.set(true),
                () -> histogram.observe(7),
                () -> f64Histogram.observe(0.7),
                () -> timer.observeNanos(1),
                () -> timer.start().close(),
                () -> window.observe(1),
                () -> text.set("a text"),
                () -> struct.put(0, 1).publish());
    }

    @Test
    void everyUseOfAClosedWriterThrows() {
        Writer writer = Writer.options("test").path(folder).build();
        List<Runnable> uses = new ArrayList<>(uses(writer, "x"));
        Counter counter = writer.counter("more").register();
        Local local = writer.local();
        Counter own = local.counter(counter);
        Labelled<Counter> family = writer.counter("labels").labels("code").family();
        uses.add(own::inc);
        uses.add(() -> local.counter(counter));
        uses.add(() -> family.with("200"));
        uses.add(() -> writer.counter("late").register());
        uses.add(writer::size);
        uses.add(writer::flush);
        uses.add(writer::flushAsync);
        uses.forEach(Runnable::run);
        writer.close();
        writer.close();
        uses.add(writer::local);
        uses.add(() -> writer.retire(counter));
        uses.forEach(use -> assertThrows(ClosedException.class, use::run));
        local.close();
    }

    @Test
    void handlesOfAClosedLocalThrowAndItsStripeIsGivenOn() {
        try (Writer writer = Writer.options("test").path(folder).build()) {
            Counter shared = writer.counter("counter").register();
            Local first = writer.local();
            Counter own = first.counter(shared);
            own.inc();
            first.close();
            first.close();
            assertThrows(ClosedException.class, own::inc);
            assertThrows(ClosedException.class, () -> first.counter(shared));
            try (Local second = writer.local()) {
                assertEquals(1, second.counter(shared).get());
            }
            shared.inc();
        }
    }

    @Test
    void closingUnderFireThrowsAndNothingElse() throws InterruptedException {
        Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < ROUNDS; round++) {
            Writer writer = Writer.options("test").path(folder).filename("fire").build();
            CountDownLatch firing = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                List<Runnable> uses = uses(writer, "thread " + i);
                int turns = round % LONG_ROUND == 0 ? LONG : 1;
                threads.add(new Thread(() -> fire(writer, uses, turns, firing, unexpected)));
            }
            threads.forEach(Thread::start);
            firing.await();
            writer.close();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(List.of(), List.copyOf(unexpected));
    }

    /** Uses a writer and its handles until it is closed, and then each handle once more. */
    private static void fire(
            Writer writer,
            List<Runnable> uses,
            int turns,
            CountDownLatch firing,
            Queue<Throwable> unexpected) {
        try (Local local = writer.local()) {
            Counter own = local.counter(writer.counter("own").register());
            for (int turn = 0; ; turn++) {
                if (turn == turns) {
                    firing.countDown();
                }
                own.inc();
                uses.forEach(Runnable::run);
                writer.counter("labels").label("turn", "t" + turn % 10).register().inc();
            }
        } catch (ClosedException expected) {
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
        Counter counter = writer.counter("own").register();
        U64Gauge gauge = writer.u64Gauge("gauge").register();
        CountDownLatch compiled = new CountDownLatch(2);
        List<Thread> threads =
                List.of(
                        new Thread(
                                () -> {
                                    Counter own = writer.local().counter(counter);
                                    for (long turn = 0; ; turn++) {
                                        own.inc();
                                        if (turn == COMPILED) {
                                            compiled.countDown();
                                        }
                                    }
                                }),
                        new Thread(
                                () -> {
                                    for (long turn = 0; ; turn++) {
                                        gauge.set(turn);
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
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            for (String name : List.of("own", "gauge")) {
                Set<Long> values = new HashSet<>();
                while (values.size() < 3) {
                    values.add(reader.refresh().get(name).orElseThrow().value().asLong());
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
            Writer writer = Writer.options("test").path(folder).filename("cut").build();
            U64Gauge gauge = writer.u64Gauge("gauge").register();
            Thread thread =
                    new Thread(
                            () -> {
                                for (int turn = 0; turn < COMPILED; turn++) {
                                    gauge.set(turn);
                                }
                            });
            thread.setUncaughtExceptionHandler(
                    (any, error) -> System.out.print(error.getClass().getName()));
            thread.start();
            Files.write(writer.path().orElseThrow(), new byte[0]);
            thread.join();
            System.out.println(", and on");
        }
    }
}
