package org.mmstats;

import java.util.Locale;

/** What a struct's component is (SPEC.md 2.7), in the order of the codes, from 1. */
public enum ComponentType {
    /** An unsigned integer of 64 bits. */
    U64,
    /** A signed integer of 64 bits. */
    I64,
    /** A float of 64 bits. */
    F64,
    /** True or false. */
    BOOL,
    /** UTF-8, as wide as the component says. */
    TEXT,
    /** An unsigned integer of 32 bits. */
    U32,
    /** A signed integer of 32 bits. */
    I32,
    /** An unsigned integer of 16 bits. */
    U16,
    /** A signed integer of 16 bits. */
    I16,
    /** An unsigned integer of 8 bits. */
    U8,
    /** A signed integer of 8 bits. */
    I8,
    /** A float of 32 bits. */
    F32;

    /** Whether it is an integer, and one that has this number. */
    boolean has(long number) {
        return switch (this) {
            case U64, I64 -> true;
            case U32 -> number == (number & 0xffff_ffffL);
            case I32 -> number == (int) number;
            case U16 -> number == (number & 0xffff);
            case I16 -> number == (short) number;
            case U8 -> number == (number & 0xff);
            case I8 -> number == (byte) number;
            case F64, F32, BOOL, TEXT -> false;
        };
    }

    /**
     * How wide it is.
     *
     * @return the width in bytes; 0 of a text, whose width is its component's
     */
    public int width() {
        return switch (this) {
            case U64, I64, F64 -> Long.BYTES;
            case U32, I32, F32 -> Integer.BYTES;
            case U16, I16 -> Short.BYTES;
            case U8, I8, BOOL -> Byte.BYTES;
            case TEXT -> 0;
        };
    }

    /**
     * The name that every language uses, such as "u64".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
