package org.mmstats.internal;

import org.mmstats.Liveness;
import org.mmstats.MmStatsException;

/** Native methods that readers need. What they throw is an {@link MmStatsException}. */
public final class NativeFiles {
    /** mmstats_liveness of the C ABI; native code compares the numbers. */
    static final int LIVENESS_UNKNOWN = 0;

    static final int LIVENESS_ALIVE = 1;
    static final int LIVENESS_DEAD = 2;
    static final int LIVENESS_ORPHANED = 3;

    private NativeFiles() {}

    /**
     * Opens a regular file for reading, without blocking and without following a symbolic link.
     * That takes native code: a FileChannel opens a FIFO that nobody writes to for ever, and to
     * look before it opens leaves time to put one there.
     *
     * @param path its path
     * @return a file descriptor, to be closed with {@link #close}
     */
    public static int open(byte[] path) {
        NativeLibrary.require();
        return open0(path);
    }

    /**
     * Closes a file descriptor.
     *
     * @param descriptor what {@link #open} gave
     */
    public static native void close(int descriptor);

    /**
     * The paths that a pattern finds, in alphabetical order.
     *
     * @param pattern the pattern; an empty one is the default
     * @return the paths
     */
    public static byte[][] glob(byte[] pattern) {
        NativeLibrary.require();
        return glob0(pattern);
    }

    /**
     * Whether the writer of a file lives.
     *
     * @param path its path
     * @return whether it does; unknown where there is no file that can be read
     */
    public static Liveness liveness(byte[] path) {
        NativeLibrary.require();
        return liveness(liveness0(path));
    }

    /**
     * Whether the writer of a file lives, of which there are only the bytes.
     *
     * @param file the file's bytes
     * @return whether it does, as far as they tell
     */
    public static Liveness livenessOfBytes(byte[] file) {
        NativeLibrary.require();
        return liveness(livenessOfBytes0(file));
    }

    /**
     * What a number of the C ABI stands for.
     *
     * @param number the number
     * @return whether a writer lives
     */
    public static Liveness liveness(int number) {
        return switch (number) {
            case LIVENESS_ALIVE -> Liveness.ALIVE;
            case LIVENESS_DEAD -> Liveness.DEAD;
            case LIVENESS_ORPHANED -> Liveness.ORPHANED;
            default -> Liveness.UNKNOWN;
        };
    }

    private static native int open0(byte[] path);

    private static native byte[][] glob0(byte[] pattern);

    private static native int liveness0(byte[] path);

    private static native int livenessOfBytes0(byte[] file);
}
