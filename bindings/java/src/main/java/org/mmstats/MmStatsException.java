package org.mmstats;

import java.io.Serial;
import java.util.OptionalLong;

/**
 * All that this library throws on its own account. The message says where, what was expected, what
 * was found, and what to do.
 */
public class MmStatsException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** Why, for a program to decide by. */
    private final Cause cause;

    /**
     * An exception.
     *
     * @param cause why
     * @param message what happened
     */
    public MmStatsException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    /**
     * An exception that follows from another.
     *
     * @param cause why
     * @param message what happened
     * @param source what it follows from
     */
    public MmStatsException(Cause cause, String message, Throwable source) {
        super(message, source);
        this.cause = cause;
    }

    /**
     * Why, for a program to decide by. (What it follows from is {@link #getCause}.)
     *
     * @return the cause
     */
    public final Cause cause() {
        return cause;
    }

    /**
     * The offset in the file that this is about.
     *
     * @return the offset, where it is about one
     */
    public OptionalLong offset() {
        return OptionalLong.empty();
    }
}
