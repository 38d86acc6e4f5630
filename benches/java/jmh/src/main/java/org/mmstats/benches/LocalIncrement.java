package org.mmstats.benches;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.mmstats.Counter;
import org.mmstats.Writer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One more, by the only writer of a stripe of format 2. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalIncrement {
    private Writer writer;
    private Counter ours;
    private AtomicCounter agrona;

    /** By the thread that counts, whose stripe it is. */
    @Setup
    public void open() {
        writer = Writer.options("bench").path(Path.of(System.getProperty("bench.folder"))).build();
        Counter shared = writer.counter("requests").register();
        ours = writer.local().counter(shared);
        if (ours == shared) {
            throw new IllegalStateException("no stripe for " + Thread.currentThread());
        }
        agrona =
                new AtomicCounter(
                        new UnsafeBuffer(ByteBuffer.allocateDirect(CountersReader.COUNTER_LENGTH)),
                        0);
    }

    @TearDown
    public void close() throws IOException {
        Path file = writer.path().orElseThrow();
        writer.close();
        Files.delete(file);
    }

    @Benchmark
    public void ours() {
        ours.inc();
    }

    @Benchmark
    public void agrona() {
        agrona.incrementOrdered();
    }
}
