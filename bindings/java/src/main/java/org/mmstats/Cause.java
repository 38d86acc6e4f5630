package org.mmstats;

import java.util.Arrays;

/** Why something failed: one list, with the same names in every language. */
public enum Cause {
    /** No such file, folder or field. */
    NOT_FOUND("not found"),
    /** Not allowed. */
    PERMISSION("permission"),
    /** A directory, a FIFO, a symbolic link, an empty file: no stats file. */
    NOT_A_STATS_FILE("not a stats file"),
    /** A version that this library doesn't know. */
    UNKNOWN_VERSION("unknown version"),
    /** The bytes break the format; the exception says at which offset. */
    CORRUPT("corrupt"),
    /** No space on the file system. */
    FULL("full"),
    /** In use by another writer. */
    BUSY("busy"),
    /** No longer, or not yet, possible in this state. */
    CLOSED("closed"),
    /** The value is of another type, or out of its range. */
    WRONG_TYPE("wrong type"),
    /** Beyond a limit. */
    LIMIT("limit"),
    /** A field of that label is there already. */
    DUPLICATE("duplicate"),
    /** An argument makes no sense. */
    INVALID("invalid"),
    /** The system said something else; the message says what. */
    IO("io"),
    /** A bug in this library. The object it happened to should only be closed. */
    INTERNAL("internal");

    private final String text;

    Cause(String text) {
        this.text = text;
    }

    /**
     * The cause of that name.
     *
     * @param name a name as {@link #toString} gives it
     * @return the cause; {@link #INTERNAL} where the name is unknown
     */
    public static Cause named(String name) {
        return Arrays.stream(values())
                .filter(cause -> cause.text.equals(name))
                .findFirst()
                .orElse(INTERNAL);
    }

    /**
     * The name that every language uses, such as "not found".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return text;
    }
}
