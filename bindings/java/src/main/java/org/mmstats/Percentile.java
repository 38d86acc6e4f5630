package org.mmstats;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Percentiles from buckets. The value of rank k is in the bucket that the k-th value was counted
 * in; in it, each value is taken to be in the middle of its share. Of integers only integers come
 * into question, so that small ones are exact.
 */
final class Percentile {
    private static final double PERCENT = 100;

    private final Distribution of;
    private final boolean isOfIntegers;

    Percentile(Distribution of) {
        this.of = of;
        isOfIntegers = of.sum() instanceof Value.U64;
    }

    OptionalDouble at(double percent) {
        OptionalDouble min = number(of.min());
        OptionalDouble max = number(of.max());
        if (percent <= 0 && min.isPresent()) {
            return min;
        }
        if (percent >= PERCENT && max.isPresent()) {
            return max;
        }
        double total = number(of.count());
        if (total == 0 || Double.isNaN(percent)) {
            return OptionalDouble.empty();
        }
        double rank = Math.max(1, Math.min(total, Math.ceil(percent * total / PERCENT)));
        double estimate = ofRank(rank);
        double raised = Math.max(estimate, min.orElse(estimate));
        return OptionalDouble.of(Math.min(raised, max.orElse(raised)));
    }

    private static OptionalDouble number(Optional<Value> value) {
        return value.isPresent()
                ? OptionalDouble.of(value.get().asDouble())
                : OptionalDouble.empty();
    }

    private static double number(long count) {
        return new Value.U64(count).asDouble();
    }

    /** The value of that rank, from 1. */
    private double ofRank(double rank) {
        double left = rank;
        if (left <= number(of.zero())) {
            return withinZero(share(left, of.zero()));
        }
        left -= number(of.zero());
        for (Bucket bucket : of.buckets()) {
            if (left <= number(bucket.count())) {
                return within(bucket.lower(), bucket.upper(), share(left, bucket.count()));
            }
            left -= number(bucket.count());
        }
        return withinAbove(share(left, of.above()));
    }

    /** The middle of the share that the value of that rank has of so many. */
    private static double share(double rank, long count) {
        return (rank - 0.5) / number(count);
    }

    /** Part of the way from 0 to the first bucket, evenly: 0 has no logarithm. */
    private double withinZero(double share) {
        double bound = of.firstBound();
        return isOfIntegers ? Math.rint(Math.floor(bound) * share) : bound * share;
    }

    /**
     * Part of the way from the last bucket to the greatest value; where that isn't known, all that
     * is known is that it is more than the bucket's bound.
     */
    private double withinAbove(double share) {
        double bound = of.lastBound();
        double greatest = number(of.max()).orElse(bound);
        boolean isKnown = !Double.isInfinite(greatest) && greatest > bound;
        return isKnown ? within(bound, greatest, share) : bound;
    }

    /** Part of the way from a bound that is exceeded to one that isn't, on a logarithmic scale. */
    private double within(double lower, double upper, double share) {
        if (!isOfIntegers) {
            return lower * Math.pow(Math.min(upper, Double.MAX_VALUE) / lower, share);
        }
        double least = Math.floor(lower) + 1;
        double most = Math.floor(upper);
        return least >= most ? most : least * Math.pow(most / least, share);
    }
}
