package org.mmstats.internal.v2;

import org.mmstats.MmStatsException;
import org.mmstats.internal.NativeLibrary;
import org.mmstats.internal.Utf8;

/**
 * Native methods of a writer of format 2: setting it up, registering, and ending it. Values are
 * written without them. What they throw is an {@link MmStatsException}.
 *
 * <p>A writer is an address that {@link #open} gave and that {@link #free} was not called with; its
 * families end with it. Strings are UTF-8. Addresses of cells stay mapped for the life of the
 * process.
 */
public final class NativeWriter {
    /** Where the cell is, in what {@link #series} returns. */
    public static final int CELL = 0;

    /** How many numbers that are. */
    static final int RESULTS = 4;

    // What numbers a family has, in this order.
    static final int AGGREGATE = 0;
    static final int ALIVE_ONLY = 1;
    static final int LIMIT = 2;
    static final int CAPACITY = 3;

    /** The capacity of a text that is always empty. */
    static final int NO_CAPACITY = -1;

    static final int SCALE = 4;
    static final int FIRST = 5;
    static final int BUCKETS = 6;
    static final int DURATION = 7;
    static final int SLOTS = 8;
    static final int STRUCT_SIZE = 9;
    static final int NUMBERS = 10;

    // What numbers a component has, in this order.
    static final int COMPONENT_TYPE = 0;
    static final int COMPONENT_KIND = 1;
    static final int COMPONENT_OFFSET = 2;
    static final int COMPONENT_WIDTH = 3;
    static final int COMPONENT_NUMBERS = 4;

    private NativeWriter() {}

    /**
     * Makes a writer and its file.
     *
     * @param application whose statistics these are
     * @param folder the folder of the file; empty: the default
     * @param filename the template of its name; empty: the default
     * @param mode the permissions of the file; 0: the default
     * @param limit how many series a family has at most; 0: the default
     * @param detached whether there is no file
     * @param orDetached whether there is none where none can be had
     * @param fold whether what dead writers left may be folded
     * @param identity null, or what differs from run to run: the six numbers and then the two ids
     *     of a mmstats_identity
     * @return the writer
     */
    public static long open(
            byte[] application,
            byte[] folder,
            byte[] filename,
            int mode,
            int limit,
            boolean detached,
            boolean orDetached,
            boolean fold,
            byte[] identity) {
        NativeLibrary.require();
        return open0(
                application, folder, filename, mode, limit, detached, orDetached, fold, identity);
    }

    private static native long open0(
            byte[] application,
            byte[] folder,
            byte[] filename,
            int mode,
            int limit,
            boolean detached,
            boolean orDetached,
            boolean fold,
            byte[] identity);

    /**
     * Gets or creates a family.
     *
     * @param writer the writer
     * @param kind the code of its kind
     * @param type the code of its value type
     * @param texts name, unit, help and the label keys
     * @param numbers what else there is to say, 0 where it isn't said
     * @param componentTexts the name and unit of each component
     * @param componentNumbers type, kind, offset and width of each component
     * @return the family
     */
    static native long family(
            long writer,
            int kind,
            int type,
            byte[][] texts,
            long[] numbers,
            byte[][] componentTexts,
            int[] componentNumbers);

    /**
     * Gets or creates a series.
     *
     * @param family its family
     * @param kind the code of the family's kind
     * @param type the code of the family's value type
     * @param values its label values
     * @return the address of its cell, and of a histogram scale, first index and number of buckets,
     *     of a window duration and slots, of a text slots and capacity, of a struct slots and width
     */
    static native long[] series(long family, int kind, int type, byte[][] values);

    /**
     * Retires the series of a cell.
     *
     * @param writer the writer
     * @param cell the address of the cell
     */
    public static native void retire(long writer, long cell);

    /**
     * Takes a stripe.
     *
     * @param writer the writer
     * @return the local object
     */
    public static native long openLocal(long writer);

    /**
     * The cell of a series in a stripe.
     *
     * @param local the local object
     * @param cell the address of the series' cell
     * @return the address of the cell in the stripe; where it can't be had, that of the series
     */
    public static native long localCell(long local, long cell);

    /**
     * Gives a stripe back.
     *
     * @param local the local object
     */
    public static native void freeLocal(long local);

    /**
     * The file's path.
     *
     * @param writer the writer
     * @return the path; null where there is none
     */
    public static native byte[] path(long writer);

    /**
     * What there is to say of the file.
     *
     * @param writer the writer
     * @return a sentence for people; null where all is well
     */
    public static String warning(long writer) {
        byte[] text = warning0(writer);
        return text.length == 0 ? null : Utf8.decode(text, 0, text.length);
    }

    private static native byte[] warning0(long writer);

    /**
     * The size of the file.
     *
     * @param writer the writer
     * @return the size
     */
    public static native long size(long writer);

    /**
     * Makes what was written survive a crash of the system.
     *
     * @param writer the writer
     * @param wait whether to wait until it does
     */
    public static native void flush(long writer, boolean wait);

    /**
     * Closes the file.
     *
     * @param writer the writer
     */
    public static native void close(long writer);

    /**
     * Ends the writer.
     *
     * @param writer the writer
     */
    public static native void free(long writer);

    /**
     * The clock of windows.
     *
     * @return nanoseconds of CLOCK_BOOTTIME
     */
    public static native long bootNanos();
}
