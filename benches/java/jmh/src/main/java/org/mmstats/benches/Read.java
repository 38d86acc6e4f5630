package org.mmstats.benches;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.mmstats.v1.Field;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Writer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A file of 1,000 counters that stays open is read again, and each label and value looked at. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Read {
    private static final int COUNTERS = 1000;

    private Reader ours;
    private long library;

    @Setup
    public void open() {
        System.loadLibrary("bench_reader");
        Path file;
        try (Writer writer =
                Writer.options("bench")
                        .path(Path.of(System.getProperty("bench.folder")))
                        .filename("read-{PID}.mmstats")
                        .build()) {
            for (int i = 0; i < COUNTERS; i++) {
                writer.counter(String.format("http.requests.%04d", i)).add(i);
            }
            file = writer.createFile();
        }
        ours = Reader.open(file);
        library = openLibrary((file + "\0").getBytes(StandardCharsets.UTF_8));
        if (ours() != library()) {
            throw new AssertionError("the two read different things");
        }
    }

    @TearDown
    public void close() throws IOException {
        ours.close();
        closeLibrary(library);
        Files.delete(ours.path().orElseThrow());
    }

    @Benchmark
    public long ours() {
        long sum = 0;
        ours.refresh();
        for (Field field : ours) {
            sum += field.label().length() + (long) field.value().asDouble();
        }
        return sum;
    }

    @Benchmark
    public long library() {
        return refreshLibrary(library);
    }

    /** A reader of libmmstats. The path ends in NUL. */
    private static native long openLibrary(byte[] path);

    /** Refreshes it, and adds up the sizes of labels and the values. */
    private static native long refreshLibrary(long reader);

    private static native void closeLibrary(long reader);
}
