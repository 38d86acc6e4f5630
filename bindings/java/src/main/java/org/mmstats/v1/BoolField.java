package org.mmstats.v1;

/**
 * A field of one bool.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class BoolField extends PlainCell {
    BoolField(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(boolean value) {
        store((byte) (value ? 1 : 0));
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public boolean get() {
        return load() != 0;
    }
}
