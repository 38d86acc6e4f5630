package org.mmstats.internal.v2;

/**
 * What is known of a histogram's cell besides its address, and how values are counted there
 * (SPEC.md 2.8).
 *
 * @param scale the scale
 * @param first the index of the first bucket
 * @param buckets how many buckets
 * @param isOwn whether no other thread writes the cell
 */
public record HistogramCell(int scale, int first, int buckets, boolean isOwn) {
    private static final long NEGATIVE_ZERO = 1L << 63;

    /** Without the sign only the bits of NaN are beyond infinity. */
    private static final long TWICE_INFINITY = BucketIndex.INFINITY << 1;

    /**
     * The cell of a series.
     *
     * @param series what the native writer said of it
     */
    public HistogramCell(long[] series) {
        this((int) series[1], (int) series[2], (int) series[3], false);
    }

    /**
     * The same in one thread's stripe.
     *
     * @return that
     */
    public HistogramCell own() {
        return new HistogramCell(scale, first, buckets, true);
    }

    /** The word that counts values of that index. */
    private int word(int index) {
        int bucket = index - first;
        if (bucket < 0) {
            return Layout.HISTOGRAM_ZERO;
        }
        return bucket < buckets
                ? Layout.HISTOGRAM_BUCKETS + Layout.WORD * bucket
                : Layout.HISTOGRAM_ABOVE;
    }

    /**
     * Counts a u64.
     *
     * @param at the address of the cell
     * @param value the value, as an unsigned number
     */
    public void observe(long at, long value) {
        int word = value == 0 ? Layout.HISTOGRAM_ZERO : word(BucketIndex.of(value, scale));
        Words.add(at + word, 1, isOwn);
        Words.add(at + Layout.HISTOGRAM_SUM, value, isOwn);
        extremes(at, value);
    }

    /**
     * Counts an f64.
     *
     * @param at the address of the cell
     * @param value the value
     */
    public void observe(long at, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits == NEGATIVE_ZERO) {
            bits = 0;
        }
        if (Long.compareUnsigned(bits, BucketIndex.INFINITY) > 0) {
            boolean isNan = Long.compareUnsigned(bits << 1, TWICE_INFINITY) > 0;
            int word = isNan ? Layout.HISTOGRAM_NAN : Layout.HISTOGRAM_NEGATIVE;
            Words.add(at + word, 1, isOwn);
            return;
        }
        Words.add(at + wordOfBits(bits), 1, isOwn);
        Words.add(at + Layout.HISTOGRAM_SUM, value, isOwn);
        extremes(at, bits);
    }

    private int wordOfBits(long bits) {
        if (!BucketIndex.isNormal(bits)) {
            return Layout.HISTOGRAM_ZERO;
        }
        return bits == BucketIndex.INFINITY
                ? Layout.HISTOGRAM_ABOVE
                : word(BucketIndex.ofBits(bits, scale));
    }

    /** The minimum is kept inverted, so that both only rise. */
    private void extremes(long at, long bits) {
        Words.raise(at + Layout.HISTOGRAM_MAX, bits, isOwn);
        Words.raise(at + Layout.HISTOGRAM_MIN_INVERTED, ~bits, isOwn);
    }
}
