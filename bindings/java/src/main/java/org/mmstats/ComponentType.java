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
