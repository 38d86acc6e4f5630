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
    Counter(long at) {
        this(at, null);
    }

    private Counter(long at, Thread thread) {
        super(at, thread);
    }

    /** The same in one thread's stripe. */
    Counter own(long at, Thread thread) {
        return new Counter(at, thread);
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
        Words.add(place(), n, isOwn());
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
