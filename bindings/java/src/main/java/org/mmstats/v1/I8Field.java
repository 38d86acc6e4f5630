package org.mmstats.v1;

/**
 * A field of one i8.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class I8Field extends PlainCell {
    I8Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(byte value) {
        store(value);
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public byte get() {
        return load();
    }
}
