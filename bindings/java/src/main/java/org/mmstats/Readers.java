package org.mmstats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.mmstats.internal.NativeFiles;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Utf8;

/**
 * Readers of all files that a pattern finds, in alphabetical order; those of format 1 are apart. A
 * bad file never spoils the rest: it is among the {@link #failures}.
 */
public final class Readers implements Iterable<Reader>, AutoCloseable {
    private final List<Reader> readers = new ArrayList<>();
    private final List<org.mmstats.v1.Reader> format1 = new ArrayList<>();
    private final List<MmStatsException> failures = new ArrayList<>();

    private Readers(byte[] pattern) {
        for (byte[] path : NativeFiles.glob(pattern)) {
            try {
                open(PathBytes.path(path));
            } catch (MmStatsException e) {
                failures.add(e);
            }
        }
    }

    private void open(Path path) {
        try {
            readers.add(Reader.open(path));
        } catch (MmStatsException e) {
            if (e.cause() != Cause.UNKNOWN_VERSION) {
                throw e;
            }
            format1.add(org.mmstats.v1.Reader.open(path));
        }
    }

    /**
     * Reads what the default patterns find: MMSTATS_GLOB alone, else every {@code *.mmstats} of
     * MMSTATS_PATH alone; else those of the folders of RUNTIME_DIRECTORY, of every user's, {@code
     * /dev/shm/mmstats-*}, and of the temporary folder.
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

    @Override
    public Iterator<Reader> iterator() {
        return List.copyOf(readers).iterator();
    }

    /**
     * Readers of the files of format 1.
     *
     * @return the readers
     */
    public List<org.mmstats.v1.Reader> format1() {
        return List.copyOf(format1);
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
        format1.forEach(org.mmstats.v1.Reader::close);
    }
}
