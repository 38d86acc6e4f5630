package org.mmstats.internal.v2;

import java.nio.charset.StandardCharsets;
import org.mmstats.internal.Utf8;

/** Texts of the directory: well-formed UTF-8 without NUL. */
final class Text {
    private static final int SHOWN = 24;

    private Text() {}

    static boolean isText(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0) {
                return false;
            }
        }
        return Utf8.isWellFormed(bytes, from, to);
    }

    /** F2-NAME: of a name and a label key. */
    static boolean isName(byte[] bytes, int from, int to) {
        return to > from && isUnit(bytes, from, to);
    }

    /** F2-UNIT. */
    static boolean isUnit(byte[] bytes, int from, int to) {
        return to - from <= Layout.LONGEST_NAME && isText(bytes, from, to);
    }

    /** The text of bytes that were checked. */
    static String of(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Bytes that are not what they should be, for an exception: the first ones. */
    static String shown(byte[] bytes, int from, int to) {
        var shown = new StringBuilder().append(to - from).append(" bytes");
        String before = ": ";
        for (int at = from; at < Math.min(to, from + SHOWN); at++) {
            shown.append(before).append(String.format("%02x", bytes[at]));
            before = " ";
        }
        return shown.append(to - from > SHOWN ? " ..." : "").toString();
    }
}
