package org.mmstats.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** UTF-8, compared with the JDK's. */
class Utf8Test {
    /** Bytes at which forms change their length, and one before and after. */
    private static final int[] EDGES = {
        0x00, 0x01, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
        0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    private static boolean isWellFormed(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void knowsWhatIsWellFormed() {
        byte[] bytes = new byte[4];
        for (int i = 0; i < EDGES.length * EDGES.length * EDGES.length * EDGES.length; i++) {
            int rest = i;
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) EDGES[rest % EDGES.length];
                rest /= EDGES.length;
            }
            assertEquals(
                    isWellFormed(bytes),
                    Utf8.isWellFormed(bytes, 0, 4),
                    () -> Arrays.toString(bytes));
        }
    }

    @Test
    void encodesEveryCharacter() {
        byte[] room = new byte[8];
        for (int code = 1; code <= Character.MAX_CODE_POINT; code++) {
            if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
                String text = Character.toString(code);
                byte[] expected = text.getBytes(StandardCharsets.UTF_8);
                int used = Utf8.encode(text, room, 1, 4);
                assertArrayEquals(expected, Arrays.copyOfRange(room, 1, 1 + used));
                assertEquals(0, Utf8.encode(text, room, 0, expected.length - 1));
            }
        }
    }

    @Test
    void dropsWhatIsIllFormedAndKeepsTheRest() {
        byte[] bytes = {'a', (byte) 0xe2, (byte) 0x9d, 'b', (byte) 0xff, (byte) 0xc3, (byte) 0xa9};
        assertEquals("abé", Utf8.decode(bytes, 0, bytes.length));
        // U+FFFD itself is a character like others.
        assertEquals("\ufffd", Utf8.decode("\ufffd".getBytes(StandardCharsets.UTF_8), 0, 3));
        Random random = new Random(4);
        byte[] noise = new byte[64];
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(noise);
            String text = Utf8.decode(noise, 0, noise.length);
            assertEquals(text, new String(Utf8.encode(text), StandardCharsets.UTF_8));
        }
    }
}
