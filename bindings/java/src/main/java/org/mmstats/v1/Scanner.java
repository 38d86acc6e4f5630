package org.mmstats.v1;

import java.nio.ByteOrder;
import org.mmstats.internal.Utf8;

/** A parse of a file as one dialect (SPEC.md 1.3 to 1.6). */
final class Scanner {
    /** The write buffer of a field with one value only. */
    static final byte UNBUFFERED = (byte) 0xff;

    /** The first value stands so far behind the write buffer. */
    static final int VALUE_OFFSET = 1;

    /** The first field follows the version byte. */
    static final int FIRST_FIELD = 1;

    /** Width of a label size, and of a type size. */
    private static final int SIZE_WIDTH = 2;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private final byte[] bytes;
    private final boolean typed;
    private final ByteOrder order;
    private final Entries entries;

    /** Why the file doesn't fit, where it doesn't. */
    private Fault fault;

    private Scanner(byte[] bytes, Dialect dialect, Entries entries) {
        this.bytes = bytes;
        this.typed = dialect.layout == Layout.TYPED;
        this.order = dialect.byteOrder;
        this.entries = entries;
    }

    /** Parses a file whole, its fields into `entries`. Null where it fits, else why it doesn't. */
    static Fault scan(byte[] bytes, Dialect dialect, Entries entries) {
        entries.clear();
        Scanner scanner = new Scanner(bytes, dialect, entries);
        int at = FIRST_FIELD;
        while (scanner.fault == null && scanner.hasField(at)) {
            at = scanner.field(at);
        }
        return scanner.fault == null ? scanner.tail(at) : scanner.fault;
    }

    private int size(int at) {
        return Words.getShort(bytes, at, order) & 0xffff;
    }

    /** Whether there is something at that offset but the end of the fields (SPEC.md 1.6). */
    private boolean hasField(int at) {
        int left = bytes.length - at;
        return left >= SIZE_WIDTH ? size(at) != 0 : left == 1 && bytes[at] != 0;
    }

    /** Adds the field at that offset, and returns where it ends; anything where it has a fault. */
    private int field(int start) {
        if (!has(start, SIZE_WIDTH, "label size")) {
            return start;
        }
        int labelSize = size(start);
        int labelAt = start + SIZE_WIDTH;
        if (!has(labelAt, labelSize, "label") || !isLabel(labelAt, labelAt + labelSize)) {
            return start;
        }
        int at = labelAt + labelSize;
        int signatureSize = 1;
        if (typed) {
            if (!has(at, SIZE_WIDTH, "type size")) {
                return start;
            }
            signatureSize = size(at);
            if (signatureSize == 0) {
                fault = Fault.typeSize(at);
                return start;
            }
            at += SIZE_WIDTH;
        }
        if (!has(at, signatureSize, "signature")) {
            return start;
        }
        long width = width(at, at + signatureSize);
        int writeBufferAt = at + signatureSize;
        if (fault != null || !has(writeBufferAt, 1, "write buffer")) {
            return start;
        }
        byte writeBuffer = bytes[writeBufferAt];
        if (writeBuffer != 0 && writeBuffer != 1 && writeBuffer != UNBUFFERED) {
            fault = Fault.writeBuffer(writeBufferAt, writeBuffer);
            return start;
        }
        long values = writeBuffer == UNBUFFERED ? width : 2 * width;
        if (!has(writeBufferAt + VALUE_OFFSET, values, "value")) {
            return start;
        }
        // What is in an array has a size of 31 bits.
        entries.add(labelAt, labelSize, signatureSize, writeBufferAt, (int) width);
        return writeBufferAt + VALUE_OFFSET + (int) values;
    }

    /** Whether an item is wholly in the file (F1-FIELD-WHOLE). Sizes are whatever the file says. */
    private boolean has(int at, long need, String item) {
        int have = bytes.length - at;
        if (need > have) {
            fault = Fault.truncated(at, item, need, have);
        }
        return need <= have;
    }

    /** F1-LABEL-UTF8 and F1-LABEL-NUL. */
    private boolean isLabel(int from, int to) {
        if (isPlain(from, to)) {
            return true;
        }
        if (!Utf8.isWellFormed(bytes, from, to)) {
            fault = Fault.labelUtf8(from);
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0) {
                fault = Fault.labelNul(from);
                return false;
            }
        }
        return true;
    }

    /** Whether a label is ASCII without NUL, as nearly all are: eight bytes at a time. */
    private boolean isPlain(int from, int to) {
        long suspect = 0;
        if (to - from < Long.BYTES) {
            for (int at = from; at < to; at++) {
                suspect |= suspicious(bytes[at] & 0xff | ONES << 8);
            }
            return suspect == 0;
        }
        // The last word overlaps the one before it.
        int last = to - Long.BYTES;
        for (int at = from; at < last; at += Long.BYTES) {
            suspect |= suspicious(Words.getLong(bytes, at, order));
        }
        return (suspect | suspicious(Words.getLong(bytes, last, order))) == 0;
    }

    /**
     * A byte of the result has its high bit set if it is not ASCII, is 0, or stands above a 0: what
     * is plain may be missed, what isn't never.
     */
    private static long suspicious(long word) {
        return (word | word - ONES) & HIGHS;
    }

    /** The width of a signature; anything where it is none. */
    private long width(int from, int to) {
        Type scalar = to - from == 1 ? Type.ofCode(bytes[from]) : null;
        if (scalar != null) {
            return scalar.width;
        }
        Signature.Cursor cursor = new Signature.Cursor(bytes, from, to);
        long width = cursor.width();
        if (!cursor.isAtEnd()) {
            byte found = cursor.found();
            fault = typed ? Fault.signature(from, found) : Fault.charSignature(from, found);
        }
        return width;
    }

    /** F1-ZERO-TAIL. */
    private Fault tail(int end) {
        int at = end;
        while (at <= bytes.length - Long.BYTES && Words.getLong(bytes, at, order) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at == bytes.length ? null : Fault.zeroTail(at, bytes[at]);
    }
}
