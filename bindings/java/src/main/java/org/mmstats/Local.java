package org.mmstats;

import java.util.function.LongFunction;
import org.mmstats.internal.Threads;
import org.mmstats.internal.v2.NativeWriter;

/**
 * One thread's stripe of a writer: counters, histograms and windows that it alone writes, by plain
 * loads and stores, which take a fraction of the time of atomic ones. Readers add them up.
 *
 * <p>Where all stripes are in use, or the file can't take another block, its handles are those that
 * it was asked for: slower, and as right. So they are on a virtual thread: there may be far more of
 * these than there are stripes, and each would keep one while it waits.
 *
 * <p>The stripe is given back when this is closed, or else when its thread ends, and the next
 * thread goes on with it. A task of a thread pool closes what it took, or leaves it to a {@link
 * ThreadLocal} of the pool's threads.
 *
 * <p>Threads: the one that asked for it, and so for its handles. Written by two threads at a time
 * these lose counts: that isn't looked for, since it would take as long as counting, but where
 * assertions are enabled. In another thread this gives the shared handles.
 */
public final class Local implements AutoCloseable {
    private final Owner owner;

    /** Whose it is. */
    private final Thread thread = Thread.currentThread();

    /** The native object; 0: none, of a virtual thread, or once the stripe was given back. */
    private long local;

    private boolean isClosed;

    private final Handles handles = new Handles();

    Local(Owner owner, long writer) {
        this.owner = owner;
        local = Threads.isVirtual(thread) ? 0 : NativeWriter.openLocal(writer);
    }

    /**
     * The counter in this stripe.
     *
     * @param shared a counter of the same writer
     * @return the counter to write
     */
    public Counter counter(Counter shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The counter in this stripe.
     *
     * @param shared a counter of the same writer
     * @return the counter to write
     */
    public F64Counter counter(F64Counter shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The histogram in this stripe.
     *
     * @param shared a histogram of the same writer
     * @return the histogram to write
     */
    public Histogram histogram(Histogram shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The histogram in this stripe.
     *
     * @param shared a histogram of the same writer
     * @return the histogram to write
     */
    public F64Histogram histogram(F64Histogram shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The timer in this stripe.
     *
     * @param shared a timer of the same writer
     * @return the timer to write
     */
    public Timer timer(Timer shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The window in this stripe.
     *
     * @param shared a window of the same writer
     * @return the window to write
     */
    public Window window(Window shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    /**
     * The window in this stripe.
     *
     * @param shared a window of the same writer
     * @return the window to write
     */
    public F64Window window(F64Window shared) {
        return own(shared, at -> shared.own(at, thread));
    }

    private <H extends Handle> H own(H shared, LongFunction<H> make) {
        return owner.get(
                open -> {
                    if (isClosed) {
                        throw new ClosedException("this local object is closed: make another");
                    }
                    long cell = shared.at();
                    if (local == 0 || Thread.currentThread() != thread) {
                        return shared;
                    }
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

    /** Whether there is something to give back. */
    boolean hasStripe() {
        return local != 0;
    }

    /** Called by the owner. Its handles end; returns whether the stripe is given back. */
    boolean end() {
        isClosed = true;
        handles.close();
        return giveBack(thread == Thread.currentThread());
    }

    /**
     * Called by the owner. Gives the stripe back, if no thread may be in the middle of a write
     * there: its own would go on with an address that the next thread writes, too.
     */
    boolean giveBack(boolean isIdle) {
        if (!isIdle && thread.isAlive()) {
            return false;
        }
        handles.close();
        if (local != 0) {
            NativeWriter.freeLocal(local);
            local = 0;
        }
        return true;
    }
}
