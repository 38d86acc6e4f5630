package org.mmstats.internal.v2;

import static org.mmstats.internal.v2.Layout.ATTRIBUTE_VALUE;

import java.util.Optional;

/** Goes through the attributes of a family's entry, whose lengths were checked (SPEC.md 2.5). */
final class Attributes {
    static final int NAME = 1;
    static final int UNIT = 2;
    static final int HELP = 3;
    static final int LABEL_KEY = 4;
    static final int BUCKETS = 5;
    static final int RING = 6;
    static final int SEQUENCE = 7;
    static final int COMPONENT = 8;

    final byte[] bytes;
    private final int end;

    /** Where the attribute is. */
    int at;

    private int next;

    Attributes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.next = from;
        this.end = end;
    }

    /** Whether there is one more; if so, it is the one from here on. */
    boolean next() {
        at = next;
        if (end - at < ATTRIBUTE_VALUE || tag() == 0) {
            return false;
        }
        next = valueEnd();
        return true;
    }

    int tag() {
        return LittleEndian.u16(bytes, at);
    }

    int length() {
        return LittleEndian.u16(bytes, at + Layout.ATTRIBUTE_LENGTH);
    }

    int valueAt() {
        return at + ATTRIBUTE_VALUE;
    }

    int valueEnd() {
        return valueAt() + length();
    }

    /** How many bytes its value can have. */
    int room() {
        return end - valueAt();
    }

    /** The next one with that tag. */
    Optional<Attributes> find(int tag) {
        while (next()) {
            if (tag() == tag) {
                return Optional.of(this);
            }
        }
        return Optional.empty();
    }
}
