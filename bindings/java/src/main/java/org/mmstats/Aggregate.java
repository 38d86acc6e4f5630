package org.mmstats;

/** What a sum over the files of one application is (SPEC.md 2.5). */
public enum Aggregate {
    /** All together. */
    SUM("sum"),
    /** The smallest. */
    MIN("min"),
    /** The greatest. */
    MAX("max"),
    /** That of the file created last. */
    LAST("last"),
    /** None: one value for each file. */
    EACH("each");

    private final String text;

    Aggregate(String text) {
        this.text = text;
    }

    /**
     * The name that every language uses, such as "sum".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return text;
    }
}
