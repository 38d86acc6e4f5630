package org.mmstats.internal.v2;

import org.mmstats.internal.Memory;

/**
 * What writers do to the words of cells, by address: atomically where other threads may write them,
 * and by plain load and store where they are one thread's own (SPEC.md 2.10). No value hangs on
 * another, so all is relaxed.
 */
public final class Words {
    private Words() {}

    /**
     * Adds to a u64, modulo 2^64.
     *
     * @param at the address of the word
     * @param n what is added
     * @param isOwn whether no other thread writes the word
     */
    public static void add(long at, long n, boolean isOwn) {
        if (isOwn) {
            Memory.store(at, Memory.getLong(at) + n);
        } else {
            Memory.add(at, n);
        }
    }

    /**
     * Adds to an f64.
     *
     * @param at the address of the word
     * @param n what is added
     * @param isOwn whether no other thread writes the word
     */
    public static void add(long at, double n, boolean isOwn) {
        if (isOwn) {
            Memory.store(at, sum(Memory.getLong(at), n));
            return;
        }
        long old = Memory.load(at);
        while (!Memory.exchange(at, old, sum(old, n))) {
            old = Memory.load(at);
        }
    }

    private static long sum(long bits, double n) {
        return Double.doubleToRawLongBits(Double.longBitsToDouble(bits) + n);
    }

    /**
     * Raises a word to a greater one.
     *
     * @param at the address of the word
     * @param value the value, as an unsigned number
     * @param isOwn whether no other thread writes the word
     */
    public static void raise(long at, long value, boolean isOwn) {
        long old = isOwn ? Memory.getLong(at) : Memory.load(at);
        while (Long.compareUnsigned(old, value) < 0) {
            if (isOwn) {
                Memory.store(at, value);
                return;
            }
            if (Memory.exchange(at, old, value)) {
                return;
            }
            old = Memory.load(at);
        }
    }
}
