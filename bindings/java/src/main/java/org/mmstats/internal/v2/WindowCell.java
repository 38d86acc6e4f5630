package org.mmstats.internal.v2;

import java.lang.invoke.VarHandle;
import org.mmstats.internal.Memory;

/**
 * What is known of a window's cell besides its address, and how values are added there (SPEC.md
 * 2.9). One thread at a time writes a cell.
 *
 * @param duration nanoseconds of a slot, as an unsigned number
 * @param slots how many slots
 */
public record WindowCell(long duration, int slots) {
    /**
     * The cell of a series.
     *
     * @param series what the native writer said of it
     */
    public WindowCell(long[] series) {
        this(series[1], (int) series[2]);
    }

    /** The slot of a time, reset where its epoch is an earlier one: F2-WINDOW-RESET. */
    private long slot(long at, long now) {
        long epoch = Long.divideUnsigned(now, duration) + 1;
        long number = Long.remainderUnsigned(epoch, slots);
        long slot = at + Layout.WINDOW_SLOTS + number * Layout.WINDOW_SLOT;
        if (Long.compareUnsigned(Memory.getLong(slot), epoch) < 0) {
            Memory.store(slot, 0);
            // Pairs with a reader's second look at the epoch.
            VarHandle.releaseFence();
            Memory.store(slot + Layout.SLOT_COUNT, 0);
            Memory.store(slot + Layout.SLOT_SUM, 0);
            Memory.store(slot + Layout.SLOT_MAX, 0);
            Memory.storeRelease(slot, epoch);
        }
        return slot;
    }

    /**
     * Adds a u64.
     *
     * @param at the address of the cell
     * @param now nanoseconds of CLOCK_BOOTTIME
     * @param value the value, as an unsigned number
     */
    public void observe(long at, long now, long value) {
        long slot = slot(at, now);
        Words.add(slot + Layout.SLOT_COUNT, 1, true);
        Words.add(slot + Layout.SLOT_SUM, value, true);
        Words.raise(slot + Layout.SLOT_MAX, value, true);
    }

    /**
     * Adds an f64.
     *
     * @param at the address of the cell
     * @param now nanoseconds of CLOCK_BOOTTIME
     * @param value the value
     */
    public void observe(long at, long now, double value) {
        // -0.0 is 0.
        long bits = value == 0 ? 0 : Double.doubleToRawLongBits(value);
        if (Long.compareUnsigned(bits, BucketIndex.INFINITY) > 0) {
            Words.add(at + Layout.WINDOW_REFUSED, 1, true);
            return;
        }
        long slot = slot(at, now);
        Words.add(slot + Layout.SLOT_COUNT, 1, true);
        Words.add(slot + Layout.SLOT_SUM, value, true);
        Words.raise(slot + Layout.SLOT_MAX, bits, true);
    }
}
