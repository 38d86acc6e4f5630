package org.mmstats.internal.v2;

/** What the cells of a family are like (SPEC.md 2.7 to 2.9). */
public sealed interface Shape {
    /** A cell of one word. */
    Scalar SCALAR = new Scalar();

    /**
     * How long a cell is.
     *
     * @return its size in bytes
     */
    long size();

    /**
     * Whether a reader has to look at words of the cell before and after it copies it.
     *
     * @return whether it has sequences or epochs
     */
    default boolean isMarked() {
        return false;
    }

    /** One word. */
    record Scalar() implements Shape {
        @Override
        public long size() {
            return Layout.WORD;
        }
    }

    /**
     * A sequence and its slots.
     *
     * @param slots how many, a power of two
     * @param width bytes of each
     */
    record Sequenced(int slots, int width) implements Shape {
        static final int MAX_SLOTS = 64;
        static final int MAX_WIDTH = 65_536;

        @Override
        public long size() {
            return Layout.SLOTS + (long) slots * width;
        }

        @Override
        public boolean isMarked() {
            return true;
        }

        /** Where the slot of that sequence is, from the start of the cell. */
        int slot(long sequence) {
            return Layout.SLOTS + (int) (sequence & slots - 1) * width;
        }

        /**
         * Whether a slot is as it was when the sequence was taken: the publishes since have not
         * come to it.
         */
        boolean isWhole(long before, long after) {
            return Long.compareUnsigned(after - before, slots - 2) <= 0;
        }
    }

    /**
     * A histogram's.
     *
     * @param scale a bucket's upper bound is 2^(2^-scale) times its lower one
     * @param first the index of the first bucket
     * @param buckets how many buckets
     */
    record Distribution(int scale, int first, int buckets) implements Shape {
        static final int MAX_SCALE = 8;
        static final int MAX_BUCKETS = 65_536;
        static final int MIN_EXPONENT = -1022;
        static final int MAX_EXPONENT = 1024;

        @Override
        public long size() {
            return Layout.HISTOGRAM_BUCKETS + (long) Layout.WORD * buckets;
        }
    }

    /**
     * A window's.
     *
     * @param duration nanoseconds of a slot
     * @param slots how many slots, the one that is being filled included
     */
    record Ring(long duration, int slots) implements Shape {
        static final int MIN_SLOTS = 2;
        static final int MAX_SLOTS = 4096;

        @Override
        public long size() {
            return Layout.WINDOW_SLOTS + (long) Layout.WINDOW_SLOT * slots;
        }

        @Override
        public boolean isMarked() {
            return true;
        }
    }
}
