package org.mmstats;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmstats.internal.OpenedFile;
import org.mmstats.internal.v2.FileSource;
import org.mmstats.internal.v2.Look;
import org.mmstats.internal.v2.MemorySource;

/**
 * Looks at one file, once or again and again. It copies what it looks at, never maps it, so that a
 * file that is cut off meanwhile is an exception and no fault of the virtual machine. Its writer
 * notices nothing.
 *
 * <p>Files of format 1 are read by {@link org.mmstats.v1.Reader}.
 *
 * <p>Threads: any number may use a reader at any time. A thread that is interrupted while it
 * refreshes a reader closes it, as with all channels of Java.
 */
public final class Reader implements Iterable<Family>, AutoCloseable {
    /** Null for bytes in memory. */
    private final OpenedFile file;

    private final FileSource source;

    private volatile Snapshot seen = Snapshot.NONE;

    private Reader(OpenedFile file) {
        this.file = file;
        source = new FileSource(file.path(), file.channel());
    }

    private Reader(Snapshot seen) {
        file = null;
        source = null;
        this.seen = seen;
    }

    /**
     * Opens a file and reads it. That never blocks, and follows no symbolic link.
     *
     * @param path its path
     * @return a reader of it
     * @throws MmStatsException not found, permission, not a stats file, unknown version, corrupt
     *     (with an offset), limit (more than 1 GiB), io
     */
    public static Reader open(Path path) {
        OpenedFile file;
        try {
            file = OpenedFile.open(path);
        } catch (IOException e) {
            throw io(path, "open it", e);
        }
        Reader reader = new Reader(file);
        try {
            reader.refresh();
            return reader;
        } catch (MmStatsException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Decodes bytes that are in memory, as a file that nobody writes to. Such a reader can't be
     * refreshed.
     *
     * @param bytes the bytes, which nobody changes from here on
     * @return a reader of them
     * @throws MmStatsException not a stats file, unknown version, corrupt (with an offset)
     */
    public static Reader decode(byte[] bytes) {
        try {
            return new Reader(new Snapshot(Look.at(new MemorySource(bytes), null)));
        } catch (IOException e) {
            throw new InternalError("no file is read", e);
        }
    }

    /**
     * Reads the file again. It stays the file that was opened. After an exception the reader has
     * seen nothing, and can be refreshed again.
     *
     * @return what it sees now
     * @throws MmStatsException as {@link #open}; closed: this reader, or it decoded bytes in memory
     */
    public synchronized Snapshot refresh() {
        if (file == null) {
            throw new ClosedException(
                    "this reader decoded bytes in memory: there is no file to read again");
        }
        Snapshot before = seen;
        seen = Snapshot.NONE;
        try {
            seen = new Snapshot(Look.at(source, before.view()));
            return seen;
        } catch (ClosedChannelException e) {
            throw new ClosedException(file.path() + ": this reader is closed: open another");
        } catch (IOException e) {
            throw io(file.path(), "read it", e);
        }
    }

    private static MmStatsException io(Path path, String doing, IOException e) {
        return new MmStatsException(Cause.IO, path + ": can't " + doing + ": " + e.getMessage(), e);
    }

    /**
     * The path that was opened.
     *
     * @return the path; none where the bytes were in memory
     */
    public Optional<Path> path() {
        return Optional.ofNullable(file).map(OpenedFile::path);
    }

    /**
     * What was seen last.
     *
     * @return the snapshot
     */
    public Snapshot snapshot() {
        return seen;
    }

    /**
     * All families, in file order, as they were seen last. The list doesn't change.
     *
     * @return the families
     */
    public List<Family> families() {
        return seen.families();
    }

    @Override
    public Iterator<Family> iterator() {
        return families().iterator();
    }

    /**
     * The series without labels of the family of that name, as it was seen last.
     *
     * @param name the name
     * @return the series, where there is one
     */
    public Optional<Series> get(String name) {
        return seen.get(name);
    }

    /**
     * The series with these labels of the family of that name, as it was seen last.
     *
     * @param name the name
     * @param labels the values by their keys
     * @return the series, where there is one
     */
    public Optional<Series> get(String name, Map<String, String> labels) {
        return seen.get(name, labels);
    }

    /**
     * Whether the writer of the file lives, as of now.
     *
     * @return whether it does; of bytes in memory, and of a file that has its name no more, unknown
     *     but where it was seen that the writer closed it
     */
    public Liveness writer() {
        if (seen.isClosed()) {
            return Liveness.DEAD;
        }
        return file == null ? Liveness.UNKNOWN : file.writer();
    }

    /** Ends the reader. What it saw last can be looked at on. A second call does nothing. */
    @Override
    public void close() {
        if (file != null) {
            try {
                file.channel().close();
            } catch (IOException e) {
                throw io(file.path(), "close it", e);
            }
        }
    }
}
