package org.mmstats.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.mmstats.ClosedException;
import org.mmstats.internal.Memory;

/**
 * The memory of one field: a write buffer byte, and behind it one value or two (SPEC.md 1.3). A
 * handle is the only one that writes to its cell.
 *
 * <p>Closing the writer takes the address away. A thread that has it in hand at that moment stores
 * to memory that stays mapped, where nobody looks any more: no lock is needed, and none is taken.
 */
abstract class Cell {
    private static final VarHandle AT;

    static {
        try {
            AT = MethodHandles.lookup().findVarHandle(Cell.class, "at", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The address of the write buffer byte; 0 once the writer is closed. Read as opaque, so that a
     * loop that writes sees it go.
     */
    private long at;

    Cell(long at) {
        this.at = at;
    }

    /** The address of the write buffer byte. */
    final long at() {
        long address = (long) AT.getOpaque(this);
        if (address == 0) {
            throw closed();
        }
        return Memory.address(address);
    }

    /** Out of the way of the code that is inlined. */
    private static ClosedException closed() {
        return new ClosedException("the writer of this field is closed: make another writer");
    }

    final void close() {
        AT.setOpaque(this, 0L);
    }

    /** The address of the buffer of that number, 0 or 1, of a cell with values of that width. */
    static long buffer(long at, long number, int width) {
        return at + Scanner.VALUE_OFFSET + number * width;
    }

    /**
     * Makes the buffer that was just written the one that readers read (F1-FLIP): its number is the
     * lowest bit of `written`.
     */
    static void flip(long at, long written) {
        Memory.putByteRelease(at, (byte) (written + 1 & 1));
    }
}
