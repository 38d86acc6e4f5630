package org.mmstats;

/** What a family's values are (SPEC.md 2.5). */
public enum ValueType {
    /** An unsigned integer of 64 bits. */
    U64("u64"),
    /** A signed integer of 64 bits. */
    I64("i64"),
    /** A float of 64 bits. */
    F64("f64"),
    /** True or false. */
    BOOL("bool"),
    /** Bytes: those of a text, or of the components of a struct. */
    BYTES("bytes");

    private final String text;

    ValueType(String text) {
        this.text = text;
    }

    /**
     * The name that every language uses, such as "u64".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return text;
    }
}
