package org.mmstats;

import java.util.function.LongFunction;
import org.mmstats.internal.v2.NativeWriter;

/**
 * One thread's stripe of a writer: counters, histograms and windows that it alone writes, by plain
 * loads and stores, which take a fraction of the time of atomic ones. Readers add them up.
 *
 * <p>Where all stripes are in use, or the file can't take another block, its handles are those that
 * it was asked for: slower, and as right.
 *
 * <p>Threads: one, as for its handles.
 */
public final class Local implements AutoCloseable {
    private final Owner owner;

    /** The native object; 0 once it is closed. */
    private long local;

    private final Handles handles = new Handles();

    Local(Owner owner, long local) {
        this.owner = owner;
        this.local = local;
    }

    /**
     * The counter in this stripe.
     *
     * @param shared a counter of the same writer
     * @return the counter to write
     */
    public Counter counter(Counter shared) {
        return own(shared, at -> new Counter(at, true));
    }

    /**
     * The counter in this stripe.
     *
     * @param shared a counter of the same writer
     * @return the counter to write
     */
    public F64Counter counter(F64Counter shared) {
        return own(shared, at -> new F64Counter(at, true));
    }

    /**
     * The histogram in this stripe.
     *
     * @param shared a histogram of the same writer
     * @return the histogram to write
     */
    public Histogram histogram(Histogram shared) {
        return own(shared, shared::own);
    }

    /**
     * The histogram in this stripe.
     *
     * @param shared a histogram of the same writer
     * @return the histogram to write
     */
    public F64Histogram histogram(F64Histogram shared) {
        return own(shared, shared::own);
    }

    /**
     * The timer in this stripe.
     *
     * @param shared a timer of the same writer
     * @return the timer to write
     */
    public Timer timer(Timer shared) {
        return own(shared, shared::own);
    }

    /**
     * The window in this stripe.
     *
     * @param shared a window of the same writer
     * @return the window to write
     */
    public Window window(Window shared) {
        return own(shared, shared::own);
    }

    /**
     * The window in this stripe.
     *
     * @param shared a window of the same writer
     * @return the window to write
     */
    public F64Window window(F64Window shared) {
        return own(shared, shared::own);
    }

    private <H extends Handle> H own(H shared, LongFunction<H> make) {
        return owner.get(
                open -> {
                    if (local == 0) {
                        throw new ClosedException("this local object is closed: make another");
                    }
                    long cell = shared.at();
                    long own = NativeWriter.localCell(local, cell);
                    @SuppressWarnings("unchecked")
                    Class<H> type = (Class<H>) shared.getClass();
                    return own == cell ? shared : handles.get(own, type, () -> make.apply(own));
                });
    }

    /** Gives the stripe back, and ends its handles. A second call does nothing. */
    @Override
    public void close() {
        owner.close(this);
    }

    /** Called by the owner, once. */
    void end() {
        handles.close();
        NativeWriter.freeLocal(local);
        local = 0;
    }
}
