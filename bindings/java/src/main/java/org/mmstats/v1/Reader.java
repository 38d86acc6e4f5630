package org.mmstats.v1;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.mmstats.Cause;
import org.mmstats.ClosedException;
import org.mmstats.Liveness;
import org.mmstats.MmStatsException;
import org.mmstats.internal.NativeFiles;
import org.mmstats.internal.OpenedFile;
import org.mmstats.internal.Utf8;

/**
 * Looks at one file, once or again and again. It copies the file's bytes, never maps them, so that
 * a file that is cut off meanwhile is an exception and no fault of the virtual machine.
 *
 * <p>Threads: any number may use a reader at any time. A thread that is interrupted while it
 * refreshes a reader closes it, as with all channels of Java.
 */
public final class Reader implements Iterable<Field>, AutoCloseable {
    /** The largest file that is read (SPEC.md 1.8, F1-LIMIT-READ). */
    private static final long MAX_SIZE = 64L << 20;

    /** Null for bytes in memory. */
    private final OpenedFile file;

    /** Where the file is copied to; kept from one look to the next. */
    private ByteBuffer room = ByteBuffer.allocate(0);

    private volatile Snapshot seen = Snapshot.NONE;

    private Reader(OpenedFile file) {
        this.file = file;
    }

    /**
     * Opens a file and reads it. That never blocks, and follows no symbolic link.
     *
     * @param path its path
     * @return a reader of it
     * @throws MmStatsException not found, permission, not a stats file, unknown version, corrupt
     *     (with an offset), limit (more than 64 MiB), io
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
     * Decodes bytes that are in memory. Such a reader can't be refreshed.
     *
     * @param bytes the bytes, which are copied
     * @return a reader of them
     * @throws MmStatsException not a stats file, unknown version, corrupt (with an offset)
     */
    public static Reader decode(byte[] bytes) {
        Reader reader = new Reader(null);
        reader.seen = Snapshot.parse(bytes.clone(), Snapshot.NONE, "");
        return reader;
    }

    /**
     * Reads the file again. It stays the file that was opened. After an exception the reader has no
     * fields, and can be refreshed again.
     *
     * @throws MmStatsException as {@link #open}; closed: this reader, or it decoded bytes in memory
     */
    public synchronized void refresh() {
        if (file == null) {
            throw new ClosedException(
                    "this reader decoded bytes in memory: there is no file to read again");
        }
        Snapshot before = seen;
        seen = Snapshot.NONE;
        try {
            seen = look(before);
        } catch (ClosedChannelException e) {
            throw new ClosedException(file.path() + ": this reader is closed: open another");
        } catch (IOException e) {
            throw io(file.path(), "read it", e);
        }
    }

    /**
     * Looks at the file. Write buffers are taken from the first copy and values from the second, or
     * from the only one where that is enough (F1-COPY-ORDER). The fences, and the calls, keep a
     * copy behind the one before it. With the writer's release store of a write buffer that gives
     * what an acquire load of it gives a reader that maps: the value is at least as new.
     */
    private Snapshot look(Snapshot before) throws IOException {
        VarHandle.fullFence();
        Snapshot now = Snapshot.parse(copy(before.bytes.length), before, file.path().toString());
        if (now.isInOrder()) {
            return now;
        }
        VarHandle.fullFence();
        room.limit(now.bytes.length);
        int copied = fill(now.bytes.length);
        // Of a file that was cut off since, the first copy has all there is to say.
        return copied < now.bytes.length ? now : now.with(bytes(copied));
    }

    /** Copies all of the file. Room for one byte more than it had says whether it has grown. */
    private byte[] copy(int sizeBefore) throws IOException {
        long size = sizeBefore > 0 ? sizeBefore : file.channel().size();
        while (true) {
            if (size > MAX_SIZE) {
                String message =
                        file.path()
                                + ": expected at most "
                                + MAX_SIZE
                                + " bytes, found a file of "
                                + size
                                + " (SPEC.md 1.8, F1-LIMIT-READ)";
                throw new MmStatsException(Cause.LIMIT, message);
            }
            if (room.capacity() <= size) {
                room = ByteBuffer.allocateDirect((int) size + 1);
            }
            room.clear();
            int copied = fill((int) size);
            if (copied < room.capacity()) {
                return bytes(copied);
            }
            // Files of /proc say 0, whatever is in them.
            long says = file.channel().size();
            size = says < room.capacity() ? 2L * room.capacity() : says;
        }
    }

    /** Fills the room from the start of the file: in one call where that brings enough. */
    private int fill(int enough) throws IOException {
        int copied;
        room.position(0);
        do {
            copied = file.channel().read(room, room.position());
        } while (copied > 0 && room.position() < enough);
        return room.position();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        room.get(0, bytes);
        return bytes;
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
     * All fields, in file order, as they were seen last. The list doesn't change.
     *
     * @return the fields
     */
    public List<Field> fields() {
        return seen;
    }

    @Override
    public Iterator<Field> iterator() {
        return fields().iterator();
    }

    /**
     * The first field of that label.
     *
     * @param label the label
     * @return the field, where there is one
     */
    public Optional<Field> get(String label) {
        byte[] wanted = Utf8.encode(label);
        return seen.stream().filter(field -> field.hasLabel(wanted)).findFirst();
    }

    /**
     * The file's size.
     *
     * @return the size in bytes
     */
    public int size() {
        return seen.bytes.length;
    }

    /**
     * The file's layout.
     *
     * @return the layout
     */
    public Layout layout() {
        return seen.dialect.layout;
    }

    /**
     * The file's byte order.
     *
     * @return the byte order
     */
    public ByteOrder byteOrder() {
        return seen.dialect.byteOrder;
    }

    /**
     * Whether the writer of the file lives: by its lock, or else the process id in the file.
     *
     * @return whether it does
     */
    public Liveness writer() {
        Liveness found = file == null ? Liveness.UNKNOWN : file.writer();
        byte[] bytes = seen.bytes;
        return found == Liveness.UNKNOWN && bytes.length > 0
                ? NativeFiles.livenessOfBytes(bytes)
                : found;
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
