package org.mmstats.internal.v2;

import static org.mmstats.internal.v2.Layout.PAGE;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmstats.Cause;
import org.mmstats.FormatException;
import org.mmstats.internal.Utf8;

/**
 * The header (SPEC.md 2.2).
 *
 * @param length its length
 * @param published where the last published block ends
 * @param isClosed whether its writer closed the file
 * @param created nanoseconds since 1970
 * @param pid the process id of the writer
 * @param appendGeneration one more for each entry
 * @param reuseGeneration odd while entries are being rewritten
 * @param application the application's name
 */
public record Header(
        int length,
        long published,
        boolean isClosed,
        long created,
        long pid,
        long appendGeneration,
        long reuseGeneration,
        String application) {

    static Header copy(Source source) throws IOException {
        byte[] bytes = new byte[Layout.HEADER_USED];
        int copied = source.copy(0, bytes, 0, bytes.length);
        checkMagic(bytes, copied, source.name());
        // A file grows before what is new is published: so this is asked last.
        long size = source.size();
        if (size < PAGE || copied < bytes.length) {
            throw Clause.HEADER.broken(
                    source.name(),
                    Math.min(size, PAGE - 1),
                    "a header of " + PAGE + " bytes",
                    "the end of the file after " + size);
        }
        return parse(bytes, size, source.name());
    }

    private static void checkMagic(byte[] bytes, int size, String file) {
        if (size >= Layout.MAGIC_SIZE && LittleEndian.i64(bytes, 0) == Layout.MAGIC) {
            return;
        }
        if (size == 0) {
            throw Clause.MAGIC.broken(
                    Cause.NOT_A_STATS_FILE, file, 0, "02 \"MMSTATS\"", "an empty file");
        }
        String found =
                switch (bytes[0]) {
                    case 0 -> "00: no stats file, or one whose writer has not finished creating it";
                    case 1 -> "01: no file of format 2; org.mmstats.v1 reads those of format 1";
                    case 2 ->
                            "02 with something else behind it: an unreleased draft of mmstats,"
                                    + " which nothing reads";
                    default -> String.format("%02x: no stats file", bytes[0]);
                };
        throw Clause.MAGIC.broken(Cause.UNKNOWN_VERSION, file, 0, "02 \"MMSTATS\"", found);
    }

    /** Checks in the order of F2-FIRST-FAULT. */
    private static Header parse(byte[] bytes, long size, String file) {
        int length = LittleEndian.u16(bytes, Layout.HEADER_LENGTH);
        long published = LittleEndian.i64(bytes, Layout.PUBLISHED);
        if (length % PAGE != 0 || length == 0) {
            throw headerLength(file, "that is a multiple of " + PAGE + " and not 0", length);
        }
        int features = LittleEndian.i32(bytes, Layout.FEATURES);
        if (features != 0) {
            throw Clause.FEATURES.broken(
                    Cause.UNKNOWN_VERSION,
                    file,
                    Layout.FEATURES,
                    "no required features",
                    "unknown ones, which take a newer mmstats: bit " + bits(features));
        }
        if (published % PAGE != 0 || published < 0 || published > size) {
            throw published(file, size, Long.toUnsignedString(published));
        }
        if (length > published) {
            throw headerLength(file, "of at most the published length, " + published, length);
        }
        int end = Layout.APPLICATION;
        while (end < Layout.HEADER_USED && bytes[end] != 0) {
            end++;
        }
        return new Header(
                length,
                published,
                LittleEndian.i64(bytes, Layout.STATE) == Layout.STATE_CLOSED,
                LittleEndian.i64(bytes, Layout.CREATED),
                LittleEndian.i64(bytes, Layout.PID),
                LittleEndian.i64(bytes, Layout.APPEND_GENERATION),
                LittleEndian.i64(bytes, Layout.REUSE_GENERATION),
                Utf8.decode(bytes, Layout.APPLICATION, end));
    }

    private static FormatException headerLength(String file, String expected, int found) {
        return Clause.HEADER_LENGTH.broken(
                file, Layout.HEADER_LENGTH, "a header length " + expected, found);
    }

    /** F2-PUBLISHED; also of a file that was cut off while it was read. */
    static FormatException published(String file, long size, Object found) {
        String expected =
                "a published length that is a multiple of " + PAGE + " and at most " + size;
        return Clause.PUBLISHED.broken(file, Layout.PUBLISHED, expected, found);
    }

    private static String bits(int features) {
        return IntStream.range(0, Integer.SIZE)
                .filter(bit -> (features >>> bit & 1) == 1)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
    }

    boolean isBeingRewritten() {
        return (reuseGeneration & 1) == 1;
    }

    /**
     * Whether what a reader knows of the directory still holds (SPEC.md 2.11), and whether the file
     * was open both times or closed both times: of one that was closed in between, the last values
     * may not have been seen.
     */
    boolean isStill(Header before) {
        return published == before.published
                && isClosed == before.isClosed
                && appendGeneration == before.appendGeneration
                && reuseGeneration == before.reuseGeneration;
    }
}
