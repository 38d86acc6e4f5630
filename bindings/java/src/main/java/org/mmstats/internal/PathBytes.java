package org.mmstats.internal;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/**
 * Paths as the bytes that the system knows them by. As a String a path has been through the
 * encoding of the locale, which in the C locale knows ASCII only; as a URI it is what it is.
 */
public final class PathBytes {
    private PathBytes() {}

    /**
     * The bytes of a path, made absolute.
     *
     * @param path a path of the default file system
     * @return its bytes
     */
    public static byte[] of(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            String message =
                    path
                            + ": expected a path of the system's own files, found one of "
                            + path.getFileSystem();
            throw new MmStatsException(Cause.INVALID, message);
        }
        String escaped = path.toUri().getRawPath();
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        // A URI has a slash behind a folder, which would follow a symbolic link to one.
        int size = bytes.size() > 1 && escaped.endsWith("/") ? bytes.size() - 1 : bytes.size();
        return Arrays.copyOf(bytes.toByteArray(), size);
    }

    /**
     * The path of those bytes.
     *
     * @param bytes the bytes
     * @return the path
     */
    public static Path path(byte[] bytes) {
        boolean absolute = bytes.length > 0 && bytes[0] == '/';
        // ASCII is the same in all encodings, and a relative path as a URI would be relative to
        // nothing.
        if (!absolute || isAscii(bytes)) {
            return Path.of(new String(bytes, StandardCharsets.UTF_8));
        }
        var escaped = new StringBuilder("file://");
        for (byte b : bytes) {
            escaped.append(b == '/' ? "/" : String.format("%%%02X", b));
        }
        return Path.of(URI.create(escaped.toString()));
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
