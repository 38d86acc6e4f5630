package org.mmstats.v1;

import org.mmstats.internal.Memory;

/**
 * A counter: a u64 that wraps.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class Counter extends Cell {
    /** The published value. */
    private long count;

    /**
     * Whether the write buffer byte is the inverse of the count's lowest bit, and not that bit. An
     * increment changes both: it neither keeps account of the byte nor waits to load it back.
     */
    private boolean isInverse;

    Counter(long at) {
        super(at);
    }

    /** Publishes a value by way of the buffer whose number is the lowest bit of `writeBuffer`. */
    private static void publish(long at, long writeBuffer, long value) {
        Memory.putLong(buffer(at, writeBuffer & 1, Long.BYTES), value);
        flip(at, writeBuffer);
    }

    /** Adds 1. */
    public void inc() {
        long at = at();
        long before = count;
        count = before + 1;
        // A branch, which nearly always goes one way, costs less than arithmetic.
        if (isInverse) {
            publish(at, ~before, before + 1);
        } else {
            publish(at, before, before + 1);
        }
    }

    /**
     * Adds a number, modulo 2^64.
     *
     * @param n the number
     */
    public void add(long n) {
        set(count + n);
    }

    /**
     * Sets the counter.
     *
     * @param value what it counts on from, as an unsigned number
     */
    public void set(long value) {
        long at = at();
        long writeBuffer = isInverse ? ~count : count;
        count = value;
        // Whether the value's lowest bit is the byte that was, and so isn't the byte that will be.
        isInverse = ((writeBuffer ^ value) & 1) == 0;
        publish(at, writeBuffer, value);
    }

    /**
     * The count.
     *
     * @return the count, as an unsigned number
     */
    public long get() {
        at();
        return count;
    }
}
