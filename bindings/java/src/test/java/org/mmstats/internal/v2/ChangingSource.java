package org.mmstats.internal.v2;

import java.util.ArrayList;
import java.util.List;

/** A file whose writer writes between one copy and the next, as a test says. */
class ChangingSource implements Source {
    /** What happens before a copy of the part from one offset to another. */
    interface Event {
        void before(long from, long to);
    }

    final byte[] bytes;
    private final List<Event> events = new ArrayList<>();
    int copies;

    ChangingSource(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    void on(Event event) {
        events.add(event);
    }

    /** Whenever a word is to be copied, by itself or with others. */
    void beforeCopyOf(long word, Runnable change) {
        on(
                (from, to) -> {
                    if (from <= word && word < to) {
                        change.run();
                    }
                });
    }

    long word(long at) {
        return LittleEndian.i64(bytes, (int) at);
    }

    void word(long at, long value) {
        LittleEndian.put64(bytes, (int) at, value);
    }

    @Override
    public String name() {
        return "changing";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean isStill() {
        return false;
    }

    @Override
    public int copy(long at, byte[] into, int from, int length) {
        events.forEach(event -> event.before(at, at + length));
        copies++;
        return new MemorySource(bytes).copy(at, into, from, length);
    }
}
