package org.mmstats;

import java.time.Duration;
import org.mmstats.internal.v2.HistogramCell;

/**
 * A histogram of durations, in nanoseconds.
 *
 * <pre>{@code
 * try (var measurement = latency.start()) {
 *     serve();
 * }
 * }</pre>
 *
 * <p>Threads: any number at any time; but that of a {@link Local} is one thread's. No operation
 * takes a lock, calls the system (but for the time), calls native code or allocates; but for {@link
 * #start}, which makes an object where compiled code doesn't do without it.
 */
public final class Timer extends Handle {
    private final HistogramCell cell;

    Timer(long at, HistogramCell cell) {
        this(at, cell, null);
    }

    private Timer(long at, HistogramCell cell, Thread thread) {
        super(at, thread);
        this.cell = cell;
    }

    /** The same in one thread's stripe. */
    Timer own(long at, Thread thread) {
        return new Timer(at, cell.own(), thread);
    }

    /**
     * Counts a duration.
     *
     * @param nanos the duration in nanoseconds; one that is negative counts as 0
     */
    public void observeNanos(long nanos) {
        cell.observe(place(), Math.max(0, nanos));
    }

    /**
     * Counts a duration.
     *
     * @param duration the duration; one that is negative counts as 0
     */
    public void observe(Duration duration) {
        observeNanos(duration.toNanos());
    }

    /**
     * Starts a measurement, which is counted when it is closed.
     *
     * @return the measurement
     */
    public Measurement start() {
        return new Measurement();
    }

    /** A measurement that runs. */
    public final class Measurement implements AutoCloseable {
        private final long started = System.nanoTime();
        private boolean runs = true;

        private Measurement() {}

        /**
         * The time so far.
         *
         * @return the nanoseconds
         */
        public long elapsedNanos() {
            return System.nanoTime() - started;
        }

        /** Gives the measurement up: nothing is counted. */
        public void cancel() {
            runs = false;
        }

        /** Ends the measurement and counts its time, once. */
        @Override
        public void close() {
            if (runs) {
                runs = false;
                observeNanos(elapsedNanos());
            }
        }
    }
}
