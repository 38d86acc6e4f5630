package org.mmstats.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.mmstats.Cause;
import org.mmstats.FormatException;

/** Why bytes are no format 1 file: the offset of the item at fault, and the clause it breaks. */
record Fault(int offset, Clause clause, Supplier<String> text) {
    /** The clauses that a reader checks. */
    enum Clause {
        NOT_EMPTY("1.2", Cause.NOT_A_STATS_FILE),
        VERSION("1.2", Cause.UNKNOWN_VERSION),
        FIELD_WHOLE("1.3", Cause.CORRUPT),
        LABEL_UTF8("1.3", Cause.CORRUPT),
        LABEL_NUL("1.3", Cause.CORRUPT),
        TYPE_SIZE("1.3", Cause.CORRUPT),
        SIGNATURE("1.3", Cause.CORRUPT),
        CHAR_SIGNATURE("1.4", Cause.CORRUPT),
        WRITE_BUFFER("1.3", Cause.CORRUPT),
        ZERO_TAIL("1.6", Cause.CORRUPT);

        private final String section;
        private final Cause cause;

        Clause(String section, Cause cause) {
            this.section = section;
            this.cause = cause;
        }

        private String id() {
            return "F1-" + name().replace('_', '-');
        }
    }

    private static final byte VERSION_2 = 2;
    private static final byte[] MAGIC_2 = "MMSTATS".getBytes(StandardCharsets.US_ASCII);

    static Fault empty() {
        return new Fault(
                0,
                Clause.NOT_EMPTY,
                () ->
                        "expected a version byte, found an empty file: its writer has not finished"
                                + " creating it, or was killed while it did");
    }

    static Fault version(byte[] bytes) {
        return new Fault(
                0,
                Clause.VERSION,
                () -> "expected version 01, found " + hex(bytes[0]) + versionFound(bytes));
    }

    private static String versionFound(byte[] bytes) {
        if (bytes[0] == 0) {
            return ": no stats file, or one whose writer has not finished creating it";
        }
        if (bytes[0] != VERSION_2) {
            return ": no stats file";
        }
        int magicEnd = Math.min(1 + MAGIC_2.length, bytes.length);
        return Arrays.equals(bytes, 1, magicEnd, MAGIC_2, 0, MAGIC_2.length)
                ? " MMSTATS: a file of format 2: use the reader of that format"
                : ": an unreleased draft of mmstats, which nothing reads";
    }

    /** A file that ends inside of an item. */
    static Fault truncated(int offset, String item, long need, int have) {
        return new Fault(
                offset,
                Clause.FIELD_WHOLE,
                () -> {
                    String expected = "expected " + need + " bytes of " + item;
                    return expected + ", found the end of the file after " + have;
                });
    }

    static Fault labelUtf8(int offset) {
        return new Fault(
                offset,
                Clause.LABEL_UTF8,
                () -> "expected a label in UTF-8, found ill-formed bytes");
    }

    static Fault labelNul(int offset) {
        return new Fault(
                offset, Clause.LABEL_NUL, () -> "expected a label without NUL, found one with NUL");
    }

    static Fault typeSize(int offset) {
        return new Fault(
                offset, Clause.TYPE_SIZE, () -> "expected a type size of at least 1, found 0");
    }

    static Fault signature(int offset, byte found) {
        String expected = "expected a signature of QqLlIiHhBb?fd and <count>s";
        return new Fault(
                offset, Clause.SIGNATURE, () -> expected + ", found one with byte " + hex(found));
    }

    static Fault charSignature(int offset, byte found) {
        String expected = "expected a signature, one of QqLlIiHhBb?fd";
        return new Fault(
                offset, Clause.CHAR_SIGNATURE, () -> expected + ", found byte " + hex(found));
    }

    static Fault writeBuffer(int offset, byte found) {
        String expected = "expected write buffer 00, 01 or ff";
        return new Fault(offset, Clause.WRITE_BUFFER, () -> expected + ", found " + hex(found));
    }

    static Fault zeroTail(int offset, byte found) {
        String expected = "expected zeros from the end of the fields on";
        return new Fault(offset, Clause.ZERO_TAIL, () -> expected + ", found " + hex(found));
    }

    private static String hex(byte found) {
        return String.format("%02x", found);
    }

    /** As an exception about the file of that name; "" where it has none. */
    FormatException exception(String file) {
        String about = file.isEmpty() ? "" : file + ": ";
        String broken = " (SPEC.md " + clause.section + ", " + clause.id() + ")";
        String message = about + "offset " + offset + ": " + text.get() + broken;
        return new FormatException(clause.cause, message, offset, clause.id());
    }
}
