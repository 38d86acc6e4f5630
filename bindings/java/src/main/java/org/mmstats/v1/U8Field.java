package org.mmstats.v1;

/**
 * A field of one u8.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class U8Field extends PlainCell {
    U8Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value, from 0 to 255
     * @throws org.mmstats.MmStatsException wrong type: another number
     */
    public void set(int value) {
        Type.U8.check(value);
        store((byte) value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public int get() {
        return load() & 0xff;
    }
}
