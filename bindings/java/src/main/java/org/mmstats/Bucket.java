package org.mmstats;

/**
 * A bucket of a histogram: how many values were greater than its lower bound, and at most its upper
 * one.
 *
 * @param index its index: the lower bound is 2^(index / 2^scale)
 * @param lower the greatest double that is not in it but below it
 * @param upper the greatest double that is in it; of the last bucket of all, infinity
 * @param count how many values
 */
public record Bucket(int index, double lower, double upper, long count) {}
