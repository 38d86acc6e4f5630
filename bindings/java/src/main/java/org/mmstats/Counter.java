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
    /** What other threads write, of one thread's; else null. */
    private final Counter shared;

    Counter(long at) {
        this(at, null, null);
    }

    private Counter(long at, Thread thread, Counter shared) {
        super(at, thread);
        this.shared = shared;
    }

    /** The same in one thread's stripe. */
    Counter own(long at, Thread thread) {
        return new Counter(at, thread, this);
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
        long at = at();
        if (isElsewhere()) {
            shared.add(n);
        } else {
            Words.add(at, n, isOwn());
        }
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
