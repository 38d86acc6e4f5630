package org.mmstats.internal.v2;

/** A block (SPEC.md 2.3): where it is, and what its header says. */
record Block(long at, int kind, int headerLength, long length, long head, int stripe, int ordinal) {

    static Block parse(byte[] bytes, long at, long published, String file) {
        int kind = LittleEndian.i32(bytes, 0);
        long headerLength = LittleEndian.u32(bytes, Layout.BLOCK_HEADER_LENGTH);
        long length = LittleEndian.i64(bytes, Layout.BLOCK_LENGTH);
        long head = LittleEndian.i64(bytes, Layout.BLOCK_HEAD);
        long room = published - at;
        if (length % Layout.PAGE != 0 || length <= 0 || length > room) {
            throw Clause.BLOCK_WHOLE.broken(
                    file,
                    at + Layout.BLOCK_LENGTH,
                    "a block length that is a multiple of 4096 from 4096 to " + room,
                    Long.toUnsignedString(length));
        }
        if (headerLength % Layout.WORD != 0
                || headerLength < Layout.BLOCK_HEADER_MIN
                || headerLength > length) {
            throw Clause.BLOCK_HEADER.broken(
                    file,
                    at + Layout.BLOCK_HEADER_LENGTH,
                    "a header length that is a multiple of 8 from 64 to " + length,
                    headerLength);
        }
        if (head % Layout.WORD != 0 || head < headerLength || head > length) {
            throw Clause.HEAD.broken(
                    file,
                    at + Layout.BLOCK_HEAD,
                    "a head that is a multiple of 8 from " + headerLength + " to " + length,
                    Long.toUnsignedString(head));
        }
        return new Block(
                at,
                kind,
                (int) headerLength,
                length,
                head,
                LittleEndian.i32(bytes, Layout.BLOCK_STRIPE),
                LittleEndian.i32(bytes, Layout.BLOCK_ORDINAL));
    }

    long end() {
        return at + length;
    }

    /** Whether series have their cells there: one of kind 2, or of kind 3 and stripe 0. */
    boolean isHome() {
        return kind == Layout.KIND_CELLS || kind == Layout.KIND_STRIPED && stripe == 0;
    }

    /** Whether it is another thread's set of the cells of a block of stripe 0. */
    boolean isStripe() {
        return kind == Layout.KIND_STRIPED && stripe != 0;
    }
}
