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
        private static final int SIZE = 8;
        private static final int WIDTH = 4;
        private static final int MAX_SLOTS = 64;
        private static final int MAX_WIDTH = 65_536;

        /** That of an attribute; null where it breaks F2-SEQUENCE. */
        static Sequenced of(Attributes attribute) {
            if (attribute.length() != SIZE) {
                return null;
            }
            long slots = LittleEndian.u32(attribute.bytes, attribute.valueAt());
            long width = LittleEndian.u32(attribute.bytes, attribute.valueAt() + WIDTH);
            boolean areSlots = slots >= 2 && slots <= MAX_SLOTS && Long.bitCount(slots) == 1;
            boolean isWidth =
                    width >= Layout.WORD && width <= MAX_WIDTH && width % Layout.WORD == 0;
            return areSlots && isWidth ? new Sequenced((int) slots, (int) width) : null;
        }

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
        private static final int SIZE = 12;
        private static final int FIRST = 4;
        private static final int BUCKETS = 8;
        private static final int MAX_BUCKETS = 65_536;
        private static final long MIN_EXPONENT = -1022;
        private static final long MAX_EXPONENT = 1024;

        /** That of an attribute; null where it breaks F2-BUCKETS. */
        static Distribution of(Attributes attribute) {
            if (attribute.length() != SIZE) {
                return null;
            }
            long scale = LittleEndian.u32(attribute.bytes, attribute.valueAt());
            long first = LittleEndian.i32(attribute.bytes, attribute.valueAt() + FIRST);
            long buckets = LittleEndian.u32(attribute.bytes, attribute.valueAt() + BUCKETS);
            boolean areBuckets =
                    scale <= Bounds.MAX_SCALE
                            && buckets >= 1
                            && buckets <= MAX_BUCKETS
                            && first >= MIN_EXPONENT << scale
                            && first + buckets <= MAX_EXPONENT << scale;
            return areBuckets ? new Distribution((int) scale, (int) first, (int) buckets) : null;
        }

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
        private static final int SIZE = 12;
        private static final int SLOTS = 8;
        private static final int MIN_SLOTS = 2;
        private static final int MAX_SLOTS = 4096;

        /** That of an attribute; null where it breaks F2-RING. */
        static Ring of(Attributes attribute) {
            if (attribute.length() != SIZE) {
                return null;
            }
            long duration = LittleEndian.i64(attribute.bytes, attribute.valueAt());
            long slots = LittleEndian.u32(attribute.bytes, attribute.valueAt() + SLOTS);
            boolean areSlots = slots >= MIN_SLOTS && slots <= MAX_SLOTS;
            return duration != 0 && areSlots ? new Ring(duration, (int) slots) : null;
        }

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
