package org.mmstats.v1;

/**
 * A field of one i64.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class I64Field extends BufferedCell {
    I64Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(long value) {
        publish(value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public long get() {
        return publishedLong();
    }
}
