package org.mmstats.benches;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.mmstats.v1.Counter;
import org.mmstats.v1.Writer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One more: a counter that others can see, each in its own way, by its only writer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Increment {
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Writer writer;
    private Counter ours;
    private AtomicCounter agrona;
    private LongAdder adder;
    private ByteBuffer buffer;

    @Setup
    public void open() {
        writer = Writer.options("bench").path(Path.of(System.getProperty("bench.folder"))).build();
        // With 8 letters its values stand at multiples of 8, as those of the others do.
        ours = writer.counter("requests");
        writer.createFile();
        agrona =
                new AtomicCounter(
                        new UnsafeBuffer(ByteBuffer.allocateDirect(CountersReader.COUNTER_LENGTH)),
                        0);
        adder = new LongAdder();
        buffer = ByteBuffer.allocateDirect(2 * Long.BYTES).alignedSlice(Long.BYTES);
    }

    @TearDown
    public void close() {
        writer.remove();
        writer.close();
    }

    @Benchmark
    public void ours() {
        ours.inc();
    }

    @Benchmark
    public void agrona() {
        agrona.incrementOrdered();
    }

    @Benchmark
    public void longAdder() {
        adder.increment();
    }

    /** One value and no file; what a release store to mapped memory costs in plain Java. */
    @Benchmark
    public void varHandle() {
        LONG.setRelease(buffer, 0, (long) LONG.get(buffer, 0) + 1);
    }
}
