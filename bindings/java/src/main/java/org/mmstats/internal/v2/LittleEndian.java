package org.mmstats.internal.v2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in arrays of bytes, at any alignment. */
public final class LittleEndian {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private LittleEndian() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static short i16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    static int u16(byte[] bytes, int at) {
        return i16(bytes, at) & 0xffff;
    }

    static int i32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long u32(byte[] bytes, int at) {
        return Integer.toUnsignedLong(i32(bytes, at));
    }

    static long i64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /**
     * Puts the lowest 1, 2, 4 or 8 bytes of a number.
     *
     * @param bytes where to
     * @param at where the first goes
     * @param width how many
     * @param value the number
     */
    public static void put(byte[] bytes, int at, int width, long value) {
        switch (width) {
            case Byte.BYTES -> bytes[at] = (byte) value;
            case Short.BYTES -> SHORT.set(bytes, at, (short) value);
            case Integer.BYTES -> INT.set(bytes, at, (int) value);
            default -> LONG.set(bytes, at, value);
        }
    }

    static void put64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }
}
