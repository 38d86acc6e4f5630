package org.mmstats;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mmstats.internal.NativeApplication;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Results;
import org.mmstats.internal.Utf8;

/**
 * Folds the files that dead writers left in a folder (SPEC.md 2.21): what counters and histograms
 * of this user counted goes to the accumulator of their application, one file in the same folder,
 * and they are removed. No total of an {@link Application} falls, and none has anything twice,
 * whoever is killed meanwhile.
 *
 * <pre>{@code
 * for (Fold.Outcome outcome : Fold.inFolder(folder).application("web").run()) {
 *     System.out.println(outcome);
 * }
 * }</pre>
 */
public final class Fold {
    private static final int KEEP_NEWEST = 8;

    private final Path folder;
    private String application = "";
    private int keepNewest = KEEP_NEWEST;
    private long limit;
    private boolean isDryRun;

    private Fold(Path folder) {
        this.folder = Objects.requireNonNull(folder);
    }

    /** What became of a file, in the order of the C ABI's numbers, from 1. */
    public enum Result {
        /** Its counts are in the accumulator, and it is gone. */
        FOLDED,
        /** Its counts were in the accumulator already, and it is gone. */
        REMOVED,
        /** It stays as it is, for another reason than those below. */
        KEPT,
        /** It stays: its writer lives. */
        ALIVE,
        /** It stays: its writer has ended, but a child of it has its lock. */
        ORPHANED,
        /** It stays: nobody can say from here whether its writer lives. */
        UNKNOWN,
        /** It stays: it belongs to another user, who folds it. */
        OTHER_USER,
        /** It stays: it is one of the newest. */
        NEWEST,
        /** It stays: so many were folded as were asked for at most. */
        LIMIT,
        /** It stays: a family is another one in the accumulator. */
        CONFLICT,
        /** It stays: it is of format 1, which doesn't fold. */
        FORMAT_ONE,
        /** It stays: it has no id by which an accumulator could list it. */
        NO_ID,
        /** It stays: another process has it, or the accumulator, at this moment. */
        BUSY,
        /** It stays: it can't be read, or not be removed. */
        UNREAD,
        /** It stays: the accumulator can't be read or written. */
        ACCUMULATOR,
        /** It stays: another file has the same id; one of them is a copy, or has two names. */
        TWICE,
        /** It stays: it is an accumulator, under another name. */
        HOLDS
    }

    /**
     * What became of a file.
     *
     * @param path its path
     * @param result what became of it
     * @param text the same for people: "folded", "kept: " and why
     * @param cause why it can't be read, or why the accumulator can't be had
     */
    public record Outcome(Path path, Result result, String text, Optional<Cause> cause) {
        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    /**
     * The files of that folder.
     *
     * @param folder the folder
     * @return what folds them
     */
    public static Fold inFolder(Path folder) {
        return new Fold(folder);
    }

    /**
     * Those of one application alone. Default: of all, each for itself.
     *
     * @param name its name
     * @return this
     */
    public Fold application(String name) {
        application = Objects.requireNonNull(name);
        return this;
    }

    /**
     * How many files of dead writers of each application stay, those that were created last.
     * Default: 8.
     *
     * @param files how many
     * @return this
     * @throws MmStatsException invalid: fewer than none
     */
    public Fold keepNewest(int files) {
        keepNewest = atLeast(0, files);
        return this;
    }

    /**
     * How many files are folded at most. Default: all.
     *
     * @param files how many
     * @return this
     * @throws MmStatsException invalid: fewer than one
     */
    public Fold limit(int files) {
        limit = atLeast(1, files);
        return this;
    }

    private static int atLeast(int least, int files) {
        if (files < least) {
            String message = "expected a number of files from " + least + " on, found " + files;
            throw new MmStatsException(Cause.INVALID, message);
        }
        return files;
    }

    /**
     * Changes nothing, and says what would become of each file.
     *
     * @return this
     */
    public Fold dryRun() {
        isDryRun = true;
        return this;
    }

    /**
     * Folds.
     *
     * @return what became of each file
     * @throws MmStatsException not found, permission, io: the folder can't be listed. What is wrong
     *     with a file is in its outcome
     */
    public List<Outcome> run() {
        Results results =
                new Results(
                        NativeApplication.fold(
                                PathBytes.of(folder),
                                Utf8.encode(application),
                                limit,
                                keepNewest,
                                isDryRun));
        return results.list(() -> outcome(results));
    }

    private static Outcome outcome(Results results) {
        Path path = results.path().orElseThrow();
        Result result = results.constant(Result.values(), 1, Result.KEPT);
        return new Outcome(path, result, results.text(), results.cause());
    }
}
