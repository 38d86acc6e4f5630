package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Longs that are unsigned, as doubles. */
class UnsignedTest {
    @Test
    void becomesTheNextDouble() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            double expected = new BigInteger(Long.toUnsignedString(number)).doubleValue();
            assertEquals(expected, Unsigned.toDouble(number));
        }
        // Half-way between two doubles, and above that by the bit that halving would lose.
        assertEquals(0x1p63, Unsigned.toDouble(Long.MIN_VALUE + (1 << 10)));
        assertEquals(0x1.0000000000001p63, Unsigned.toDouble(Long.MIN_VALUE + (1 << 10) + 1));
    }

    @Test
    void becomesTheNextIntegerWithinTheRange() {
        assertEquals(0, Unsigned.fromDouble(0.4));
        assertEquals(1, Unsigned.fromDouble(0.6));
        assertEquals(0, Unsigned.fromDouble(-1));
        assertEquals(0, Unsigned.fromDouble(Double.NaN));
        assertEquals(Long.MIN_VALUE, Unsigned.fromDouble(0x1p63));
        assertEquals(Long.MIN_VALUE + 4096, Unsigned.fromDouble(0x1p63 + 4096));
        assertEquals(-1, Unsigned.fromDouble(0x1p64));
        assertEquals(-1, Unsigned.fromDouble(Double.POSITIVE_INFINITY));
    }
}
