package org.mmstats.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.mmstats.Liveness;
import org.mmstats.MmStatsException;

/**
 * A file that was opened to be read, even if another has its name by now.
 *
 * @param path its path
 * @param channel the file
 * @param key what tells it from others as long as it is open
 */
public record OpenedFile(Path path, FileChannel channel, Object key) {
    /**
     * Opens a regular file, without blocking and without following a symbolic link.
     *
     * @param path its path
     * @return the file
     * @throws IOException where the system says so
     * @throws MmStatsException where it is no such file, or can't be opened
     */
    public static OpenedFile open(Path path) throws IOException {
        int descriptor = NativeFiles.open(PathBytes.of(path));
        try {
            // The very file that was opened, under the one name that can't come to mean another.
            Path opened = Path.of("/proc/self/fd/" + descriptor);
            Object key = Files.readAttributes(opened, BasicFileAttributes.class).fileKey();
            return new OpenedFile(path, FileChannel.open(opened, StandardOpenOption.READ), key);
        } finally {
            NativeFiles.close(descriptor);
        }
    }

    /**
     * Whether its writer lives.
     *
     * @return whether it does; unknown where the file has its name no more
     */
    public Liveness writer() {
        // Asked by the name, which can come to mean another file at any time.
        if (!hasItsName()) {
            return Liveness.UNKNOWN;
        }
        Liveness found = NativeFiles.liveness(PathBytes.of(path));
        return hasItsName() ? found : Liveness.UNKNOWN;
    }

    private boolean hasItsName() {
        try {
            LinkOption itself = LinkOption.NOFOLLOW_LINKS;
            return Files.readAttributes(path, BasicFileAttributes.class, itself)
                    .fileKey()
                    .equals(key);
        } catch (IOException e) {
            return false;
        }
    }
}
