package org.mmstats.v1;

/**
 * A field of one u64.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class U64Field extends BufferedCell {
    U64Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value, as an unsigned number
     */
    public void set(long value) {
        publish(value);
    }

    /**
     * The published value.
     *
     * @return the value, as an unsigned number
     */
    public long get() {
        return publishedLong();
    }
}
