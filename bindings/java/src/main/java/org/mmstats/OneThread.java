package org.mmstats;

/**
 * Whose a handle of a {@link Local} is. Its cell is written by plain loads and stores, which lose
 * what another thread stores between: so one that gets hold of the handle writes the shared one.
 *
 * @param thread the thread
 * @param shared the handle that all threads write
 * @param <H> its class
 */
record OneThread<H>(Thread thread, H shared) {
    /** Whether the present thread is another. */
    boolean isElsewhere() {
        return Thread.currentThread() != thread;
    }
}
