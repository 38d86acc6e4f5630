package org.mmstats.v1;

import java.nio.file.Path;
import java.util.Objects;
import org.mmstats.MmStatsException;

/** How a writer names and fills its file; made by {@link Writer#options}. */
public final class Options {
    final String className;

    /** Null: the default. */
    Path folder;

    /** Empty: the default. */
    String filename = "";

    String labelPrefix = "";
    boolean systemFields = true;

    /** 0: the default. */
    int mode;

    Options(String className) {
        this.className = Objects.requireNonNull(className);
    }

    /**
     * The folder of the file. Default: MMSTATS_PATH, else the temporary folder.
     *
     * @param folder the folder
     * @return this
     */
    public Options path(Path folder) {
        this.folder = Objects.requireNonNull(folder);
        return this;
    }

    /**
     * The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}; {{ and }} stand for
     * braces. Default: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
     *
     * @param template the template
     * @return this
     */
    public Options filename(String template) {
        this.filename = Objects.requireNonNull(template);
        return this;
    }

    /**
     * What stands before every label, sys.* included. Default: nothing.
     *
     * @param prefix the prefix
     * @return this
     */
    public Options labelPrefix(String prefix) {
        this.labelPrefix = Objects.requireNonNull(prefix);
        return this;
    }

    /**
     * Whether the file tells of its process (SPEC.md 1.12). Default: it does; without, no tool can
     * say whether its writer lives.
     *
     * @param wanted whether it does
     * @return this
     */
    public Options systemFields(boolean wanted) {
        this.systemFields = wanted;
        return this;
    }

    /**
     * The permissions of the file, less the umask. Default: 0666.
     *
     * @param mode the permissions, as chmod takes them
     * @return this
     */
    public Options mode(int mode) {
        this.mode = mode;
        return this;
    }

    /**
     * A writer, to declare fields on.
     *
     * @return the writer, to be closed
     * @throws MmStatsException invalid or limit: a label prefix that can't be in a label; io: no
     *     memory, or no native code
     */
    public Writer build() {
        return new Writer(this);
    }
}
