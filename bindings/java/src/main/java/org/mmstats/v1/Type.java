package org.mmstats.v1;

import java.util.Locale;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/** The type of a value. */
public enum Type {
    /** An unsigned integer of 64 bits. */
    U64('Q', 8, Kind.UNSIGNED),
    /** A signed integer of 64 bits. */
    I64('q', 8, Kind.SIGNED),
    /** An unsigned integer of 32 bits. */
    U32('I', 4, Kind.UNSIGNED),
    /** A signed integer of 32 bits. */
    I32('i', 4, Kind.SIGNED),
    /** An unsigned integer of 16 bits. */
    U16('H', 2, Kind.UNSIGNED),
    /** A signed integer of 16 bits. */
    I16('h', 2, Kind.SIGNED),
    /** An unsigned integer of 8 bits. */
    U8('B', 1, Kind.UNSIGNED),
    /** A signed integer of 8 bits. */
    I8('b', 1, Kind.SIGNED),
    /** A float of 32 bits. */
    F32('f', 4, Kind.FLOAT),
    /** A float of 64 bits. */
    F64('d', 8, Kind.FLOAT),
    /** True or false. */
    BOOL('?', 1, Kind.OTHER),
    /** UTF-8 of a width of its own. */
    TEXT('s', 0, Kind.OTHER),
    /** Several parts. */
    TUPLE('\0', 0, Kind.OTHER);

    private enum Kind {
        UNSIGNED,
        SIGNED,
        FLOAT,
        OTHER
    }

    private static final Type[] BY_CODE = new Type[128];

    static {
        for (Type type : values()) {
            if (type.width > 0) {
                BY_CODE[type.code] = type;
            }
        }
        // As C's long on a 64-bit machine.
        BY_CODE['L'] = U64;
        BY_CODE['l'] = I64;
    }

    /** The code that writers write (SPEC.md 1.4). */
    final char code;

    /** Width of a scalar, which is its alignment too; 0 where the type says none. */
    final int width;

    private final Kind kind;

    /** The bits that an unsigned integer of this type can have; of other types all. */
    private final long mask;

    Type(char code, int width, Kind kind) {
        this.code = code;
        this.width = width;
        this.kind = kind;
        this.mask = kind == Kind.UNSIGNED ? -1L >>> Long.SIZE - Byte.SIZE * width : -1;
    }

    /** The scalar of that code; null where there is none. */
    static Type ofCode(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }

    boolean isInteger() {
        return kind == Kind.UNSIGNED || kind == Kind.SIGNED;
    }

    boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** What a {@link Value} keeps of a scalar, from the signed number in a file. */
    long ofFile(long number) {
        if (this == F32) {
            return Double.doubleToRawLongBits(Float.intBitsToFloat((int) number));
        }
        return this == BOOL ? Math.min(number & 0xff, 1) : number & mask;
    }

    /** Refuses a number that an integer of this type can't be. (A u64 can be all: it is bits.) */
    void check(long number) {
        int unused = Long.SIZE - Byte.SIZE * width;
        long kept = number << unused;
        if ((kind == Kind.UNSIGNED ? kept >>> unused : kept >> unused) != number) {
            throw outOfRange(number);
        }
    }

    private MmStatsException outOfRange(long number) {
        return new MmStatsException(
                Cause.WRONG_TYPE,
                "expected a number in the range of " + this + ", found " + number);
    }

    /**
     * The name of the type in every language, such as "u64".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
