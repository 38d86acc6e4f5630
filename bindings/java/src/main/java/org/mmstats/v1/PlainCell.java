package org.mmstats.v1;

import org.mmstats.internal.Memory;

/** A cell of one value of one byte, which is stored in place (F1-STORE). */
abstract class PlainCell extends Cell {
    PlainCell(long at) {
        super(at);
    }

    /** No flip follows: the fence is there so that compilers make each store, and in time. */
    final void store(byte value) {
        Memory.putByteRelease(buffer(at(), 0, Byte.BYTES), value);
    }

    final byte load() {
        return Memory.getByte(buffer(at(), 0, Byte.BYTES));
    }
}
