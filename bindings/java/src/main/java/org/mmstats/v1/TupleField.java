package org.mmstats.v1;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;
import org.mmstats.internal.Utf8;

/**
 * A field of several parts, which are published together: put each part, then publish.
 *
 * <pre>{@code
 * countAndRate.put(0, count).put(1, rate).publish();
 * }</pre>
 *
 * <p>What was put stays, so that a part that is the same as before needs no put. Threads: one at a
 * time uses a field. To put and publish takes no lock, no system call, no native code and no
 * memory.
 */
public final class TupleField extends BufferedCell {
    private final Signature signature;

    /** The value to publish next. */
    private final byte[] next;

    TupleField(long at, Signature signature) {
        super(at);
        this.signature = signature;
        this.next = new byte[signature.width()];
    }

    private Signature.Part part(int index) {
        if (index < 0 || index >= signature.parts().size()) {
            String message =
                    "expected a part from 0 to "
                            + (signature.parts().size() - 1)
                            + ", found "
                            + index;
            throw new MmStatsException(Cause.INVALID, message);
        }
        return signature.parts().get(index);
    }

    private static MmStatsException wrongType(Signature.Part part, String found) {
        return new MmStatsException(
                Cause.WRONG_TYPE, "expected a part of type " + part.type() + ", found " + found);
    }

    /**
     * Puts a part that is an integer.
     *
     * @param index which part, from 0
     * @param value its value; of a u64 as an unsigned number
     * @return this
     * @throws MmStatsException wrong type: it is no integer, or one of another range; invalid:
     *     there is no such part
     */
    public TupleField put(int index, long value) {
        Signature.Part part = part(index);
        if (!part.type().isInteger()) {
            throw wrongType(part, "an integer");
        }
        part.type().check(value);
        Words.put(next, part.offset(), part.width(), value);
        return this;
    }

    /**
     * Puts a part that is a float.
     *
     * @param index which part, from 0
     * @param value its value; of an f32 the next one
     * @return this
     * @throws MmStatsException wrong type: it is no float; invalid: there is no such part
     */
    public TupleField put(int index, double value) {
        Signature.Part part = part(index);
        if (!part.type().isFloat()) {
            throw wrongType(part, "a float");
        }
        long bits =
                part.type() == Type.F32
                        ? Float.floatToRawIntBits((float) value)
                        : Double.doubleToRawLongBits(value);
        Words.put(next, part.offset(), part.width(), bits);
        return this;
    }

    /**
     * Puts a part that is a bool.
     *
     * @param index which part, from 0
     * @param value its value
     * @return this
     * @throws MmStatsException wrong type: it is no bool; invalid: there is no such part
     */
    public TupleField put(int index, boolean value) {
        Signature.Part part = part(index);
        if (part.type() != Type.BOOL) {
            throw wrongType(part, "a bool");
        }
        Words.put(next, part.offset(), part.width(), value ? 1 : 0);
        return this;
    }

    /**
     * Puts a part that is a text. One that is too long is cut between characters, and one with NUL
     * ends there.
     *
     * @param index which part, from 0
     * @param text the text
     * @return this
     * @throws MmStatsException wrong type: it is no text; invalid: there is no such part, or half a
     *     surrogate pair, which UTF-8 can't say
     */
    public TupleField put(int index, CharSequence text) {
        Signature.Part part = part(index);
        if (part.type() != Type.TEXT) {
            throw wrongType(part, "a text");
        }
        int used = Utf8.encode(text, next, part.offset(), part.width());
        Arrays.fill(next, part.offset() + used, part.offset() + part.width(), (byte) 0);
        return this;
    }

    /** Publishes the parts. */
    public void publish() {
        publish(next);
    }

    /**
     * The published parts.
     *
     * @return the value
     */
    public Value get() {
        byte[] published = new byte[signature.width()];
        publishedBytes(published);
        return Value.decode(signature, published, 0, ByteOrder.LITTLE_ENDIAN);
    }
}
