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

    /** Null where all threads write it. */
    private final OneThread<F64Histogram> own;

    F64Histogram(long at, HistogramCell cell) {
        this(at, cell, null);
    }

    private F64Histogram(long at, HistogramCell cell, OneThread<F64Histogram> own) {
        super(at);
        this.cell = cell;
        this.own = own;
    }

    /** The same in one thread's stripe. */
    F64Histogram own(long at, Thread thread) {
        return new F64Histogram(at, cell.own(), new OneThread<>(thread, this));
    }

    /**
     * Counts a value.
     *
     * @param value the value; one that is negative or NaN is counted as such, and nowhere else
     */
    public void observe(double value) {
        long at = at();
        if (own != null && own.isElsewhere()) {
            own.shared().observe(value);
        } else {
            cell.observe(at, value);
        }
    }
}
