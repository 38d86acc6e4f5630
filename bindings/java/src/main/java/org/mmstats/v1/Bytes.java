package org.mmstats.v1;

import java.nio.ByteOrder;
import org.mmstats.internal.Memory;

/** Values of any width, between an array and memory. */
final class Bytes {
    private Bytes() {}

    /** In words of 8 as far as that goes, so that words of a value stay whole. */
    static void store(long at, byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            Memory.putLong(at + i, Words.getLong(bytes, i, ByteOrder.LITTLE_ENDIAN));
        }
        for (; i < bytes.length; i++) {
            Memory.putByte(at + i, bytes[i]);
        }
    }

    static void load(long at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(at + i);
        }
    }
}
