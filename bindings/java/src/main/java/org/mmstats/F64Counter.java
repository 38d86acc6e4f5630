package org.mmstats;

import org.mmstats.internal.Memory;
import org.mmstats.internal.v2.Words;

/**
 * A counter of f64.
 *
 * <p>Threads: any number at any time; but that of a {@link Local} is one thread's. No operation
 * takes a lock, calls the system, calls native code or allocates.
 */
public final class F64Counter extends Handle {
    F64Counter(long at) {
        this(at, null);
    }

    private F64Counter(long at, Thread thread) {
        super(at, thread);
    }

    /** The same in one thread's stripe. */
    F64Counter own(long at, Thread thread) {
        return new F64Counter(at, thread);
    }

    /**
     * Adds a number. What isn't positive is not added: a counter doesn't fall.
     *
     * @param n the number
     */
    public void add(double n) {
        long at = place();
        if (n > 0) {
            Words.add(at, n, isOwn());
        }
    }

    /**
     * What this handle's cell holds: of a {@link Local}'s only what was counted through that.
     *
     * @return the sum
     */
    public double get() {
        return Double.longBitsToDouble(Memory.load(at()));
    }
}
