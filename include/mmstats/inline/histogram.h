/* Histograms (SPEC.md 2.8). */

#ifndef MMSTATS_INLINE_HISTOGRAM_H
#define MMSTATS_INLINE_HISTOGRAM_H

#include "word.h"

/** The index at scale 8 of a value of 2^exponent * mantissa / 2^63, whose highest bit is set
 *  (F2-BUCKET). The mantissa's ten highest bits say how many bounds lie below all that begin so;
 *  one more at most lies among these. */
static inline int64_t mmstats_inline_index(int64_t exponent, uint64_t mantissa) {
    int64_t below = mmstats_bucket_below[(mantissa >> 54) - 512];
    below += mmstats_bucket_bounds[below] < mantissa;
    return 256 * exponent + below - 1;
}

/** The word of the cell that counts values of that index at scale 8. */
static inline size_t mmstats_inline_bucket(int64_t index, uint32_t scale, int32_t first,
                                           uint32_t buckets) {
    const int64_t bucket = (index >> (8 - scale)) - first;
    if (__builtin_expect((uint64_t)bucket < buckets, 1))
        return MMSTATS_HISTOGRAM_BUCKETS + (size_t)bucket;
    return bucket < 0 ? MMSTATS_HISTOGRAM_ZERO : MMSTATS_HISTOGRAM_ABOVE;
}

/** Raises the maximum, and lowers the minimum, which is kept inverted. */
static inline void mmstats_inline_extremes(uint64_t *cell, uint64_t bits, uint32_t mode) {
    mmstats_inline_raise(cell + MMSTATS_HISTOGRAM_MAX, bits, mode);
    mmstats_inline_raise(cell + MMSTATS_HISTOGRAM_MIN_INVERTED, ~bits, mode);
}

/** Counts a value, as `mode` says. */
static inline void mmstats_inline_count(mmstats_histogram histogram, uint64_t value,
                                        uint32_t mode) {
    uint64_t *const cell = histogram.cell;
    size_t counted = MMSTATS_HISTOGRAM_ZERO;
    if (__builtin_expect(value > 0, 1)) {
        const int zeros = __builtin_clzll(value);
        counted = mmstats_inline_bucket(mmstats_inline_index(63 ^ zeros, value << zeros),
                                        histogram.scale, histogram.first, histogram.buckets);
    }
    mmstats_inline_add(cell + counted, 1, mode);
    mmstats_inline_add(cell + MMSTATS_HISTOGRAM_SUM, value, mode);
    mmstats_inline_extremes(cell, value, mode);
}

/** Counts a value. */
static inline void mmstats_inline_histogram_observe(mmstats_histogram histogram, uint64_t value) {
    if (histogram.mode == MMSTATS_OWN)
        mmstats_inline_count(histogram, value, MMSTATS_OWN);
    else if (histogram.cell)
        mmstats_inline_count(histogram, value, MMSTATS_SHARED);
}

/** The word of the cell that counts a float with these bits, which is no NaN and not negative. */
static inline size_t mmstats_inline_bucket_f64(mmstats_histogram_f64 histogram, uint64_t bits) {
    const int64_t exponent = (int64_t)(bits >> 52);
    if (exponent == 0) /* 0 and subnormals, which are below any first bucket */
        return MMSTATS_HISTOGRAM_ZERO;
    if (bits == MMSTATS_INLINE_INFINITY)
        return MMSTATS_HISTOGRAM_ABOVE;
    return mmstats_inline_bucket(
        mmstats_inline_index(exponent - 1023, UINT64_C(1) << 63 | bits << 11), histogram.scale,
        histogram.first, histogram.buckets);
}

/** Counts a value. One that is negative or NaN is counted as such, and nowhere else. */
static inline void mmstats_inline_histogram_f64_observe(mmstats_histogram_f64 histogram,
                                                        double value) {
    uint64_t *const cell = histogram.cell;
    const uint64_t bits = mmstats_inline_observed(value);
    if (!cell)
        return;
    if (bits > MMSTATS_INLINE_INFINITY) {
        /* Without the sign, only NaNs are above infinity. */
        const bool nan = bits << 1 > MMSTATS_INLINE_INFINITY << 1;
        mmstats_inline_add(cell + (nan ? MMSTATS_HISTOGRAM_NAN : MMSTATS_HISTOGRAM_NEGATIVE), 1,
                           histogram.mode);
        return;
    }
    mmstats_inline_add(cell + mmstats_inline_bucket_f64(histogram, bits), 1, histogram.mode);
    mmstats_inline_add_f64(cell + MMSTATS_HISTOGRAM_SUM, value, histogram.mode);
    mmstats_inline_extremes(cell, bits, histogram.mode);
}

#endif /* MMSTATS_INLINE_HISTOGRAM_H */
