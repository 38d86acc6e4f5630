package org.mmstats.v1;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.mmstats.Cause;
import org.mmstats.ClosedException;
import org.mmstats.MmStatsException;
import org.mmstats.internal.NativeWriter;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Utf8;

/**
 * Owns one stats file: declares its fields, creates it, flushes it, removes it.
 *
 * <p>Fields are declared first; each gives a handle that can be written at once. Then {@link
 * #createFile} makes the file visible, whole, with the values that the fields have by then. Where
 * that fails the handles go on, in private memory: failure to publish is not the application's
 * problem.
 *
 * <p>Once the writer is closed, it and its handles throw {@link ClosedException}, whatever other
 * threads do at that moment. The file stays. A writer that nobody closes lives as long as the
 * process.
 *
 * <p>Should somebody else cut the file off while it is written, writes throw an {@link
 * InternalError}, as all of Java's mapped memory does.
 *
 * <p>What all methods that declare throw: invalid (an empty label, one with NUL, a signature that
 * is none), limit (a label of more than 65,535 bytes, a file of more than 16 MiB), duplicate,
 * closed (the file exists: format 1 takes no more fields).
 *
 * <p>Threads: any number may use a writer at any time; one at a time uses each handle, and none
 * while the file is created or removed: such a write may be lost, or leave a mixture of two values.
 */
public final class Writer implements AutoCloseable {
    private final Owner owner;

    /** Null where there is no file. */
    private volatile Path path;

    /**
     * A writer with default options.
     *
     * @param className what {CLASS} stands for in a file name
     * @throws MmStatsException as {@link Options#build}
     */
    public Writer(String className) {
        this(options(className));
    }

    Writer(Options options) {
        owner = new Owner(options);
    }

    /**
     * Options of a writer.
     *
     * @param className what {CLASS} stands for in a file name
     * @return the options
     */
    public static Options options(String className) {
        return new Options(className);
    }

    private <H extends Cell> H scalar(String label, Type type, long bits, LongFunction<H> handle) {
        return owner.declare(
                label, (open, bytes) -> NativeWriter.scalar(open, bytes, type.code, bits), handle);
    }

    /** Refuses a number that is too small. */
    private static void atLeast(int least, String label, String what, long found) {
        if (found < least) {
            throw new MmStatsException(
                    Cause.INVALID,
                    "field \""
                            + label
                            + "\": expected "
                            + what
                            + " of at least "
                            + least
                            + ", found "
                            + found);
        }
    }

    /**
     * Declares a counter.
     *
     * @param label its label
     * @return its handle
     */
    public Counter counter(String label) {
        return owner.declare(label, NativeWriter::counter, Counter::new);
    }

    /**
     * Declares the mean of all values added.
     *
     * @param label its label
     * @return its handle
     */
    public Average average(String label) {
        return new Average(f64(label, 0));
    }

    /**
     * Declares the mean of the last values added.
     *
     * @param label its label
     * @param size of how many values, at least 1
     * @return its handle
     */
    public Average movingAverage(String label, int size) {
        atLeast(1, label, "a number of values", size);
        return new Average(f64(label, 0), size);
    }

    /**
     * Declares a timer: the mean of the last durations in seconds.
     *
     * @param label its label
     * @param size of how many durations, at least 1
     * @return its handle
     */
    public Timer timer(String label, int size) {
        return new Timer(movingAverage(label, size));
    }

    /**
     * Declares a counter with its rate.
     *
     * @param label its label
     * @param every after how many increments the rate is sampled, at least 1
     * @return its handle
     */
    public SamplingCounter samplingCounter(String label, long every) {
        atLeast(1, label, "a number of increments", every);
        return new SamplingCounter(tuple(label, SamplingCounter.SIGNATURE), every);
    }

    /**
     * Declares a field of one u64.
     *
     * @param label its label
     * @param initial its value to begin with, as an unsigned number
     * @return its handle
     */
    public U64Field u64(String label, long initial) {
        return scalar(label, Type.U64, initial, U64Field::new);
    }

    /**
     * Declares a field of one i64.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public I64Field i64(String label, long initial) {
        return scalar(label, Type.I64, initial, I64Field::new);
    }

    /**
     * Declares a field of one u32.
     *
     * @param label its label
     * @param initial its value to begin with, from 0 to 2^32 - 1
     * @return its handle
     */
    public U32Field u32(String label, long initial) {
        Type.U32.check(initial);
        return scalar(label, Type.U32, initial, U32Field::new);
    }

    /**
     * Declares a field of one i32.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public I32Field i32(String label, int initial) {
        return scalar(label, Type.I32, initial, I32Field::new);
    }

    /**
     * Declares a field of one u16.
     *
     * @param label its label
     * @param initial its value to begin with, from 0 to 65,535
     * @return its handle
     */
    public U16Field u16(String label, int initial) {
        Type.U16.check(initial);
        return scalar(label, Type.U16, initial, U16Field::new);
    }

