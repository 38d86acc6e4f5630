package org.mmstats.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The formats of stats files, as their first bytes tell. */
public enum Format {
    /** Format 1, and whatever isn't format 2. */
    ONE,
    /** Format 2. */
    TWO;

    private static final byte[] MAGIC = "\u0002MMSTATS".getBytes(StandardCharsets.US_ASCII);

    /**
     * The format of a file.
     *
     * @param bytes the file
     * @return its format
     */
    public static Format of(byte[] bytes) {
        int end = Math.min(bytes.length, MAGIC.length);
        return Arrays.equals(bytes, 0, end, MAGIC, 0, MAGIC.length) ? TWO : ONE;
    }

    /**
     * The format of a file.
     *
     * @param file its path
     * @return its format; that of one that can't be read is for its reader to say
     * @throws IOException where it can't be read any more
     */
    public static Format of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return ONE;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(MAGIC.length));
        }
    }
}
