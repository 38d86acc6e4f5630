package org.mmstats;

/**
 * A bucket of a histogram: how many values were greater than its lower bound, and at most its upper
 * one.
 *
 * @param index its index: the lower bound is 2^(index / 2^scale)
 * @param lower the lower bound, as near as a double comes
 * @param upper the upper bound, as near as a double comes
 * @param count how many values
 */
public record Bucket(int index, double lower, double upper, long count) {}
