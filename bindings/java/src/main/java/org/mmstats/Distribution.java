package org.mmstats;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mmstats.internal.v2.Bounds;

/**
 * The values that a histogram counted (SPEC.md 2.8).
 *
 * @param scale an upper bound of a bucket is 2^(2^-scale) times its lower one
 * @param first the index of the first bucket
 * @param size how many buckets there are
 * @param zero how many values were at most the first bucket's lower bound
 * @param above how many were greater than the last bucket's upper bound
 * @param negative how many were negative, and are counted nowhere else
 * @param nan how many were NaN, and are counted nowhere else
 * @param sum the sum of all but these, a {@link Value.U64} modulo 2^64 or a {@link Value.F64}
 * @param min the smallest of them, where there is one
 * @param max the greatest of them, where there is one
 * @param buckets the buckets that aren't empty, by their indices
 */
public record Distribution(
        int scale,
        int first,
        int size,
        long zero,
        long above,
        long negative,
        long nan,
        Value sum,
        Optional<Value> min,
        Optional<Value> max,
        List<Bucket> buckets)
        implements Value {

    /**
     * How many values there are: at most the first bound, in the buckets, and above.
     *
     * @return how many, modulo 2^64
     */
    public long count() {
        return buckets.stream().mapToLong(Bucket::count).reduce(zero + above, Long::sum);
    }

    /**
     * The mean of all values.
     *
     * @return the mean; nothing where there are none
     */
    public OptionalDouble mean() {
        long count = count();
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum.asDouble() / new U64(count).asDouble());
    }

    /**
     * The value that so many percent of all don't exceed: 50 for the median.
     *
     * <p>It is off by less than a bucket's width, a factor of 2^(2^-scale): 4.4 % at scale 4. In a
     * bucket, values are taken to be spread evenly on a logarithmic scale. The result is never
     * below the minimum or above the maximum, and is just these at 0 and 100. Integers that have a
     * bucket of their own are exact.
     *
     * @param percent from 0 to 100
     * @return the value; nothing where there are none
     */
    public OptionalDouble percentile(double percent) {
        return new Percentile(this).at(percent);
    }

    /** The bound above which nothing but {@code above} counts. */
    double lastBound() {
        return Bounds.lower(first + size, scale);
    }

    /** The bound up to which {@code zero} counts. */
    double firstBound() {
        return Bounds.lower(first, scale);
    }

    @Override
    public String toString() {
        return "count " + Long.toUnsignedString(count()) + " sum " + sum;
    }
}
