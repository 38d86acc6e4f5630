package org.mmstats.internal.v2;

import java.lang.invoke.VarHandle;
import org.mmstats.internal.Memory;

/**
 * Publishes the slots of a sequenced cell: F2-PUBLISH. One thread at a time.
 *
 * @param slots how many the cell has, a power of two
 * @param width bytes of each
 */
public record Slots(int slots, int width) {
    /**
     * Begins a publish: what is stored to the slot from here on, readers of the present value don't
     * take for that.
     *
     * @param at the address of the cell
     * @return the address of the slot to write
     */
    public long begin(long at) {
        long next = Memory.getLong(at) + 1;
        // Pairs with a reader's second acquire fence.
        VarHandle.releaseFence();
        return at + Layout.SLOTS + (next & slots - 1) * width;
    }

    /**
     * Stores bytes to a slot, word by word.
     *
     * @param slot the address of a word
     * @param bytes the bytes
     * @param size how many words
     */
    public static void store(long slot, byte[] bytes, int size) {
        for (int at = 0; at < size * Layout.WORD; at += Layout.WORD) {
            Memory.store(slot + at, LittleEndian.i64(bytes, at));
        }
    }

    /**
     * Ends a publish: the slot counts from here on.
     *
     * @param at the address of the cell
     */
    public static void end(long at) {
        Memory.storeRelease(at, Memory.getLong(at) + 1);
    }
}
