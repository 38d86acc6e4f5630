package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.internal.Threads;

/** Stripes: whose they are, when they are given back, and that none loses a count (F2-STRIPE). */
class LocalTest {
    /** How many a writer gives out. */
    private static final int STRIPES = 64;

    private static final int SHORT_LIVED = 10_000;

    /** Fewer than there are stripes, so that each has one. */
    private static final int AT_ONCE = 50;

    private static final int TIMES = 1_000_000;

    @TempDir Path folder;
    private Writer writer;
    private Counter shared;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() {
        writer = Writer.options("test").path(folder).build();
        shared = writer.counter("counter").register();
    }

    @AfterEach
    void close() {
        writer.close();
        assertEquals(List.of(), List.copyOf(failures));
    }

    private Value read(String name) {
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            return reader.snapshot().get(name).orElseThrow().value();
        }
    }

    private Thread thread(Runnable body) {
        Thread thread = new Thread(body);
        thread.setUncaughtExceptionHandler((any, failure) -> failures.add(failure));
        thread.start();
        return thread;
    }

    /** How many stripes nobody has. */
    private int free() {
        List<Local> taken = new ArrayList<>();
        Local local = writer.local();
        while (local.counter(shared) != shared) {
            taken.add(local);
            local = writer.local();
        }
        local.close();
        taken.forEach(Local::close);
        return taken.size();
    }

    @Test
    void shortLivedThreadsGiveTheirStripesOn() throws InterruptedException {
        Histogram sizes = writer.histogram("sizes").register();
        for (int done = 0; done < SHORT_LIVED; done += AT_ONCE) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                threads.add(thread(() -> count(sizes)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(SHORT_LIVED, read("counter").asLong());
        assertEquals(SHORT_LIVED, ((Distribution) read("sizes")).count());
        assertEquals(STRIPES, free());
    }

    /** What a short-lived thread does; it closes nothing. */
    private void count(Histogram sizes) {
        Local local = writer.local();
        Counter own = local.counter(shared);
        assertNotSame(shared, own);
        own.inc();
        local.histogram(sizes).observe(7);
    }

    @Test
    void moreThreadsThanStripesShare() throws InterruptedException {
        int many = STRIPES + 10;
        CountDownLatch all = new CountDownLatch(many);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            threads.add(
                    thread(
                            () -> {
                                Counter own = writer.local().counter(shared);
                                all.countDown();
                                await(all);
                                for (int n = 0; n < 1000; n++) {
                                    own.inc();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1000L * many, read("counter").asLong());
        assertEquals(STRIPES, free());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void threadsOfAPoolKeepTheirsOrTasksCloseIt() throws Exception {
        ThreadLocal<Counter> kept = ThreadLocal.withInitial(() -> writer.local().counter(shared));
        onPool(() -> kept.get().inc());
        assertEquals(SHORT_LIVED, read("counter").asLong());
        onPool(
                () -> {
                    try (Local local = writer.local()) {
                        local.counter(shared).inc();
                    }
                });
        assertEquals(2 * SHORT_LIVED, read("counter").asLong());
        assertEquals(STRIPES, free());
    }

    private static void onPool(Runnable task) throws InterruptedException, ExecutionException {
        List<Thread> threads = new ArrayList<>();
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        8,
                        body -> {
                            threads.add(new Thread(body));
                            return threads.get(threads.size() - 1);
                        });
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < SHORT_LIVED; i++) {
            done.add(pool.submit(task));
        }
        for (Future<?> one : done) {
            one.get();
        }
        pool.shutdown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** As tests do, programs find it where assertions are enabled. */
    @Test
    void assertionsTellOfAnotherThreadThatWrites() throws InterruptedException {
        Local local = writer.local();
        Counter own = local.counter(shared);
        F64Counter seconds = local.counter(writer.f64Counter("seconds").register());
        Histogram sizes = local.histogram(writer.histogram("sizes").register());
        F64Histogram ratios = local.histogram(writer.f64Histogram("ratios").register());
        Timer latency = local.timer(writer.timer("latency").register());
        Duration slot = Duration.ofDays(1);
        Window lately = local.window(writer.window("lately", slot, 2).register());
        F64Window loads = local.window(writer.f64Window("loads", slot, 2).register());
        List<Executable> writes =
                List.of(
                        own::inc,
                        () -> seconds.add(0.5),
                        () -> sizes.observe(3),
                        () -> ratios.observe(0.25),
                        () -> latency.observeNanos(5),
                        () -> lately.observe(1),
                        () -> loads.observe(1));
        assertAll(writes);
        Thread other =
                thread(
                        () -> {
                            for (Executable write : writes) {
                                assertThrows(AssertionError.class, write);
                            }
                            assertEquals(1, own.get());
                        });
        other.join();
        assertEquals(1, read("counter").asLong());
    }

    /** Its thread's stripe may be another's by now. */
    @Test
    void aHandleOfAStripeThatWasGivenBackIsClosed() throws InterruptedException {
        Counter[] own = new Counter[1];
        thread(() -> own[0] = writer.local().counter(shared)).join();
        assertEquals(STRIPES, free());
        assertThrows(ClosedException.class, () -> own[0].get());
    }

    @Test
    void anotherThreadIsAskedForTheSharedHandles() throws InterruptedException {
        Local local = writer.local();
        thread(() -> assertSame(shared, local.counter(shared))).join();
        assertNotSame(shared, local.counter(shared));
    }

    /** Its own thread may be in the middle of a write: nobody gets the stripe before that ends. */
    @Test
    void aStripeThatAnotherThreadClosesStaysOutUntilItsOwnEnds() throws InterruptedException {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Local[] local = new Local[1];
        Thread thread =
                thread(
                        () -> {
                            local[0] = writer.local();
                            Counter own = local[0].counter(shared);
                            own.inc();
                            made.countDown();
                            assertThrows(
                                    ClosedException.class,
                                    () -> {
                                        while (true) {
                                            own.inc();
                                        }
                                    });
                            await(end);
                        });
        made.await();
        local[0].close();
        assertEquals(STRIPES - 1, free());
        end.countDown();
        thread.join();
        // The one more makes the writer look for threads that ended.
        assertEquals(STRIPES, free());
    }

    @Test
    void virtualThreadsCountInTheSharedCells() throws Exception {
        assertFalse(Threads.isVirtual(Thread.currentThread()));
        if (Runtime.version().feature() < 21) {
            System.out.println("Java " + Runtime.version() + " has no virtual threads to test");
            return;
        }
        var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Runnable body =
                () -> {
                    assertTrue(Threads.isVirtual(Thread.currentThread()));
                    Local local = writer.local();
                    assertSame(shared, local.counter(shared));
                    for (int n = 0; n < 100; n++) {
                        local.counter(shared).inc();
                        Thread.yield();
                    }
                    local.close();
                    assertThrows(ClosedException.class, () -> local.counter(shared));
                };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SHORT_LIVED; i++) {
            Runnable watched =
                    () -> {
                        try {
                            body.run();
                        } catch (Throwable failure) {
                            failures.add(failure);
                        }
                    };
            threads.add((Thread) start.invoke(null, watched));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(100L * SHORT_LIVED, read("counter").asLong());
        assertEquals(STRIPES, free());
    }

    @Test
    void totalsAreExactInEachMode() throws InterruptedException {
        int count = 8;
        for (boolean isLocal : new boolean[] {false, true}) {
            String name = isLocal ? "local" : "shared";
            Counter counter = writer.counter(name).register();
            F64Counter f64 = writer.f64Counter("f64." + name).register();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                threads.add(
                        thread(
                                () -> {
                                    Local local = writer.local();
                                    countTo(isLocal ? local.counter(counter) : counter);
                                    countTo(isLocal ? local.counter(f64) : f64);
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals((long) count * TIMES, read(name).asLong(), name);
            assertEquals((double) count * TIMES, read("f64." + name).asDouble(), name);
        }
    }

    private static void countTo(Counter counter) {
        for (int n = 0; n < TIMES; n++) {
            counter.inc();
        }
    }

    private static void countTo(F64Counter counter) {
        for (int n = 0; n < TIMES; n++) {
            counter.add(1);
        }
    }
}
