package org.mmstats.internal.v2;

import java.io.IOException;

/** The bytes of a file, to be copied from. */
public interface Source {
    /**
     * The file's name, for exceptions.
     *
     * @return the name; "" where it has none
     */
    String name();

    /**
     * How many bytes there are now.
     *
     * @return the size
     * @throws IOException where the file can't be looked at
     */
    long size() throws IOException;

    /**
     * Whether nobody writes to the bytes.
     *
     * @return whether they stay as they are
     */
    boolean isStill();

    /**
     * Copies bytes, by calls of their own: what they had is later than what was copied before.
     *
     * @param at the offset of the first
     * @param into where to
     * @param from where the first goes
     * @param length how many
     * @return how many there were: less where the file ends before
     * @throws IOException where the file can't be read
     */
    int copy(long at, byte[] into, int from, int length) throws IOException;
}
