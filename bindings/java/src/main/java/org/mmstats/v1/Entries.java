package org.mmstats.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the fields of a file stand: all that is kept of a parse, 16 bytes a field and the labels
 * that somebody asked for. A field takes 6 bytes of its file at least, so that what is kept stays a
 * small multiple of the file.
 */
final class Entries {
    private static final int LABEL_AT = 0;
    private static final int SIZES = 1;
    private static final int WRITE_BUFFER_AT = 2;
    private static final int WIDTH = 3;

    /** Ints to an entry. */
    private static final int STRIDE = 4;

    private int[] ints;
    private int count;

    /**
     * Null before the first is asked for. Who asks at the same time makes a label twice, no more.
     */
    private String[] labels;

    /** Room for about so many. */
    Entries(int expected) {
        ints = new int[STRIDE * Math.max(expected, 16)];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    void add(int labelAt, int labelSize, int signatureSize, int writeBufferAt, int width) {
        int at = STRIDE * count;
        if (at == ints.length) {
            ints = Arrays.copyOf(ints, 2 * at);
        }
        ints[at + LABEL_AT] = labelAt;
        // Two u16.
        ints[at + SIZES] = labelSize << 16 | signatureSize;
        ints[at + WRITE_BUFFER_AT] = writeBufferAt;
        ints[at + WIDTH] = width;
        count++;
    }

    /** What a copy of a file is to one from before. */
    enum Since {
        /** The same fields in the same places, and no write buffer has changed. */
        SAME,
        /** The same fields in the same places. */
        FLIPPED,
        /** Something else. */
        OTHER
    }

    /**
     * Compares a later copy of the file with the one that has these fields. Where its writer keeps
     * to the rules only write buffers and values differ (F1-FIXED).
     */
    Since since(byte[] now, byte[] before) {
        if (now.length != before.length) {
            return Since.OTHER;
        }
        Since since = Since.SAME;
        int at = Scanner.FIRST_FIELD;
        for (int i = 0; i < count; i++) {
            int writeBufferAt = writeBufferAt(i);
            int was = before[writeBufferAt];
            int is = now[writeBufferAt];
            if (is != was) {
                since = Since.FLIPPED;
            }
            boolean isWriteBuffer = is == was || (is | was) == 1;
            if (!isWriteBuffer || !Words.equal(now, before, at, writeBufferAt)) {
                return Since.OTHER;
            }
            int values = was == Scanner.UNBUFFERED ? 1 : 2;
            at = writeBufferAt + Scanner.VALUE_OFFSET + values * width(i);
        }
        return Arrays.equals(now, at, now.length, before, at, before.length) ? since : Since.OTHER;
    }

    String label(int index, byte[] bytes) {
        String[] known = labels;
        if (known == null) {
            known = new String[count];
            labels = known;
        }
        String label = known[index];
        if (label == null) {
            int at = labelAt(index);
            // Checked when the file was parsed.
            label = new String(bytes, at, labelEnd(index) - at, StandardCharsets.UTF_8);
            known[index] = label;
        }
        return label;
    }

    int labelAt(int index) {
        return ints[STRIDE * index + LABEL_AT];
    }

    int labelEnd(int index) {
        return labelAt(index) + (ints[STRIDE * index + SIZES] >>> 16);
    }

    int signatureAt(int index) {
        return writeBufferAt(index) - (ints[STRIDE * index + SIZES] & 0xffff);
    }

    int writeBufferAt(int index) {
        return ints[STRIDE * index + WRITE_BUFFER_AT];
    }

    int width(int index) {
        return ints[STRIDE * index + WIDTH];
    }
}
