package org.mmstats;

import org.mmstats.internal.Memory;
import org.mmstats.internal.v2.Words;

/**
 * A gauge of i64.
 *
 * <p>Threads: any number at any time. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class I64Gauge extends Handle {
    I64Gauge(long at) {
        super(at, null);
    }

    /**
     * Sets the gauge.
     *
     * @param value its value
     */
    public void set(long value) {
        Memory.store(at(), value);
    }

    /**
     * Adds a number, modulo 2^64.
     *
     * @param n the number
     */
    public void add(long n) {
        Words.add(at(), n, false);
    }

    /**
     * The gauge's value.
     *
     * @return the value
     */
    public long get() {
        return Memory.load(at());
    }
}
