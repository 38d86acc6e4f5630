package org.mmstats.v1;

import java.util.Locale;

/** Whether a file says the sizes of its signatures (SPEC.md 1.7). */
public enum Layout {
    /** It does: mmstats since its type-size field. */
    TYPED,
    /** A signature is one byte: mmstats in 2011. */
    CHAR;

    /**
     * Its name in SPEC.md.
     *
     * @return "typed" or "char"
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
