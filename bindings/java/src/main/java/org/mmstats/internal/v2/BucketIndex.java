package org.mmstats.internal.v2;

/** Which word of a histogram's cell counts a value (F2-BUCKET). */
public final class BucketIndex {
    private static final int MANTISSA_BITS = 63;

    /** Of the bits of an f64, those of the mantissa, and what is added to the exponent. */
    private static final int F64_MANTISSA_BITS = 52;

    private static final int F64_BIAS = 1023;

    /** The bits of +infinity: those of all floats that are no less than 0 are at most these. */
    public static final long INFINITY = 0x7ffL << F64_MANTISSA_BITS;

    /** How many bits behind a mantissa's highest BELOW tells mantissas apart by. */
    private static final int LEADING_BITS = 9;

    /** By these bits: how many bounds are less than all mantissas that begin so. */
    private static final short[] BELOW = below();

    private BucketIndex() {}

    private static short[] below() {
        short[] below = new short[1 << LEADING_BITS];
        int count = 0;
        for (int leading = 0; leading < below.length; leading++) {
            long least = 1L << MANTISSA_BITS | (long) leading << MANTISSA_BITS - LEADING_BITS;
            while (count < Bounds.COUNT && Long.compareUnsigned(Bounds.get(count), least) < 0) {
                count++;
            }
            below[leading] = (short) count;
        }
        return below;
    }

    /**
     * The index at scale 8 of 2^exponent * mantissa / 2^63, whose highest bit is set. The bounds
     * are so far apart that at most one lies among the mantissas that begin alike.
     */
    private static int index(int exponent, long mantissa) {
        int leading = (int) (mantissa >>> MANTISSA_BITS - LEADING_BITS) & BELOW.length - 1;
        int count = BELOW[leading];
        if (count < Bounds.COUNT && Long.compareUnsigned(Bounds.get(count), mantissa) < 0) {
            count++;
        }
        return Bounds.COUNT * exponent + count - 1;
    }

    /**
     * The index of a u64.
     *
     * @param value the value, as an unsigned number, not 0
     * @param scale the histogram's scale
     * @return the index
     */
    public static int of(long value, int scale) {
        int zeros = Long.numberOfLeadingZeros(value);
        return index(MANTISSA_BITS - zeros, value << zeros) >> Bounds.MAX_SCALE - scale;
    }

    /**
     * The index of an f64.
     *
     * @param bits its bits: those of a normal number greater than 0
     * @param scale the histogram's scale
     * @return the index
     */
    public static int ofBits(long bits, int scale) {
        int exponent = (int) (bits >>> F64_MANTISSA_BITS) - F64_BIAS;
        long mantissa = 1L << MANTISSA_BITS | bits << MANTISSA_BITS - F64_MANTISSA_BITS;
        return index(exponent, mantissa) >> Bounds.MAX_SCALE - scale;
    }

    /**
     * Whether an f64 has an index.
     *
     * @param bits its bits, which are no more than those of infinity
     * @return whether it is greater than 0 and no subnormal, which are less than all buckets
     */
    public static boolean isNormal(long bits) {
        return bits >>> F64_MANTISSA_BITS != 0;
    }
}
