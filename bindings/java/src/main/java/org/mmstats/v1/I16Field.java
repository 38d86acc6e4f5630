package org.mmstats.v1;

/**
 * A field of one i16.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class I16Field extends BufferedCell {
    I16Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(short value) {
        publish(value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public short get() {
        return publishedShort();
    }
}
