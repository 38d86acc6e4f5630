package org.mmstats.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/** UTF-8, strictly: half a surrogate pair has none, and ill-formed bytes are no text. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The bytes of a text.
     *
     * @param text the text
     * @return its bytes
     */
    public static byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw unpaired();
        }
    }

    /**
     * Puts the bytes of a text into an array, without allocating. A text ends before its first NUL;
     * one that is too long is cut between characters. Where it throws, the array is as it was.
     *
     * @param text the text
     * @param bytes where to
     * @param at where the first byte goes
     * @param width how many bytes there may be
     * @return how many there are
     */
    public static int encode(CharSequence text, byte[] bytes, int at, int width) {
        return encode(text, bytes, at, width, true);
    }

    /**
     * The same, but that a NUL is a character as any other.
     *
     * @param text the text
     * @param bytes where to
     * @param at where the first byte goes
     * @param width how many bytes there may be
     * @return how many there are
     */
    public static int encodeWithNul(CharSequence text, byte[] bytes, int at, int width) {
        return encode(text, bytes, at, width, false);
    }

    private static int encode(
            CharSequence text, byte[] bytes, int at, int width, boolean endsAtNul) {
        requirePairs(text);
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int code = Character.codePointAt(text, i);
            int size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            if (code == 0 && endsAtNul || size > width - used) {
                break;
            }
            put(code, size, bytes, at + used);
            used += size;
            i += Character.charCount(code);
        }
        return used;
    }

    private static void requirePairs(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int code = Character.codePointAt(text, i++);
                if (!Character.isSupplementaryCodePoint(code)) {
                    throw unpaired();
                }
            }
        }
    }

    /** The lead byte has as many high bits as there are bytes; the others carry six bits each. */
    private static void put(int code, int size, byte[] bytes, int at) {
        int rest = code;
        for (int i = size - 1; i > 0; i--) {
            bytes[at + i] = (byte) (0x80 | rest & 0x3f);
            rest >>= 6;
        }
        bytes[at] = (byte) (size == 1 ? rest : 0xf00 >> size | rest);
    }

    private static MmStatsException unpaired() {
        return new MmStatsException(
                Cause.INVALID, "expected text, found half a surrogate pair, which UTF-8 can't say");
    }

    /**
     * Whether bytes are well-formed: the shortest form of each character, no surrogate, nothing
     * beyond U+10FFFF.
     *
     * @param bytes an array
     * @param from where the first is
     * @param to where they end
     * @return whether they are
     */
    public static boolean isWellFormed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int lead = bytes[at++] & 0xff;
            if (lead < 0x80) {
                continue;
            }
            int size = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
            if (size == 0 || size > to - at || !isSecond(lead, bytes[at] & 0xff)) {
                return false;
            }
            for (int end = at + size; at < end; at++) {
                if ((bytes[at] & 0xc0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What the byte behind these leads is depends on them: else they say what shorter forms do. */
    private static boolean isSecond(int lead, int second) {
        return switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }

    /**
     * The text that bytes are, without those that are ill-formed.
     *
     * @param bytes an array
     * @param from where the first is
     * @param to where they end
     * @return the text
     */
    public static String decode(byte[] bytes, int from, int to) {
        if (isWellFormed(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InternalError(
                    "UTF-8 can't be decoded though what is ill-formed is ignored", e);
        }
    }
}
