package org.mmstats;

import org.mmstats.internal.v2.HistogramCell;

/**
 * A histogram of f64: a distribution (SPEC.md 2.8).
 *
 * <p>Threads: any number at any time; but that of a {@link Local} is one thread's. No operation
 * takes a lock, calls the system, calls native code or allocates.
 */
public final class F64Histogram extends Handle {
    private final HistogramCell cell;

    F64Histogram(long at, HistogramCell cell) {
        this(at, cell, null);
    }

    private F64Histogram(long at, HistogramCell cell, Thread thread) {
        super(at, thread);
        this.cell = cell;
    }

    /** The same in one thread's stripe. */
    F64Histogram own(long at, Thread thread) {
        return new F64Histogram(at, cell.own(), thread);
    }

    /**
     * Counts a value.
     *
     * @param value the value; one that is negative or NaN is counted as such, and nowhere else
     */
    public void observe(double value) {
        cell.observe(place(), value);
    }
}
