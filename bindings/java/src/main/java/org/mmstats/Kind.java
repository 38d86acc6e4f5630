package org.mmstats;

/** What a family's series are (SPEC.md 2.5). */
public enum Kind {
    /** Only grows. */
    COUNTER("counter"),
    /** Goes up and down. */
    GAUGE("gauge"),
    /** UTF-8. */
    TEXT("text"),
    /** A distribution. */
    HISTOGRAM("histogram"),
    /** Several values that change together. */
    STRUCT("struct"),
    /** What happened lately. */
    WINDOW("window");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /**
     * The name that every language uses, such as "counter".
     *
     * @return the name
     */
    @Override
    public String toString() {
        return text;
    }
}
