package org.mmstats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.v2.FamilySpec;
import org.mmstats.internal.v2.HistogramCell;
import org.mmstats.internal.v2.NativeWriter;
import org.mmstats.internal.v2.WindowCell;

/**
 * Owns one stats file, which is there at once. What is in it is declared and registered at any
 * time, from any thread; each registration gives a handle that can be written at once.
 *
 * <pre>{@code
 * try (var stats = new Writer("web")) {
 *     Counter hits = stats.counter("http.requests").label("code", "200").register();
 *     hits.inc();
 * }
 * }</pre>
 *
 * <p>Once the writer is closed, it and its handles throw {@link ClosedException}, whatever other
 * threads do at that moment. The file stays. A writer that nobody closes lives as long as the
 * process.
 *
 * <p>There is no option to follow into forked children, as in other languages: a virtual machine
 * doesn't fork itself, and what it starts executes other programs, which have nothing of a writer.
 *
 * <p>Should somebody else cut the file off while it is written, writes throw an {@link
 * InternalError}, as all of Java's mapped memory does.
 *
 * <p>Threads: any number at any time.
 */
public final class Writer implements AutoCloseable {
    private final Owner owner;

    /** Null where there is no file. */
    private final Path path;

    /** Null where there is none. */
    private final String warning;

    /**
     * A writer with default options, and its file.
     *
     * @param application whose statistics these are, 1 to 64 bytes
     * @throws MmStatsException as {@link Options#build}
     */
    public Writer(String application) {
        this(options(application));
    }

    Writer(Options options) {
        owner = new Owner(options.open());
        byte[] found = owner.get(NativeWriter::path);
        path = found == null ? null : PathBytes.path(found);
        warning = owner.get(NativeWriter::warning);
        if (warning != null) {
            Warnings.log(path == null ? options.wanted() : path.getParent().toString(), warning);
        }
    }

    /**
     * Options of a writer.
     *
     * @param application whose statistics these are, 1 to 64 bytes
     * @return the options
     */
    public static Options options(String application) {
        return new Options(application);
    }

    private static FamilySpec spec(Kind kind, ValueType type, String name) {
        return new FamilySpec(kind, type, name);
    }

    private <H extends Handle> Declaration<H> declare(
            FamilySpec spec, Class<H> type, Function<long[], H> make) {
        return new Declaration<>(owner, spec, type, make);
    }

    /** The address of a cell, in what the native writer says of a series. */
    private static long cell(long[] series) {
        return series[NativeWriter.CELL];
    }

    /**
     * Declares a counter of u64.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<Counter> counter(String name) {
        return declare(
                spec(Kind.COUNTER, ValueType.U64, name),
                Counter.class,
                series -> new Counter(cell(series)));
    }

    /**
     * Declares a counter of f64.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<F64Counter> f64Counter(String name) {
        return declare(
                spec(Kind.COUNTER, ValueType.F64, name),
                F64Counter.class,
                series -> new F64Counter(cell(series)));
    }

    /**
     * Declares a gauge of u64.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<U64Gauge> u64Gauge(String name) {
        return declare(
                spec(Kind.GAUGE, ValueType.U64, name),
                U64Gauge.class,
                series -> new U64Gauge(cell(series)));
    }

    /**
     * Declares a gauge of i64.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<I64Gauge> i64Gauge(String name) {
        return declare(
                spec(Kind.GAUGE, ValueType.I64, name),
                I64Gauge.class,
                series -> new I64Gauge(cell(series)));
    }

    /**
     * Declares a gauge of f64.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<F64Gauge> f64Gauge(String name) {
        return declare(
                spec(Kind.GAUGE, ValueType.F64, name),
                F64Gauge.class,
                series -> new F64Gauge(cell(series)));
    }

    /**
     * Declares a gauge of bool.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<BoolGauge> boolGauge(String name) {
        return declare(
                spec(Kind.GAUGE, ValueType.BOOL, name),
                BoolGauge.class,
                series -> new BoolGauge(cell(series)));
    }

    /**
     * Declares a histogram of u64, with the default buckets.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<Histogram> histogram(String name) {
        return declare(
                spec(Kind.HISTOGRAM, ValueType.U64, name),
                Histogram.class,
                series -> new Histogram(cell(series), new HistogramCell(series)));
    }

    /**
     * Declares a histogram of u64.
     *
     * @param name its name
     * @param scale an upper bound of a bucket is 2^(2^-scale) times its lower one: 0 to 8
     * @param first the index of the first bucket, whose lower bound is 2^(first / 2^scale)
     * @param buckets how many buckets, 1 to 65,536
     * @return the declaration, to be registered
     */
    public Declaration<Histogram> histogram(String name, int scale, int first, int buckets) {
        FamilySpec spec = spec(Kind.HISTOGRAM, ValueType.U64, name);
        spec.buckets(scale, first, buckets);
        return declare(
                spec,
                Histogram.class,
                series -> new Histogram(cell(series), new HistogramCell(series)));
    }

