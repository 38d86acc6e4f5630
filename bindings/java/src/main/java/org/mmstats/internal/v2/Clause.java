package org.mmstats.internal.v2;

import org.mmstats.Cause;
import org.mmstats.FormatException;

/** The clauses of SPEC.md part 2 that a reader checks. */
enum Clause {
    HEADER("2.2"),
    MAGIC("2.2"),
    HEADER_LENGTH("2.2"),
    FEATURES("2.2"),
    PUBLISHED("2.2"),
    BLOCK_WHOLE("2.3"),
    BLOCK_HEADER("2.3"),
    HEAD("2.3"),
    STRIPE_LENGTH("2.3"),
    ENTRY_LENGTH("2.4"),
    FAMILY_ENTRY("2.5"),
    FAMILY_ID("2.5"),
    KIND_TYPE("2.5"),
    ATTRIBUTE_WHOLE("2.5"),
    NAME("2.5"),
    UNIT("2.5"),
    HELP("2.5"),
    SERIES_ENTRY("2.6"),
    SERIES_FAMILY("2.6"),
    CELL("2.6"),
    CELL_BLOCK("2.6"),
    CELL_SUM("2.6"),
    LABELS("2.6"),
    SEQUENCE("2.7"),
    TEXT_LENGTH("2.7"),
    COMPONENT("2.7"),
    COMPONENT_PLACE("2.7"),
    BUCKETS("2.8"),
    RING("2.9");

    private final String section;

    Clause(String section) {
        this.section = section;
    }

    private String id() {
        return "F2-" + name().replace('_', '-');
    }

    /**
     * What it is to break the clause.
     *
     * @param file the file's name; "" where it has none
     * @param offset the offset of the item at fault
     */
    FormatException broken(String file, long offset, String expected, Object found) {
        return broken(Cause.CORRUPT, file, offset, expected, found);
    }

    FormatException broken(Cause cause, String file, long offset, String expected, Object found) {
        String about = file.isEmpty() ? "" : file + ": ";
        String message =
                about
                        + "offset "
                        + offset
                        + ": expected "
                        + expected
                        + ", found "
                        + found
                        + " (SPEC.md "
                        + section
                        + ", "
                        + id()
                        + ")";
        return new FormatException(cause, message, offset, id());
    }
}
