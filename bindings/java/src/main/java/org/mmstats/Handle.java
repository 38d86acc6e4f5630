package org.mmstats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.mmstats.internal.Memory;

/**
 * What a value is written through: the address of a cell in the file, made by a {@link Writer}.
 *
 * <p>Closing the writer takes the address away. A thread that has it in hand at that moment stores
 * to memory that stays mapped, where nobody looks any more: no lock is needed, and none is taken.
 */
public abstract class Handle {
    private static final VarHandle AT;

    static {
        try {
            AT = MethodHandles.lookup().findVarHandle(Handle.class, "at", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The address of the cell; 0 once the handle is closed. Read as opaque, so that a loop that
     * writes sees it go.
     */
    private long at;

    /**
     * Of a {@link Local}'s handle its thread, else null. That one writes by plain loads and stores,
     * which would lose what another thread stores between.
     */
    private final Thread thread;

    Handle(long at, Thread thread) {
        this.at = at;
        this.thread = thread;
    }

    /** Whether one thread alone writes the cell. */
    final boolean isOwn() {
        return thread != null;
    }

    /** The address of the cell, for a write: by its thread, where it is one thread's. */
    final long place() {
        // Finding out which thread it is takes as long as the write: free without assertions.
        assert thread == null || thread == Thread.currentThread()
                : "a handle of a Local is written by " + thread + " alone";
        return at();
    }

    /** The address of the cell. */
    final long at() {
        long address = (long) AT.getOpaque(this);
        if (address == 0) {
            throw closed();
        }
        return Memory.address(address);
    }

    /** Out of the way of the code that is inlined. */
    private static ClosedException closed() {
        return new ClosedException(
                "the writer of this handle is closed, or its series was retired: get another");
    }

    final void close() {
        AT.setOpaque(this, 0L);
    }
}