    /**
     * Declares a field of one i16.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public I16Field i16(String label, short initial) {
        return scalar(label, Type.I16, initial, I16Field::new);
    }

    /**
     * Declares a field of one u8.
     *
     * @param label its label
     * @param initial its value to begin with, from 0 to 255
     * @return its handle
     */
    public U8Field u8(String label, int initial) {
        Type.U8.check(initial);
        return scalar(label, Type.U8, initial, U8Field::new);
    }

    /**
     * Declares a field of one i8.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public I8Field i8(String label, byte initial) {
        return scalar(label, Type.I8, initial, I8Field::new);
    }

    /**
     * Declares a field of one f32.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public F32Field f32(String label, float initial) {
        return scalar(label, Type.F32, Float.floatToRawIntBits(initial), F32Field::new);
    }

    /**
     * Declares a field of one f64.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public F64Field f64(String label, double initial) {
        return scalar(label, Type.F64, Double.doubleToRawLongBits(initial), F64Field::new);
    }

    /**
     * Declares a field of one bool.
     *
     * @param label its label
     * @param initial its value to begin with
     * @return its handle
     */
    public BoolField bool(String label, boolean initial) {
        return scalar(label, Type.BOOL, initial ? 1 : 0, BoolField::new);
    }

    /**
     * Declares a text, empty.
     *
     * @param label its label
     * @param width how many bytes it has at most
     * @return its handle
     */
    public TextField text(String label, int width) {
        atLeast(0, label, "a width", width);
        return owner.declare(
                label,
                (open, bytes) -> NativeWriter.text(open, bytes, width),
                at -> new TextField(at, width));
    }

    /**
     * Declares a field of several parts, all zero, which are published together.
     *
     * @param label its label
     * @param signature the types of the parts, a code for each (SPEC.md 1.4), such as "QQ"
     * @return its handle
     */
    public TupleField tuple(String label, String signature) {
        byte[] codes = Utf8.encode(signature);
        return owner.declare(
                label,
                (open, bytes) -> NativeWriter.tuple(open, bytes, codes),
                at -> new TupleField(at, Signature.of(codes, 0, codes.length)));
    }

    /**
     * Declares a field that never changes. A text is 256 bytes wide, or as many as it has where
     * these are more.
     *
     * @param label its label
     * @param value its value, anything but a tuple
     * @throws MmStatsException also wrong type: a tuple
     */
    public void constant(String label, Value value) {
        if (value.type() == Type.TEXT) {
            constantText(label, value.asText(), 0);
            return;
        }
        if (value.type() == Type.TUPLE) {
            throw new MmStatsException(
                    Cause.WRONG_TYPE,
                    "field \""
                            + label
                            + "\": expected a constant that is a number, bool or text, found a"
                            + " tuple");
        }
        byte[] bytes = Utf8.encode(label);
        owner.use(open -> NativeWriter.constant(open, bytes, value.type().code, value.bits()));
    }

    /**
     * Declares a text that never changes.
     *
     * @param label its label
     * @param text the text; what doesn't fit is cut between characters
     * @param width its width in bytes; 0: 256, or as many as it has where these are more
     */
    public void constantText(String label, String text, int width) {
        atLeast(0, label, "a width", width);
        byte[] bytes = Utf8.encode(label);
        byte[] content = Utf8.encode(text);
        owner.use(open -> NativeWriter.constantText(open, bytes, content, width));
    }

    /**
     * Creates the file, with the values that the fields have now: from here on what is written is
     * seen.
     *
     * @return its path
     * @throws MmStatsException after which nothing was created, the handles go on unseen, and it
     *     can be tried again: invalid (name), not found (folder), permission, full, busy (a name
     *     that another writer uses), not a stats file (something else has that name), io. Closed:
     *     it exists, or was removed
     */
    public Path createFile() {
        return owner.get(
                open -> {
                    path = PathBytes.path(NativeWriter.createFile(open));
                    return path;
                });
    }

    /**
     * The path of the file.
     *
     * @return the path; none before the file was created, and once it was removed
     */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * The size of the file, or what it would be now: whole pages.
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
     * @throws MmStatsException closed (there is no file), io
     */
    public void flush() {
        owner.use(open -> NativeWriter.flush(open, true));
    }

    /**
     * Starts what {@link #flush} does, and returns at once.
     *
     * @throws MmStatsException closed (there is no file), io
     */
    public void flushAsync() {
        owner.use(open -> NativeWriter.flush(open, false));
    }

    /**
     * Removes the file. Handles go on unseen. A second call does nothing.
     *
     * @throws MmStatsException permission, io
     */
    public void remove() {
        owner.use(
                open -> {
                    NativeWriter.remove(open);
                    path = null;
                });
    }

    /** Ends the writer and its handles. The file stays. A second call does nothing. */
    @Override
    public void close() {
        owner.close();
    }
}
