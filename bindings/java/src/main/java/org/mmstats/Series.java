package org.mmstats;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmstats.internal.v2.Values;
import org.mmstats.internal.v2.View;

/** A live series: one member of a family, told apart by its labels, and its value at one moment. */
public final class Series {
    private static final long NANOS = 1_000_000_000L;

    private final View view;
    private final Family family;
    private final int index;

    Series(View view, Family family, int index) {
        this.view = view;
        this.family = family;
        this.index = index;
    }

    /**
     * Its family.
     *
     * @return the family
     */
    public Family family() {
        return family;
    }

    /**
     * Its labels, without those that are empty: these say that the label isn't there.
     *
     * @return the values by their keys, in the order of these
     */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(allLabels());
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    /**
     * Its labels, empty ones too.
     *
     * @return the values by their keys, in the order of these
     */
    public Map<String, String> allLabels() {
        return view.directory().labels(index);
    }

    /**
     * Whether it holds what would have gone to series beyond the family's limit.
     *
     * @return whether it does
     */
    public boolean isOverflow() {
        return view.directory().isOverflow(index);
    }

    /**
     * When it was made.
     *
     * @return nanoseconds since 1970, as an unsigned number
     */
    public long createdNanos() {
        return view.directory().created(index);
    }

    /**
     * When it was made.
     *
     * @return the moment
     */
    public Instant created() {
        long nanos = createdNanos();
        return Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, NANOS), Long.remainderUnsigned(nanos, NANOS));
    }

    /**
     * Its value.
     *
     * @return the value; {@link Value.Busy} where it changed whenever it was looked at
     */
    public Value value() {
        return Values.of(view, index);
    }

    @Override
    public String toString() {
        Map<String, String> labels = labels();
        return family.name() + (labels.isEmpty() ? "" : labels.toString()) + " " + value();
    }
}
