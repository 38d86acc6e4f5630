package org.mmstats.v1;

/**
 * A field of one f32.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class F32Field extends BufferedCell {
    F32Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(float value) {
        publish(Float.floatToRawIntBits(value));
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public float get() {
        return Float.intBitsToFloat(publishedInt());
    }
}
