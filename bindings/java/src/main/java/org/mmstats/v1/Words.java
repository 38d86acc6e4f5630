package org.mmstats.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Integers in arrays of bytes, in a file's byte order, at any alignment. */
final class Words {
    private static final VarHandle LITTLE_SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_SHORT = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_LONG = view(long[].class, ByteOrder.BIG_ENDIAN);

    private Words() {}

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    static short getShort(byte[] bytes, int at, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN
                ? (short) LITTLE_SHORT.get(bytes, at)
                : (short) BIG_SHORT.get(bytes, at);
    }

    private static int getInt(byte[] bytes, int at, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN
                ? (int) LITTLE_INT.get(bytes, at)
                : (int) BIG_INT.get(bytes, at);
    }

    static long getLong(byte[] bytes, int at, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN
                ? (long) LITTLE_LONG.get(bytes, at)
                : (long) BIG_LONG.get(bytes, at);
    }

    /** The signed number of 1, 2, 4 or 8 bytes. */
    static long get(byte[] bytes, int at, int width, ByteOrder order) {
        return switch (width) {
            case 1 -> bytes[at];
            case 2 -> getShort(bytes, at, order);
            case 4 -> getInt(bytes, at, order);
            default -> getLong(bytes, at, order);
        };
    }

    /**
     * Whether two arrays have the same bytes in a place: eight at a time, where the last eight
     * overlap those before. For places of a few bytes, quicker than Arrays.equals.
     */
    static boolean equal(byte[] one, byte[] other, int from, int to) {
        if (to - from < Long.BYTES) {
            return Arrays.equals(one, from, to, other, from, to);
        }
        int last = to - Long.BYTES;
        long different = (long) LITTLE_LONG.get(one, last) ^ (long) LITTLE_LONG.get(other, last);
        for (int at = from; at < last; at += Long.BYTES) {
            different |= (long) LITTLE_LONG.get(one, at) ^ (long) LITTLE_LONG.get(other, at);
        }
        return different == 0;
    }

    /** Stores the lowest 1, 2, 4 or 8 bytes of a number as writers do: little-endian. */
    static void put(byte[] bytes, int at, int width, long number) {
        switch (width) {
            case 1 -> bytes[at] = (byte) number;
            case 2 -> LITTLE_SHORT.set(bytes, at, (short) number);
            case 4 -> LITTLE_INT.set(bytes, at, (int) number);
            default -> LITTLE_LONG.set(bytes, at, number);
        }
    }
}
