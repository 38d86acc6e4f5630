package org.mmstats;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a look at an application could not count, or could not count together.
 *
 * @param kind what kind of problem
 * @param cause why something could not be read; nothing where all was
 * @param path the file or folder; nothing where it is about several
 * @param text what it is, and what to do, for people
 * @param isCounted whether the look before had the values that are missing now: totals have fallen
 *     by these
 */
public record Problem(
        Kind kind, Optional<Cause> cause, Optional<Path> path, String text, boolean isCounted) {
    /** What kind of problem, in the order of the C ABI's numbers, from 0. */
    public enum Kind {
        /** One that this version doesn't know; its text says what. */
        OTHER,
        /** A file or a folder that could not be read. */
        UNREAD,
        /** Series of a file changed each time they were read, and are left out this time. */
        BUSY,
        /** A file is there twice, and is counted once. */
        TWICE,
        /** A file has families of a kind that this version doesn't know. */
        SKIPPED,
        /** Families of one name differ, and are not added up. */
        FAMILIES,
        /** A histogram has nothing in common with those of other files, and is left out. */
        BUCKETS,
        /** Windows of one name have slots of several durations, and are not added up. */
        DURATIONS
    }

    @Override
    public String toString() {
        return text;
    }
}
