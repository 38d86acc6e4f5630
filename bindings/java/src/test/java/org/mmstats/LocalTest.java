package org.mmstats;

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

    @Test
    void aHandleThatGetsToAnotherThreadLosesNothing() throws InterruptedException {
        F64Counter seconds = writer.f64Counter("seconds").register();
        Histogram sizes = writer.histogram("sizes").register();
        F64Histogram ratios = writer.f64Histogram("ratios").register();
        Timer latency = writer.timer("latency").register();
        Window lately = writer.window("lately", Duration.ofDays(1), 2).register();
        F64Window ratiosLately = writer.f64Window("f64.lately", Duration.ofDays(1), 2).register();
        Local local = writer.local();
        Counter own = local.counter(shared);
        F64Counter ownSeconds = local.counter(seconds);
        Histogram ownSizes = local.histogram(sizes);
        F64Histogram ownRatios = local.histogram(ratios);
        Timer ownLatency = local.timer(latency);
        Window ownLately = local.window(lately);
        F64Window ownRatiosLately = local.window(ratiosLately);
        int times = TIMES / 10;
        Runnable count =
                () -> {
                    for (int i = 0; i < times; i++) {
                        own.inc();
                        ownSeconds.add(0.5);
                        ownSizes.observe(3);
                        ownRatios.observe(0.25);
                        ownLatency.observeNanos(5);
                        ownLately.observe(1);
                        ownRatiosLately.observe(1);
                    }
                };
        Thread other = thread(count);
        count.run();
        other.join();
        assertEquals(2L * times, read("counter").asLong());
        assertEquals((double) times, read("seconds").asDouble());
        for (String name : List.of("sizes", "ratios", "latency")) {
            assertEquals(2L * times, ((Distribution) read(name)).count(), name);
        }
        for (String name : List.of("lately", "f64.lately")) {
            long found = ((Recent) read(name)).slots().stream().mapToLong(Recent.Slot::count).sum();
            assertEquals(2L * times, found, name);
        }
        // Its own thread alone counted in the stripe.
        assertEquals(times, own.get());
        assertEquals(times, shared.get());
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
