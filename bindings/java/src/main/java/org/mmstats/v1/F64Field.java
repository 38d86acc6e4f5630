package org.mmstats.v1;

/**
 * A field of one f64.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class F64Field extends BufferedCell {
    F64Field(long at) {
        super(at);
    }

    /**
     * Publishes a value.
     *
     * @param value the value
     */
    public void set(double value) {
        publish(Double.doubleToRawLongBits(value));
    }

    /**
     * The published value.
     *
     * @return the value
     */
    public double get() {
        return Double.longBitsToDouble(publishedLong());
    }
}
