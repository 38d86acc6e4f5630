package org.mmstats;

import java.nio.file.Path;
import java.util.Objects;
import org.mmstats.internal.Naming;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Utf8;
import org.mmstats.internal.v2.NativeWriter;

/** How a writer names its file and what it may take; made by {@link Writer#options}. */
public final class Options {
    private static final byte[] DEFAULT = new byte[0];

    private final String application;

    /** Null: the default. */
    private Path folder;

    /** Empty: the default. */
    private String filename = "";

    /** 0: the default. */
    private int mode;

    /** 0: the default. */
    private int seriesLimit;

    private boolean isDetached;

    private boolean isOrDetached;

    private boolean isFolding = true;

    /** Null: none. */
    private byte[] identity;

    Options(String application) {
        this.application = Objects.requireNonNull(application);
    }

    /**
     * The folder of the file, no symbolic link. Default: MMSTATS_PATH, else the first of
     * RUNTIME_DIRECTORY, else /dev/shm/mmstats-UID, which is made.
     *
     * @param folder the folder
     * @return this
     */
    public Options path(Path folder) {
        this.folder = Objects.requireNonNull(folder);
        return this;
    }

    /**
     * The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}, which is the
     * application; {{ and }} stand for braces. Default: MMSTATS_FILES, else
     * "{CMD}-{PID}-{TID}.mmstats".
     *
     * @param template the template
     * @return this
     */
    public Options filename(String template) {
        this.filename = Objects.requireNonNull(template);
        return this;
    }

    /**
     * The permissions of the file, just these, whatever the umask is. Default: MMSTATS_MODE, which
     * is octal, else 0600.
     *
     * @param mode the permissions, as chmod takes them
     * @return this
     */
    public Options mode(int mode) {
        this.mode = mode;
        return this;
    }

    /**
     * How many series a family with labels may have that says nothing else. Default: 2000.
     *
     * @param limit how many
     * @return this
     */
    public Options seriesLimit(int limit) {
        this.seriesLimit = limit;
        return this;
    }

    /**
     * No file: the same handles, in private memory. For programs that go on where a file can't be
     * had.
     *
     * @return this
     */
    public Options detached() {
        this.isDetached = true;
        return this;
    }

    /**
     * Where a file can't be had, the writer is as {@link #detached}, and its {@link Writer#warning}
     * says why. A name or an option that makes no sense is an exception all the same.
     *
     * @return this
     */
    public Options orDetached() {
        this.isOrDetached = true;
        return this;
    }

    /**
     * Whether what dead writers of this application and user left in the folder is folded once the
     * file is there, as {@link Fold} does it: of a few files at a time, and nothing that goes wrong
     * with it harms this writer. Default: true, unless MMSTATS_FOLD is 0.
     *
     * @param wanted whether it is
     * @return this
     */
    public Options fold(boolean wanted) {
        this.isFolding = wanted;
        return this;
    }

    /** Fixes what differs from run to run, for tests of conformance. */
    Options identity(byte[] fixed) {
        this.identity = fixed;
        return this;
    }

    /**
     * A writer, and its file.
     *
     * @return the writer, to be closed
     * @throws MmStatsException after which nothing was created: invalid (name), not found (folder),
     *     permission, full, busy (a name that another writer uses), not a stats file (something
     *     else has that name), io
     */
    public Writer build() {
        return new Writer(this);
    }

    /** Where the file was to be, as far as somebody said. */
    String wanted() {
        return folder == null ? "" : folder.toString();
    }

    /** Makes the native writer. */
    long open() {
        return NativeWriter.open(
                Utf8.encode(application),
                folder == null ? DEFAULT : PathBytes.of(folder),
                Utf8.encode(Naming.withCommand(filename)),
                mode,
                seriesLimit,
                isDetached,
                isOrDetached,
                isFolding,
                identity);
    }
}
