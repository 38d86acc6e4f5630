package org.mmstats.v1;

import java.util.ArrayList;
import java.util.List;

/** A signature: the codes of a value's parts (SPEC.md 1.4). */
final class Signature {
    /** At most this many digits stand before the s of a text. */
    private static final int COUNT_DIGITS = 9;

    private final List<Part> parts;
    private final int width;

    private Signature(List<Part> parts, int width) {
        this.parts = List.copyOf(parts);
        this.width = width;
    }

    /** A part: its type, and where it stands from the start of the value. */
    record Part(Type type, int offset, int width) {}

    /** The parts of a signature that is one, of a value that is in a file. */
    static Signature of(byte[] bytes, int from, int to) {
        List<Part> parts = new ArrayList<>();
        Cursor cursor = new Cursor(bytes, from, to);
        while (cursor.next()) {
            parts.add(new Part(cursor.type, (int) cursor.offset, (int) cursor.width));
        }
        return new Signature(parts, (int) cursor.end);
    }

    List<Part> parts() {
        return parts;
    }

    /** The width of a value: where its last part ends. */
    int width() {
        return width;
    }

    /** Goes through a signature, part by part, and stops where it is none. */
    static final class Cursor {
        private final byte[] bytes;
        private final int to;
        private int at;
        private Type type;
        private long offset;
        private long width;

        /** Where the last part ends. Of 32,767 texts of 999,999,999 bytes that is below 2^45. */
        private long end;

        Cursor(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.at = from;
            this.to = to;
        }

        /** Goes to the next part; false at the end, or where the bytes are none. */
        boolean next() {
            if (at == to) {
                return false;
            }
            Type scalar = Type.ofCode(bytes[at]);
            if (scalar != null) {
                type = scalar;
                width = scalar.width;
                // F1-ALIGN: the next multiple of its alignment, which is a power of two.
                offset = end + width - 1 & -width;
                at++;
            } else {
                int digits = countDigits();
                if (digits == 0) {
                    return false;
                }
                type = Type.TEXT;
                width = count(digits);
                offset = end;
                at += digits + 1;
            }
            end = offset + width;
            return true;
        }

        /** How many digits stand before the s of the text here; 0 where there is no text. */
        private int countDigits() {
            int digits = 0;
            while (at + digits < to && bytes[at + digits] >= '0' && bytes[at + digits] <= '9') {
                digits++;
            }
            boolean leadingZero = digits > 1 && bytes[at] == '0';
            boolean endsInS = at + digits < to && bytes[at + digits] == 's';
            return digits <= COUNT_DIGITS && !leadingZero && endsInS ? digits : 0;
        }

        private long count(int digits) {
            long count = 0;
            for (int i = 0; i < digits; i++) {
                count = 10 * count + bytes[at + i] - '0';
            }
            return count;
        }

        /** The width of all parts. */
        long width() {
            while (next()) {
                // Only where the last one ends is asked for.
            }
            return end;
        }

        /** Whether all of the bytes were parts, once there is no next one. */
        boolean isAtEnd() {
            return at == to;
        }

        /** The first byte that is no part. */
        byte found() {
            return bytes[at];
        }
    }
}
