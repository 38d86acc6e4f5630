package org.mmstats.internal.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mmstats.Tree;

/** Every language puts a value into the same bucket (F2-BUCKET). */
class BucketIndexTest {
    private static final int RANDOM_VALUES = 2_000;
    private static final int MANTISSA_BITS = 63;
    private static final int F64_BIAS = 1023;
    private static final int F64_MANTISSA_BITS = 52;

    @Test
    void boundsAreThoseOfTheSuite() {
        JsonArray expected =
                Tree.json(Tree.CONFORMANCE.resolve("v2/bounds.json")).getAsJsonArray("bounds");
        assertEquals(Bounds.COUNT, expected.size());
        for (int k = 0; k < Bounds.COUNT; k++) {
            assertEquals(expected.get(k).getAsString(), Long.toUnsignedString(Bounds.get(k)));
        }
    }

    /** 2^(index / 2^scale) < mantissa * 2^(exponent - 63), both to the power of 2^scale. */
    private static boolean isAbove(BigInteger mantissa, int exponent, long index, int scale) {
        int power = 1 << scale;
        BigInteger value = mantissa.pow(power);
        long bound = index - (long) (exponent - MANTISSA_BITS) * power;
        return bound < 0 || value.compareTo(BigInteger.ONE.shiftLeft((int) bound)) > 0;
    }

    private static void assertIndex(int index, BigInteger mantissa, int exponent, int scale) {
        assertTrue(isAbove(mantissa, exponent, index, scale), "above its lower bound");
        assertTrue(!isAbove(mantissa, exponent, index + 1L, scale), "up to its upper bound");
    }

    private static void assertIndexes(long value) {
        BigInteger number = new BigInteger(Long.toUnsignedString(value));
        for (int scale = 0; scale <= Bounds.MAX_SCALE; scale++) {
            assertIndex(BucketIndex.of(value, scale), number, MANTISSA_BITS, scale);
        }
    }

    @Test
    void integersAreWhereExactArithmeticPutsThem() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            assertIndexes(random.nextLong() >>> random.nextInt(Long.SIZE) | 1);
        }
        for (long value = 1; value < 300; value++) {
            assertIndexes(value);
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertIndexes(1L << bit);
            assertIndexes((1L << bit) + 1);
            assertIndexes((1L << bit) - 1 | 1);
        }
        assertIndexes(-1);
    }

    @Test
    void integersBesideEachBoundAreOnTheirSideOfIt() {
        for (int k = 0; k < Bounds.COUNT; k++) {
            for (long beside = -1; beside <= 1; beside++) {
                long value = Bounds.get(k) + beside;
                int expected = MANTISSA_BITS * Bounds.COUNT + k - (beside > 0 ? 0 : 1);
                assertEquals(expected, BucketIndex.of(value, Bounds.MAX_SCALE), "T(" + k + ")");
            }
        }
    }

    private static void assertFloat(double value) {
        long bits = Double.doubleToRawLongBits(value);
        assertTrue(BucketIndex.isNormal(bits));
        int exponent = (int) (bits >>> F64_MANTISSA_BITS) - F64_BIAS;
        long mantissa = 1L << MANTISSA_BITS | bits << MANTISSA_BITS - F64_MANTISSA_BITS;
        BigInteger number = new BigInteger(Long.toUnsignedString(mantissa));
        for (int scale = 0; scale <= Bounds.MAX_SCALE; scale++) {
            // Far from 0 the power would be huge: the index of the mantissa alone says as much.
            int index = BucketIndex.ofBits(bits, scale) - (exponent << scale);
            assertIndex(index, number, 0, scale);
        }
    }

    @Test
    void floatsAreWhereExactArithmeticPutsThem() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            assertFloat(
                    Double.longBitsToDouble(
                            random.nextLong(
                                    Double.doubleToRawLongBits(Double.MIN_NORMAL),
                                    BucketIndex.INFINITY)));
        }
        for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertFloat(power);
            assertFloat(Math.nextUp(power));
        }
        assertFloat(Double.MAX_VALUE);
    }

    @Test
    void subnormalsHaveNone() {
        assertTrue(!BucketIndex.isNormal(0));
        assertTrue(!BucketIndex.isNormal(Double.doubleToRawLongBits(Double.MIN_VALUE)));
        assertTrue(
                !BucketIndex.isNormal(
                        Double.doubleToRawLongBits(Math.nextDown(Double.MIN_NORMAL))));
    }

    /** A bound as a double is the greatest in the bucket below it. */
    @Test
    void boundsAsDoublesAreTheGreatestOfTheirBuckets() {
        for (int scale = 0; scale <= Bounds.MAX_SCALE; scale++) {
            for (int index = (-1022 << scale) + 1; index < 1024 << scale; index += 7) {
                double bound = Bounds.lower(index, scale);
                long bits = Double.doubleToRawLongBits(bound);
                assertEquals(index - 1, BucketIndex.ofBits(bits, scale));
                assertEquals(index, BucketIndex.ofBits(bits + 1, scale));
            }
        }
        assertEquals(Double.POSITIVE_INFINITY, Bounds.lower(1024 << 8, 8));
        assertEquals(1, Bounds.lower(0, 4));
    }
}
