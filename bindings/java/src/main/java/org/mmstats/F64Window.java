package org.mmstats;

import org.mmstats.internal.v2.BootClock;
import org.mmstats.internal.v2.WindowCell;

/**
 * What happened lately, of f64 (SPEC.md 2.9).
 *
 * <p>Threads: any number at any time, one after the other; that of a {@link Local} is one thread's.
 * No operation calls the system (but for the time) or allocates.
 */
public final class F64Window extends Handle {
    private final WindowCell cell;

    F64Window(long at, WindowCell cell) {
        this(at, cell, null);
    }

    private F64Window(long at, WindowCell cell, Thread thread) {
        super(at, thread);
        this.cell = cell;
    }

    /** The same in one thread's stripe. */
    F64Window own(long at, Thread thread) {
        return new F64Window(at, cell, thread);
    }

    /**
     * Adds a value now.
     *
     * @param value the value; one that is negative or NaN is counted as refused, and nowhere else
     */
    public void observe(double value) {
        observeAt(BootClock.nanos(), value);
    }

    /**
     * Adds a value at a time.
     *
     * @param bootNanos the time, nanoseconds of CLOCK_BOOTTIME
     * @param value the value; one that is negative or NaN is counted as refused, and nowhere else
     */
    public synchronized void observeAt(long bootNanos, double value) {
        cell.observe(place(), bootNanos, value);
    }
}