    /**
     * Declares a histogram of f64, with the default buckets.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<F64Histogram> f64Histogram(String name) {
        return declare(
                spec(Kind.HISTOGRAM, ValueType.F64, name),
                F64Histogram.class,
                series -> new F64Histogram(cell(series), new HistogramCell(series)));
    }

    /**
     * Declares a histogram of f64.
     *
     * @param name its name
     * @param scale an upper bound of a bucket is 2^(2^-scale) times its lower one: 0 to 8
     * @param first the index of the first bucket, whose lower bound is 2^(first / 2^scale)
     * @param buckets how many buckets, 1 to 65,536
     * @return the declaration, to be registered
     */
    public Declaration<F64Histogram> f64Histogram(String name, int scale, int first, int buckets) {
        FamilySpec spec = spec(Kind.HISTOGRAM, ValueType.F64, name);
        spec.buckets(scale, first, buckets);
        return declare(
                spec,
                F64Histogram.class,
                series -> new F64Histogram(cell(series), new HistogramCell(series)));
    }

    /**
     * Declares a timer: a histogram of nanoseconds, with the default buckets.
     *
     * @param name its name
     * @return the declaration, to be registered
     */
    public Declaration<Timer> timer(String name) {
        FamilySpec spec = spec(Kind.HISTOGRAM, ValueType.U64, name);
        spec.unit("ns");
        return declare(
                spec, Timer.class, series -> new Timer(cell(series), new HistogramCell(series)));
    }

    /**
     * Declares a window of u64: what happened in the last slots of time.
     *
     * @param name its name
     * @param slot how long a slot is
     * @param slots how many slots it tells of, 1 to 4095, besides the one that is being filled
     * @return the declaration, to be registered
     */
    public Declaration<Window> window(String name, Duration slot, int slots) {
        FamilySpec spec = spec(Kind.WINDOW, ValueType.U64, name);
        spec.ring(slot.toNanos(), slots + 1);
        return declare(
                spec, Window.class, series -> new Window(cell(series), new WindowCell(series)));
    }

    /**
     * Declares a window of f64: what happened in the last slots of time.
     *
     * @param name its name
     * @param slot how long a slot is
     * @param slots how many slots it tells of, 1 to 4095, besides the one that is being filled
     * @return the declaration, to be registered
     */
    public Declaration<F64Window> f64Window(String name, Duration slot, int slots) {
        FamilySpec spec = spec(Kind.WINDOW, ValueType.F64, name);
        spec.ring(slot.toNanos(), slots + 1);
        return declare(
                spec,
                F64Window.class,
                series -> new F64Window(cell(series), new WindowCell(series)));
    }

    /**
     * Declares a text.
     *
     * @param name its name
     * @param capacity how many bytes it has at most, not negative
     * @return the declaration, to be registered
     * @throws MmStatsException invalid: a negative capacity
     */
    public Declaration<Text> text(String name, int capacity) {
        if (capacity < 0) {
            String message =
                    "text \"" + name + "\": expected a capacity of bytes, found " + capacity;
            throw new MmStatsException(Cause.INVALID, message);
        }
        FamilySpec spec = spec(Kind.TEXT, ValueType.BYTES, name);
        spec.capacity(capacity);
        return declare(
                spec,
                Text.class,
                series -> new Text(cell(series), (int) series[1], (int) series[2], capacity));
    }

    /**
     * Declares a struct: values that are published together.
     *
     * @param name its name
     * @param components what they are, in their order: {@link Component#of} and {@link
     *     Component#text}
     * @return the declaration, to be registered
     */
    public Declaration<Struct> struct(String name, Component... components) {
        FamilySpec spec = spec(Kind.STRUCT, ValueType.BYTES, name);
        List<Component> placed = Component.placed(components);
        spec.components(placed);
        return declare(
                spec,
                Struct.class,
                series -> new Struct(cell(series), (int) series[1], (int) series[2], placed));
    }

    /**
     * Takes a stripe for a thread of its own.
     *
     * @return the local object, to be closed; it ends with the writer, too
     */
    public Local local() {
        return owner.local();
    }

    /**
     * Retires a series: readers don't see it any more, and its place may be given to another series
     * of its family. Its handles are closed.
     *
     * @param handle a handle of it; none of a {@link Local}
     * @throws MmStatsException not found (no live series of this writer), invalid (the one that
     *     stands for those beyond the limit), closed
     */
    public void retire(Handle handle) {
        owner.retire(handle);
    }

    /**
     * The path of the file.
     *
     * @return the path; none of a detached writer
     */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * What there is to say of the file: that there is none, and why, or the price of its folder. It
     * was logged, too, once for each folder, by the {@link System.Logger} "org.mmstats".
     *
     * @return a sentence for people; none where all is well
     */
    public Optional<String> warning() {
        return Optional.ofNullable(warning);
    }

    /**
     * The size of the file.
     *
     * @return the size in bytes
     */
    public long size() {
        return owner.get(NativeWriter::size);
    }

    /**
     * Makes what was written so far survive a crash of the system; returns when it is on the
     * device. (A crash of the process it survives anyway.)
     *
     * @throws MmStatsException closed, io
     */
    public void flush() {
        owner.use(open -> NativeWriter.flush(open, true));
    }

    /**
     * Starts what {@link #flush} does, and returns at once.
     *
     * @throws MmStatsException closed, io
     */
    public void flushAsync() {
        owner.use(open -> NativeWriter.flush(open, false));
    }

    /**
     * Closes the file and ends the writer and its handles. The file stays, and says that it is
     * closed. A second call does nothing.
     */
    @Override
    public void close() {
        owner.close();
    }
}
