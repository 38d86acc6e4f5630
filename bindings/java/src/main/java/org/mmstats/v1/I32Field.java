package org.mmstats.v1;

/**
 * A field of one i32.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class I32Field extends BufferedCell {
    I32Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(int value) {
        publish(value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public int get() {
        return publishedInt();
    }
}
