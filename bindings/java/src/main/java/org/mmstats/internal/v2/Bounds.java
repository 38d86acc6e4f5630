package org.mmstats.internal.v2;

import java.math.BigInteger;

/** The normative bounds of buckets: T(k) of SPEC.md 2.8. */
public final class Bounds {
    /** How many bounds there are to a power of two: those of the largest scale. */
    public static final int COUNT = 256;

    /** The largest scale. */
    public static final int MAX_SCALE = 8;

    /** Bits behind the point while the bounds are computed: far more than what rounding takes. */
    private static final int PRECISION = 256;

    /** The bits of a mantissa behind its highest. */
    private static final int MANTISSA_BITS = 63;

    /** The bits that a mantissa has more than that of a double. */
    private static final int EXTRA_BITS = 11;

    private static final long[] BOUNDS = bounds();

    private Bounds() {}

    /** The powers of 2^(1/256), which is the eighth square root of 2. */
    private static long[] bounds() {
        BigInteger step = BigInteger.TWO.shiftLeft(PRECISION);
        for (int root = 0; root < MAX_SCALE; root++) {
            step = step.shiftLeft(PRECISION).sqrt();
        }
        long[] bounds = new long[COUNT];
        BigInteger power = BigInteger.ONE.shiftLeft(PRECISION);
        for (int k = 0; k < COUNT; k++) {
            bounds[k] = power.shiftRight(PRECISION - MANTISSA_BITS).longValue();
            power = power.multiply(step).shiftRight(PRECISION);
        }
        return bounds;
    }

    /**
     * T(k).
     *
     * @param k from 0 to 255
     * @return the bound, as an unsigned number
     */
    public static long get(int k) {
        return BOUNDS[k];
    }

    /**
     * The lower bound of a bucket as a double: the greatest that is no more than it, and so in the
     * bucket below. The upper bound of the last bucket of all is infinity.
     *
     * @param index the bucket's index
     * @param scale the scale
     * @return 2^(index / 2^scale), rounded down
     */
    public static double lower(int index, int scale) {
        int fine = index << MAX_SCALE - scale;
        // The bits that a double has, of which none is lost.
        long mantissa = get(fine & COUNT - 1) >>> EXTRA_BITS;
        int exponent = (fine >> MAX_SCALE) - MANTISSA_BITS + EXTRA_BITS;
        return Math.scalb((double) mantissa, exponent);
    }
}
