package org.mmstats.v1;

import java.util.Arrays;

/** A field of a file, as a reader saw it. It doesn't change, also when the reader looks again. */
public final class Field {
    private final Snapshot file;
    private final int index;

    Field(Snapshot file, int index) {
        this.file = file;
        this.index = index;
    }

    /**
     * The label.
     *
     * @return the label
     */
    public String label() {
        return file.entries.label(index, file.bytes);
    }

    boolean hasLabel(byte[] label) {
        int from = file.entries.labelAt(index);
        int to = file.entries.labelEnd(index);
        return Arrays.equals(file.bytes, from, to, label, 0, label.length);
    }

    /**
     * The type of the value.
     *
     * @return the type
     */
    public Type type() {
        byte[] bytes = file.bytes;
        int from = file.entries.signatureAt(index);
        int last = file.entries.writeBufferAt(index) - 1;
        if (from == last) {
            return Type.ofCode(bytes[from]);
        }
        // A count and an s, or several parts.
        for (int at = from; at < last; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return Type.TUPLE;
            }
        }
        return Type.TEXT;
    }

    /**
     * The value.
     *
     * @return the value
     */
    public Value value() {
        int writeBufferAt = file.entries.writeBufferAt(index);
        int width = file.entries.width(index);
        // F1-READ-BUFFER: the buffer that the writer doesn't write next.
        int skipped = file.bytes[writeBufferAt] == 0 ? width : 0;
        int at = writeBufferAt + Scanner.VALUE_OFFSET + skipped;
        Type type = type();
        if (type == Type.TUPLE) {
            int from = file.entries.signatureAt(index);
            Signature signature = Signature.of(file.bytes, from, writeBufferAt);
            return Value.decode(signature, file.values, at, file.dialect.byteOrder);
        }
        return Value.decode(type, file.values, at, width, file.dialect.byteOrder);
    }

    /** The label and the value. */
    @Override
    public String toString() {
        return label() + " " + value();
    }
}
