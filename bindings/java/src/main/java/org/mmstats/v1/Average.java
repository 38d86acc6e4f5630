package org.mmstats.v1;

/**
 * The mean of all values added, or of the last ones.
 *
 * <p>Threads: one at a time uses a field. No operation takes a lock, calls the system, calls native
 * code or allocates.
 */
public final class Average {
    private final F64Field mean;

    /** The last values; null where the mean is of all. */
    private final double[] window;

    /** How many values were added. */
    private long count;

    /** The sum of all values, where the mean is of all. */
    private double total;

    private double last;

    /** Of all values. */
    Average(F64Field mean) {
        this.mean = mean;
        this.window = null;
    }

    /** Of the last values. */
    Average(F64Field mean, int size) {
        this.mean = mean;
        this.window = new double[size];
    }

    /**
     * Adds a value and publishes the mean.
     *
     * @param value the value
     */
    public void add(double value) {
        // Where the writer is closed nothing is counted.
        mean.at();
        last = value;
        mean.set(window == null ? meanOfAll(value) : meanOfLast(value));
    }

    private double meanOfAll(double value) {
        total += value;
        return total / ++count;
    }

    /** The sum is taken anew each time, so that no error builds up. */
    private double meanOfLast(double value) {
        window[(int) (count++ % window.length)] = value;
        int filled = (int) Math.min(count, window.length);
        double sum = 0;
        for (int i = 0; i < filled; i++) {
            sum += window[i];
        }
        return sum / filled;
    }

    /**
     * The value that was added last.
     *
     * @return the value; 0 before the first
     */
    public double last() {
        mean.at();
        return last;
    }

    /**
     * The published mean.
     *
     * @return the mean; 0 before the first value
     */
    public double get() {
        return mean.get();
    }
}
