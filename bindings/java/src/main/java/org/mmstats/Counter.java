package org.mmstats;

import org.mmstats.internal.Memory;
import org.mmstats.internal.v2.Words;

/**
 * A counter: a u64 that wraps.
 *
 * <p>Threads: any number at any time; but that of a {@link Local} is one thread's. No operation
 * takes a lock, calls the system, calls native code or allocates.
 */
public final class Counter extends Handle {
    private final boolean isOwn;

    Counter(long at, boolean isOwn) {
        super(at);
        this.isOwn = isOwn;
    }

    /** Adds 1. */
    public void inc() {
        add(1);
    }

    /**
     * Adds a number, modulo 2^64.
     *
     * @param n the number
     */
    public void add(long n) {
        Words.add(at(), n, isOwn);
    }

    /**
     * What this handle's cell holds: of a {@link Local}'s only what was counted through that.
     *
     * @return the count, as an unsigned number
     */
    public long get() {
        return Memory.load(at());
    }
}
