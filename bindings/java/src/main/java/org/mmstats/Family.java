package org.mmstats;

import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.mmstats.internal.v2.FamilyEntry;
import org.mmstats.internal.v2.Shape;
import org.mmstats.internal.v2.View;

/** A family: what shares a name, kind, value type, unit and help; and its series at one moment. */
public final class Family {
    private final View view;
    private final int index;
    private final FamilyEntry entry;

    Family(View view, int index) {
        this.view = view;
        this.index = index;
        entry = view.directory().families().get(index);
    }

    /**
     * Its name.
     *
     * @return the name
     */
    public String name() {
        return entry.name();
    }

    /**
     * What its series are.
     *
     * @return the kind
     */
    public Kind kind() {
        return entry.kind();
    }

    /**
     * What their values are.
     *
     * @return the value type
     */
    public ValueType type() {
        return entry.type();
    }

    /**
     * Its unit.
     *
     * @return the unit; "" where it has none
     */
    public String unit() {
        return entry.unit();
    }

    /**
     * What it tells, for people.
     *
     * @return the help; "" where it has none
     */
    public String help() {
        return entry.help();
    }

    /**
     * What a sum over the files of one application is.
     *
     * @return the aggregate
     */
    public Aggregate aggregate() {
        return entry.aggregate();
    }

    /**
     * Whether files whose writer is dead don't count in that.
     *
     * @return whether they don't
     */
    public boolean isAliveOnly() {
        return entry.isAliveOnly();
    }

    /**
     * The keys of its labels.
     *
     * @return the keys, in their order
     */
    public List<String> labelKeys() {
        return entry.labelKeys();
    }

    /**
     * The components of a struct.
     *
     * @return the components, in their order; none of other kinds
     */
    public List<Component> components() {
        return entry.components();
    }

    /**
     * What its cells are like.
     *
     * @return the numbers by their names: of a histogram scale, first and buckets, of a window
     *     duration (nanoseconds) and slots, of a text or struct slots and width
     */
    public Map<String, Long> parameters() {
        Map<String, Long> parameters = new LinkedHashMap<>();
        Shape shape = entry.shape();
        if (shape instanceof Shape.Distribution distribution) {
            parameters.put("scale", (long) distribution.scale());
            parameters.put("first", (long) distribution.first());
            parameters.put("buckets", (long) distribution.buckets());
        } else if (shape instanceof Shape.Ring ring) {
            parameters.put("duration", ring.duration());
            parameters.put("slots", (long) ring.slots());
        } else if (shape instanceof Shape.Sequenced sequenced) {
            parameters.put("slots", (long) sequenced.slots());
            parameters.put("width", (long) sequenced.width());
        }
        return parameters;
    }

    /**
     * Its live series, in the order of the file. The list doesn't change.
     *
     * @return the series
     */
    public List<Series> series() {
        return new AllSeries();
    }

    /**
     * The series with these labels and no others. A label that is empty is one that isn't there.
     *
     * @param labels the values by their keys
     * @return the series, where there is one
     */
    public Optional<Series> with(Map<String, String> labels) {
        Map<String, String> wanted = new LinkedHashMap<>(labels);
        wanted.values().removeIf(String::isEmpty);
        return series().stream().filter(series -> series.labels().equals(wanted)).findFirst();
    }

    /** They are made when they are asked for: there may be many. */
    private final class AllSeries extends AbstractList<Series> implements RandomAccess {
        @Override
        public int size() {
            return view.directory().seriesCount(index);
        }

        @Override
        public Series get(int which) {
            Objects.checkIndex(which, size());
            return new Series(view, Family.this, view.directory().seriesOf(index, which));
        }
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
