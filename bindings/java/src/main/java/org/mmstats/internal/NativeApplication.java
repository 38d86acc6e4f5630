package org.mmstats.internal;

import org.mmstats.MmStatsException;

/**
 * Native methods of applications and of folding. What they throw is an {@link MmStatsException}.
 *
 * <p>An application is an address that {@link #open} gave and that {@link #free} was not called
 * with, and so is what {@link #keep} gave. One thread at a time uses an application; what was kept
 * any number.
 */
public final class NativeApplication {
    // mmstats_type of the C ABI; native code compares the numbers.
    public static final int U64 = 1;
    public static final int I64 = 2;
    public static final int U32 = 3;
    public static final int I32 = 4;
    public static final int U16 = 5;
    public static final int I16 = 6;
    public static final int U8 = 7;
    public static final int I8 = 8;
    public static final int F32 = 9;
    public static final int F64 = 10;
    public static final int BOOL = 11;
    public static final int TEXT = 12;
    public static final int BYTES = 14;
    public static final int STRUCT = 15;
    public static final int HISTOGRAM = 16;
    public static final int WINDOW = 17;
    public static final int BUSY = 19;
    public static final int EACH = 20;
    public static final int WINDOWS = 21;

    private NativeApplication() {}

    /**
     * Makes an application.
     *
     * @param name its name
     * @param globs where its files are; none: where they are by default
     * @param keepEach whether it keeps the value of each file
     * @param keepOpen whether files stay open from one look to the next
     * @return the application
     */
    public static long open(byte[] name, byte[][] globs, boolean keepEach, boolean keepOpen) {
        NativeLibrary.require();
        return open0(name, globs, keepEach, keepOpen);
    }

    /**
     * Ends an application.
     *
     * @param application the application
     */
    public static native void free(long application);

    /**
     * Looks at all files.
     *
     * @param application the application
     * @return what it found, as {@link Results}
     */
    public static native byte[] look(long application);

    /**
     * Keeps what the last look found.
     *
     * @param application the application
     * @return that, to be freed
     */
    public static native long keep(long application);

    /**
     * Frees it.
     *
     * @param kept what {@link #keep} gave
     */
    public static native void freeKept(long kept);

    /**
     * What happened between two looks.
     *
     * @param later what was kept of the later look
     * @param earlier what was kept of the earlier look
     * @return that, as {@link Results}
     */
    public static native byte[] since(long later, long earlier);

    /**
     * A percentile of what a histogram counted between two looks.
     *
     * @param later what was kept of the later look
     * @param earlier what was kept of the earlier look
     * @param index which series of the later look
     * @param percent from 0 to 100
     * @return the value; NaN where nothing was counted
     */
    public static native double percentile(long later, long earlier, int index, double percent);

    /**
     * Folds the files of a folder.
     *
     * @param folder the folder
     * @param application whose files; empty: all
     * @param limit how many at most; 0: all
     * @param keepNewest how many stay
     * @param isDryRun whether nothing changes
     * @return what became of each file, as {@link Results}
     */
    public static byte[] fold(
            byte[] folder, byte[] application, long limit, int keepNewest, boolean isDryRun) {
        NativeLibrary.require();
        return fold0(folder, application, limit, keepNewest, isDryRun);
    }

    private static native long open0(
            byte[] name, byte[][] globs, boolean keepEach, boolean keepOpen);

    private static native byte[] fold0(
            byte[] folder, byte[] application, long limit, int keepNewest, boolean isDryRun);
}
