package org.mmstats.v1;

import org.mmstats.internal.Memory;

/** A cell of two values, one that readers read and one to write next (SPEC.md 1.10). */
abstract class BufferedCell extends Cell {
    /**
     * The write buffer byte, as this handle stored it last. To load it back would be to wait for
     * that store, which takes longer than all the rest of a write.
     */
    private int writeBuffer;

    BufferedCell(long at) {
        super(at);
    }

    /** The buffer to write, and from there on the other one. */
    private int next() {
        int written = writeBuffer;
        writeBuffer = written ^ 1;
        return written;
    }

    final void publish(long value) {
        long at = at();
        int written = next();
        Memory.putLong(buffer(at, written, Long.BYTES), value);
        flip(at, written);
    }

    final void publish(int value) {
        long at = at();
        int written = next();
        Memory.putInt(buffer(at, written, Integer.BYTES), value);
        flip(at, written);
    }

    final void publish(short value) {
        long at = at();
        int written = next();
        Memory.putShort(buffer(at, written, Short.BYTES), value);
        flip(at, written);
    }

    final void publish(byte[] value) {
        long at = at();
        int written = next();
        Bytes.store(buffer(at, written, value.length), value);
        flip(at, written);
    }

    /** The address of the published value. */
    private long published(int width) {
        return buffer(at(), writeBuffer ^ 1, width);
    }

    final long publishedLong() {
        return Memory.getLong(published(Long.BYTES));
    }

    final int publishedInt() {
        return Memory.getInt(published(Integer.BYTES));
    }

    final short publishedShort() {
        return Memory.getShort(published(Short.BYTES));
    }

    final void publishedBytes(byte[] value) {
        Bytes.load(published(value.length), value);
    }
}
