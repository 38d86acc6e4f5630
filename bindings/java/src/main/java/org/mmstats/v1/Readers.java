package org.mmstats.v1;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.mmstats.MmStatsException;
import org.mmstats.internal.NativeFiles;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Utf8;

/**
 * Readers of all files that a pattern finds, in alphabetical order. A bad file never spoils the
 * rest: it is among the {@link #failures}.
 */
public final class Readers implements Iterable<Reader>, AutoCloseable {
    private final List<Reader> readers = new ArrayList<>();
    private final List<MmStatsException> failures = new ArrayList<>();

    private Readers(byte[] pattern) {
        for (Path path : paths(pattern)) {
            try {
                readers.add(Reader.open(path));
            } catch (MmStatsException e) {
                failures.add(e);
            }
        }
    }

    /**
     * Reads what the default pattern finds: MMSTATS_GLOB, else every {@code *.mmstats} of
     * MMSTATS_PATH, or those that {@link org.mmstats.Readers#glob()} finds.
     *
     * @return the readers, to be closed
     */
    public static Readers glob() {
        return new Readers(new byte[0]);
    }

    /**
     * Reads each file that a pattern finds. Finding nothing is no error.
     *
     * @param pattern the pattern, such as {@code /tmp/*.mmstats}
     * @return the readers, to be closed
     * @throws MmStatsException invalid: a pattern with NUL
     */
    public static Readers glob(String pattern) {
        return new Readers(Utf8.encode(pattern));
    }

    private static List<Path> paths(byte[] pattern) {
        List<Path> paths = new ArrayList<>();
        for (byte[] path : NativeFiles.glob(pattern)) {
            paths.add(PathBytes.path(path));
        }
        return paths;
    }

    @Override
    public Iterator<Reader> iterator() {
        return List.copyOf(readers).iterator();
    }

    /**
     * Why files could not be read; the message of each begins with the file's path.
     *
     * @return the failures
     */
    public List<MmStatsException> failures() {
        return List.copyOf(failures);
    }

    /** Closes all readers. */
    @Override
    public void close() {
        readers.forEach(Reader::close);
    }
}
