package org.mmstats.v1;

/**
 * A field of one u32.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class U32Field extends BufferedCell {
    U32Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value, from 0 to 2^32 - 1
     * @throws org.mmstats.MmStatsException wrong type: another number
     */
    public void set(long value) {
        Type.U32.check(value);
        publish((int) value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public long get() {
        return publishedInt() & 0xffff_ffffL;
    }
}
