package org.mmstats.v1;

/**
 * A counter and its rate, sampled every so many increments and published together: a field of two
 * parts, the count and the increments in a millisecond at the last sample, both u64.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system (but for the
 * time), calls native code or allocates.
 */
public final class SamplingCounter {
    static final String SIGNATURE = "QQ";
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final TupleField field;
    private final long every;
    private long count;
    private long perMillisecond;
    private long sampledCount;
    private long sampledAt = System.nanoTime();

    SamplingCounter(TupleField field, long every) {
        this.field = field;
        this.every = every;
    }

    /** Adds 1. */
    public void inc() {
        add(1);
    }

    /**
     * Adds a number, modulo 2^64, and samples the rate if it is time.
     *
     * @param n the number
     */
    public void add(long n) {
        // Where the writer is closed nothing is counted.
        field.at();
        count += n;
        long since = count - sampledCount;
        if (Long.compareUnsigned(since, every) >= 0) {
            sample(since);
        }
        field.put(0, count).put(1, perMillisecond).publish();
    }

    private void sample(long since) {
        long now = System.nanoTime();
        double milliseconds = (now - sampledAt) / NANOS_PER_MILLISECOND;
        perMillisecond = Unsigned.fromDouble(Unsigned.toDouble(since) / milliseconds);
        sampledCount = count;
        sampledAt = now;
    }

    /**
     * The count.
     *
     * @return the count, as an unsigned number
     */
    public long get() {
        field.at();
        return count;
    }

    /**
     * Increments in a millisecond, at the last sample.
     *
     * @return the rate, as an unsigned number
     */
    public long perMillisecond() {
        field.at();
        return perMillisecond;
    }
}
