package org.mmstats;

import org.mmstats.internal.Memory;

/**
 * A gauge of bool.
 *
 * <p>Threads: any number at any time. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class BoolGauge extends Handle {
    BoolGauge(long at) {
        super(at, null);
    }

    /**
     * Sets the gauge.
     *
     * @param value its value
     */
    public void set(boolean value) {
        Memory.store(at(), value ? 1 : 0);
    }

    /**
     * The gauge's value.
     *
     * @return the value
     */
    public boolean get() {
        return Memory.load(at()) != 0;
    }
}
