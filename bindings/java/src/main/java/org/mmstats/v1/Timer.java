package org.mmstats.v1;

import java.time.Duration;

/**
 * The mean of the last durations, in seconds.
 *
 * <pre>{@code
 * try (var measurement = latency.start()) {
 *     serve();
 * }
 * }</pre>
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system (but for the
 * time), calls native code or allocates; but a measurement is allocated that starts while another
 * of the same timer runs.
 */
public final class Timer {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Average mean;

    /** A measurement that doesn't run, to be started next; null where it does. */
    private Measurement idle = new Measurement();

    Timer(Average mean) {
        this.mean = mean;
    }

    /**
     * Adds a duration and publishes the mean.
     *
     * @param seconds the duration in seconds
     */
    public void observe(double seconds) {
        mean.add(seconds);
    }

    /**
     * Adds a duration and publishes the mean.
     *
     * @param duration the duration
     */
    public void observe(Duration duration) {
        observe(duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND);
    }

    /**
     * Starts a measurement, which is added when it is closed.
     *
     * @return the measurement
     */
    public Measurement start() {
        Measurement measurement = idle == null ? new Measurement() : idle;
        idle = null;
        measurement.runs = true;
        measurement.started = System.nanoTime();
        return measurement;
    }

    /**
     * The last duration in seconds.
     *
     * @return the duration; 0 before the first
     */
    public double last() {
        return mean.last();
    }

    /**
     * The published mean in seconds.
     *
     * @return the mean; 0 before the first duration
     */
    public double get() {
        return mean.get();
    }

    /** A measurement that runs. It must not be used once it is closed. */
    public final class Measurement implements AutoCloseable {
        private boolean runs;
        private long started;

        private Measurement() {}

        /**
         * The time so far.
         *
         * @return the seconds
         */
        public double elapsed() {
            return (System.nanoTime() - started) / NANOS_PER_SECOND;
        }

        /** Gives the measurement up: nothing is added. */
        public void cancel() {
            if (runs) {
                runs = false;
                idle = this;
            }
        }

        /** Ends the measurement and adds its time, once. */
        @Override
        public void close() {
            if (runs) {
                double seconds = elapsed();
                cancel();
                observe(seconds);
            }
        }
    }
}
