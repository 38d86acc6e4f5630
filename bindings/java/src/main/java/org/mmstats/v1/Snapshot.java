package org.mmstats.v1;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.mmstats.v1.Entries.Since;

/** A file at one moment: its bytes, and the fields that they are. It doesn't change. */
final class Snapshot extends AbstractList<Field> implements RandomAccess {
    private static final byte[] NO_BYTES = {};

    /** A file that there is nothing to say of. */
    static final Snapshot NONE =
            new Snapshot(NO_BYTES, NO_BYTES, Dialect.TYPED_LITTLE, new Entries(0), true);

    /** Byte 0. */
    private static final byte VERSION = 1;

    /** The file, as the fields were found in it. */
    final byte[] bytes;

    /** The same, or a later copy: where values are taken from. */
    final byte[] values;

    final Dialect dialect;
    final Entries entries;

    /** Whether the values are as new as the write buffers that point at them (F1-COPY-ORDER). */
    private final boolean isInOrder;

    private Snapshot(
            byte[] bytes, byte[] values, Dialect dialect, Entries entries, boolean isInOrder) {
        this.bytes = bytes;
        this.values = values;
        this.dialect = dialect;
        this.entries = entries;
        this.isInOrder = isInOrder;
    }

    /**
     * Parses a file whole as each dialect in turn, and takes the first that fits (F1-FIT). The one
     * that it had before is tried first: the order decides only between fits.
     *
     * @param bytes the file's bytes, which nobody changes any more
     * @param before what was seen before, if anything
     * @param file the file's name, for the exception
     * @throws FormatException where none fits: that of the parse that got furthest (F1-FURTHEST)
     */
    static Snapshot parse(byte[] bytes, Snapshot before, String file) {
        if (bytes.length == 0) {
            throw Fault.empty().exception(file);
        }
        if (bytes[0] != VERSION) {
            throw Fault.version(bytes).exception(file);
        }
        Since since = before.isEmpty() ? Since.OTHER : before.entries.since(bytes, before.bytes);
        if (since != Since.OTHER) {
            boolean isInOrder = since == Since.SAME;
            return new Snapshot(bytes, bytes, before.dialect, before.entries, isInOrder);
        }
        Entries entries = new Entries(before.size());
        if (Scanner.scan(bytes, before.dialect, entries) == null) {
            return new Snapshot(bytes, bytes, before.dialect, entries, false);
        }
        Fault furthest = null;
        for (Dialect dialect : Dialect.values()) {
            Fault fault = Scanner.scan(bytes, dialect, entries);
            if (fault == null) {
                return new Snapshot(bytes, bytes, dialect, entries, false);
            }
            if (furthest == null || fault.offset() > furthest.offset()) {
                furthest = fault;
            }
        }
        throw furthest.exception(file);
    }

    /**
     * Whether the values are as new as the write buffers that point at them. One copy of a file has
     * no order: it can have a write buffer of now and the value of before. But where no write
     * buffer has changed since the copy before, each points where it did, at the same value or a
     * later one.
     */
    boolean isInOrder() {
        return isInOrder;
    }

    /** The same with the values of a copy that was made after this one, behind a fence. */
    Snapshot with(byte[] later) {
        return new Snapshot(bytes, later, dialect, entries, true);
    }

    @Override
    public int size() {
        return entries.count();
    }

    @Override
    public Field get(int index) {
        Objects.checkIndex(index, size());
        return new Field(this, index);
    }
}
