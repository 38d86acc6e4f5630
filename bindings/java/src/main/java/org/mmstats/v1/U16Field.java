package org.mmstats.v1;

/**
 * A field of one u16.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class U16Field extends BufferedCell {
    U16Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value, from 0 to 65,535
     * @throws org.mmstats.MmStatsException wrong type: another number
     */
    public void set(int value) {
        Type.U16.check(value);
        publish((short) value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public int get() {
        return publishedShort() & 0xffff;
    }
}
