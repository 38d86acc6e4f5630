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

    /** What other threads write, of one thread's; else null. */
    private final Histogram shared;

    Histogram(long at, HistogramCell cell) {
        this(at, cell, null, null);
    }

    private Histogram(long at, HistogramCell cell, Thread thread, Histogram shared) {
        super(at, thread);
        this.cell = cell;
        this.shared = shared;
    }

    /** The same in one thread's stripe. */
    Histogram own(long at, Thread thread) {
        return new Histogram(at, cell.own(), thread, this);
    }

    /**
     * Counts a value.
     *
     * @param value the value, as an unsigned number
     */
    public void observe(long value) {
        long at = at();
        if (isElsewhere()) {
            shared.observe(value);
        } else {
            cell.observe(at, value);
        }
    }
}
