package org.mmstats.internal;

import org.mmstats.MmStatsException;

/**
 * Native methods of a writer: setting it up and ending it. Values are written without them. What
 * they throw is an {@link MmStatsException}.
 *
 * <p>A writer is an address that {@link #open} gave and that {@link #free} was not called with; one
 * thread at a time uses it. Strings are UTF-8. Those that declare return the address of the field's
 * write buffer byte, which stays mapped for the life of the process.
 */
public final class NativeWriter {
    private NativeWriter() {}

    /**
     * Makes a writer.
     *
     * @param className what {CLASS} stands for
     * @param folder the folder of the file; empty: the default
     * @param filename the template of its name; empty: the default
     * @param labelPrefix what stands before each label
     * @param systemFields whether the file tells of its process
     * @param mode the permissions of the file; 0: the default
     * @return the writer
     */
    public static long open(
            byte[] className,
            byte[] folder,
            byte[] filename,
            byte[] labelPrefix,
            boolean systemFields,
            int mode) {
        NativeLibrary.require();
        return open0(className, folder, filename, labelPrefix, systemFields, mode);
    }

    private static native long open0(
            byte[] className,
            byte[] folder,
            byte[] filename,
            byte[] labelPrefix,
            boolean systemFields,
            int mode);

    /**
     * Declares a counter.
     *
     * @param writer the writer
     * @param label its label
     * @return its address
     */
    public static native long counter(long writer, byte[] label);

    /**
     * Declares a number or bool.
     *
     * @param writer the writer
     * @param label its label
     * @param code the code of its type (SPEC.md 1.4), one of those that writers write
     * @param bits its initial value: an integer sign-extended or not, the bits of a float of its
     *     width, 0 or 1
     * @return its address
     */
    public static native long scalar(long writer, byte[] label, char code, long bits);

    /**
     * Declares a text.
     *
     * @param writer the writer
     * @param label its label
     * @param width how many bytes it has at most
     * @return its address
     */
    public static native long text(long writer, byte[] label, long width);

    /**
     * Declares a field of several parts.
     *
     * @param writer the writer
     * @param label its label
     * @param signature the types of its parts
     * @return its address
     */
    public static native long tuple(long writer, byte[] label, byte[] signature);

    /**
     * Declares a number or bool that never changes.
     *
     * @param writer the writer
     * @param label its label
     * @param code as {@link #scalar}'s
     * @param bits as {@link #scalar}'s
     */
    public static native void constant(long writer, byte[] label, char code, long bits);

    /**
     * Declares a text that never changes.
     *
     * @param writer the writer
     * @param label its label
     * @param text the text
     * @param width its width; 0: the default
     */
    public static native void constantText(long writer, byte[] label, byte[] text, long width);

    /**
     * Creates the file.
     *
     * @param writer the writer
     * @return the file's path
     */
    public static native byte[] createFile(long writer);

    /**
     * The size of the file.
     *
     * @param writer the writer
     * @return the size, or what it would be now
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
     * Removes the file.
     *
     * @param writer the writer
     */
    public static native void remove(long writer);

    /**
     * Ends the writer.
     *
     * @param writer the writer
     */
    public static native void free(long writer);
}
