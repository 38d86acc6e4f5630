package org.mmstats.internal.v2;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that its writer may write to meanwhile. It is copied by pread, one thread at a time.
 *
 * <p>A copy has no order in itself: the fences here, and that a copy is a call, keep each behind
 * the one before it. They pair with the writer's release stores and release fences (SPEC.md 2.13).
 */
public final class FileSource implements Source {
    /** Larger copies are made in pieces, so that little memory outside of the heap is taken. */
    private static final int PIECE = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private ByteBuffer room = ByteBuffer.allocateDirect(Layout.PAGE);

    /**
     * A source.
     *
     * @param path the file's name
     * @param channel the file, open for reading; this doesn't close it
     */
    public FileSource(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean isStill() {
        return false;
    }

    @Override
    public int copy(long at, byte[] into, int from, int length) throws IOException {
        VarHandle.fullFence();
        if (room.capacity() < Math.min(length, PIECE)) {
            room = ByteBuffer.allocateDirect(Math.min(length, PIECE));
        }
        int copied = 0;
        while (copied < length) {
            room.clear().limit(Math.min(room.capacity(), length - copied));
            int read = channel.read(room, at + copied);
            if (read <= 0) {
                break;
            }
            room.flip().get(into, from + copied, read);
            copied += read;
        }
        VarHandle.fullFence();
        return copied;
    }
}
