package org.mmstats;

import org.mmstats.internal.Memory;
import org.mmstats.internal.v2.Words;

/**
 * A gauge of f64.
 *
 * <p>Threads: any number at any time. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class F64Gauge extends Handle {
    F64Gauge(long at) {
        super(at, null);
    }

    /**
     * Sets the gauge.
     *
     * @param value its value
     */
    public void set(double value) {
        Memory.store(at(), Double.doubleToRawLongBits(value));
    }

    /**
     * Adds a number.
     *
     * @param n the number
     */
    public void add(double n) {
        Words.add(at(), n, false);
    }

    /**
     * The gauge's value.
     *
     * @return the value
     */
    public double get() {
        return Double.longBitsToDouble(Memory.load(at()));
    }
}
