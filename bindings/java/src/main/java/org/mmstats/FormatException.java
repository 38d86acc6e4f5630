package org.mmstats;

import java.io.Serial;
import java.util.OptionalLong;

/** Bytes that are no stats file that can be read: where, and which clause of SPEC.md they break. */
public final class FormatException extends MmStatsException {
    @Serial private static final long serialVersionUID = 1;

    /** Where. */
    private final long offset;

    /** The id of the clause. */
    private final String clause;

    /**
     * An exception.
     *
     * @param cause why
     * @param message where, what was expected and what was found
     * @param offset the offset of the first byte of the item at fault
     * @param clause the id of the clause of SPEC.md, such as F1-SIGNATURE
     */
    public FormatException(Cause cause, String message, long offset, String clause) {
        super(cause, message);
        this.offset = offset;
        this.clause = clause;
    }

    @Override
    public OptionalLong offset() {
        return OptionalLong.of(offset);
    }

    /**
     * The clause of SPEC.md that the bytes break.
     *
     * @return its id, such as F1-SIGNATURE
     */
    public String clause() {
        return clause;
    }
}
