package org.mmstats;

import java.util.Arrays;
import org.mmstats.internal.Memory;
import org.mmstats.internal.Utf8;
import org.mmstats.internal.v2.Slots;

/**
 * A text, published whole.
 *
 * <p>Threads: any number at any time, one after the other. No operation calls the system, calls
 * native code or allocates.
 */
public final class Text extends Handle {
    private static final int WORD = Long.BYTES;

    private final Slots slots;
    private final int capacity;

    /** The text that is published next, and zeros up to the end of a word: as wide as a slot. */
    private final byte[] bytes;

    Text(long at, int slots, int room, int capacity) {
        super(at, null);
        this.capacity = Math.min(capacity, room);
        bytes = new byte[(room + WORD - 1) / WORD * WORD];
        this.slots = new Slots(slots, WORD + bytes.length);
    }

    /**
     * Publishes a text. One that is too long is cut between characters.
     *
     * @param text the text
     * @throws MmStatsException invalid: half a surrogate pair, which UTF-8 can't say
     */
    public synchronized void set(CharSequence text) {
        long at = at();
        int used = Utf8.encodeWithNul(text, bytes, 0, capacity);
        int words = (used + WORD - 1) / WORD;
        Arrays.fill(bytes, used, words * WORD, (byte) 0);
        long slot = slots.begin(at);
        Memory.store(slot, used);
        Slots.store(slot + WORD, bytes, words);
        Slots.end(at);
    }
}
