package org.mmstats.v1;

/** Longs that are unsigned, and doubles. */
final class Unsigned {
    private static final double TWO_TO_63 = 0x1p63;

    private Unsigned() {}

    static double toDouble(long number) {
        if (number >= 0) {
            return number;
        }
        // Half of it, with the lowest bit kept so that what lies between two doubles rounds right.
        return (double) (number >>> 1 | number & 1) * 2;
    }

    /** The next integer; beyond the range the largest, below it and for NaN 0. */
    static long fromDouble(double number) {
        double rounded = Math.rint(number);
        if (rounded >= 2 * TWO_TO_63) {
            return -1;
        }
        return rounded >= TWO_TO_63
                ? (long) (rounded - TWO_TO_63) | Long.MIN_VALUE
                : Math.max(0, (long) rounded);
    }
}
