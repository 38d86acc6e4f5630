package org.mmstats.internal.v2;

/**
 * CLOCK_BOOTTIME, without a native call each time: Java has CLOCK_MONOTONIC, which stands still
 * while the system sleeps. How far the two are apart is asked again and again, but rarely.
 */
public final class BootClock {
    /** For so long a difference is good. */
    private static final long AGE = 1_000_000_000;

    /** How far it is from {@link System#nanoTime}, and since when. One object, so that both fit. */
    private static volatile Difference difference = new Difference();

    private BootClock() {}

    private record Difference(long taken, long nanos) {
        Difference() {
            this(System.nanoTime());
        }

        private Difference(long now) {
            this(now, NativeWriter.bootNanos() - now);
        }
    }

    /**
     * The time.
     *
     * @return nanoseconds since the system was started, sleep included
     */
    public static long nanos() {
        long now = System.nanoTime();
        Difference known = difference;
        if (now - known.taken > AGE) {
            known = new Difference();
            difference = known;
        }
        return now + known.nanos;
    }
}
