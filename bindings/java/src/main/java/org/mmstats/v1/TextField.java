package org.mmstats.v1;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.mmstats.MmStatsException;
import org.mmstats.internal.Utf8;

/**
 * A field of text. Format 1 has one buffer for it: a reader that looks while it is set may see the
 * old and the new mixed.
 *
 * <p>Threads: one at a time uses a field. To set it takes no lock, no system call, no native code
 * and no memory.
 */
public final class TextField extends Cell {
    /** The text as it is stored, zeros behind it. */
    private final byte[] bytes;

    /** How many bytes of it are text. */
    private int used;

    TextField(long at, int width) {
        super(at);
        this.bytes = new byte[width];
    }

    /**
     * Stores a text. One that is too long is cut between characters, and one with NUL ends there.
     *
     * @param text the text
     * @throws MmStatsException invalid: half a surrogate pair, which UTF-8 can't say
     */
    public void set(CharSequence text) {
        long at = at();
        int now = Utf8.encode(text, bytes, 0, bytes.length);
        Arrays.fill(bytes, now, bytes.length, (byte) 0);
        used = now;
        Bytes.store(buffer(at, 0, bytes.length), bytes);
        // No flip follows: the fence is there so that compilers make the stores, and in time.
        VarHandle.releaseFence();
    }

    /**
     * The text.
     *
     * @return the text
     */
    public String get() {
        at();
        return Utf8.decode(bytes, 0, used);
    }
}
