package org.mmstats.internal.v2;

/**
 * A file that somebody read into memory.
 *
 * @param bytes its bytes, which nobody changes
 */
public record MemorySource(byte[] bytes) implements Source {
    @Override
    public String name() {
        return "";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean isStill() {
        return true;
    }

    @Override
    public int copy(long at, byte[] into, int from, int length) {
        int copied = (int) Math.max(0, Math.min(length, bytes.length - at));
        System.arraycopy(bytes, (int) Math.min(at, bytes.length), into, from, copied);
        return copied;
    }
}
