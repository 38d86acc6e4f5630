package org.mmstats;

import java.io.Serial;

/** Something that is no longer, or not yet, possible: its cause is {@link Cause#CLOSED}. */
public final class ClosedException extends MmStatsException {
    @Serial private static final long serialVersionUID = 1;

    /**
     * An exception.
     *
     * @param message what is closed, and what to do
     */
    public ClosedException(String message) {
        super(Cause.CLOSED, message);
    }
}
