package org.mmstats;

import org.mmstats.internal.v2.HistogramCell;

/**
 * A histogram of u64: a distribution (SPEC.md 2.8).
 *
 * <p>Threads: any number at any time; but that of a {@link Local} is one thread's. No operation
 * takes a lock, calls the system, calls native code or allocates.
 */
public final class Histogram extends Handle {
    private final HistogramCell cell;

    Histogram(long at, HistogramCell cell) {
        this(at, cell, null);
    }

    private Histogram(long at, HistogramCell cell, Thread thread) {
        super(at, thread);
        this.cell = cell;
    }

    /** The same in one thread's stripe. */
    Histogram own(long at, Thread thread) {
        return new Histogram(at, cell.own(), thread);
    }

    /**
     * Counts a value.
     *
     * @param value the value, as an unsigned number
     */
    public void observe(long value) {
        cell.observe(place(), value);
    }
}
