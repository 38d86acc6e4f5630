package org.mmstats.internal.v2;

import java.util.ArrayList;
import java.util.List;
import org.mmstats.Aggregate;
import org.mmstats.Component;
import org.mmstats.Kind;
import org.mmstats.ValueType;

/** A family (SPEC.md 2.5). What its attributes say is decoded when somebody asks for it. */
public final class FamilyEntry {
    private static final Kind[] KINDS = Kind.values();
    private static final ValueType[] TYPES = ValueType.values();
    private static final Aggregate[] AGGREGATES = Aggregate.values();

    private final byte[] bytes;
    private final int at;
    private final int end;
    private final Kind kind;
    private final ValueType type;

    /** Null where the kind or value type isn't known. */
    private final Shape shape;

    private final int labelCount;

    /*
     * Made once, and not for each series that asks: an entry may have any number of attributes
     * between them. Two threads may both make them, which does no harm: they are immutable.
     */
    private List<String> labelKeys;
    private List<Component> components;

    /** A family of a kind or value type that isn't known (F2-KIND-SKIP). */
    FamilyEntry() {
        this(null, 0, 0, null, null, null, 0);
    }

    FamilyEntry(
            byte[] bytes, int at, int end, Kind kind, ValueType type, Shape shape, int labelCount) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        this.kind = kind;
        this.type = type;
        this.shape = shape;
        this.labelCount = labelCount;
    }

    static Kind kind(int code) {
        return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
    }

    static ValueType type(int code) {
        return code >= 1 && code <= TYPES.length ? TYPES[code - 1] : null;
    }

    /**
     * Whether its kind and value type are known.
     *
     * @return whether they are; if not, it has nothing else
     */
    public boolean isKnown() {
        return shape != null;
    }

    /**
     * What its series are.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * What their values are.
     *
     * @return the value type
     */
    public ValueType type() {
        return type;
    }

    /**
     * What their cells are like.
     *
     * @return the shape
     */
    public Shape shape() {
        return shape;
    }

    int labelCount() {
        return labelCount;
    }

    private Attributes attributes() {
        return new Attributes(bytes, at + Layout.FAMILY_ATTRIBUTES, end);
    }

    /** The first one with that tag (F2-ATTRIBUTE-ONCE). */
    private String text(int tag) {
        return attributes()
                .find(tag)
                .map(found -> Text.of(bytes, found.valueAt(), found.valueEnd()))
                .orElse("");
    }

    /**
     * Its name.
     *
     * @return the name
     */
    public String name() {
        return text(Attributes.NAME);
    }

    /**
     * Its unit.
     *
     * @return the unit; "" where it has none
     */
    public String unit() {
        return text(Attributes.UNIT);
    }

    /**
     * What it tells.
     *
     * @return the help; "" where it has none
     */
    public String help() {
        return text(Attributes.HELP);
    }

    /** The code of the aggregate, without what is added to it. */
    private int aggregateCode() {
        return LittleEndian.u8(bytes, at + Layout.FAMILY_AGGREGATE) & ~Layout.ALIVE_ONLY;
    }

    private boolean hasAggregate() {
        return aggregateCode() >= 1 && aggregateCode() <= AGGREGATES.length;
    }

    /**
     * What a sum over files is.
     *
     * @return the aggregate; of a number that isn't known: each
     */
    public Aggregate aggregate() {
        return hasAggregate() ? AGGREGATES[aggregateCode() - 1] : Aggregate.EACH;
    }

    /**
     * Whether files of dead writers don't count in it.
     *
     * @return whether they don't
     */
    public boolean isAliveOnly() {
        return hasAggregate()
                && LittleEndian.u8(bytes, at + Layout.FAMILY_AGGREGATE) >= Layout.ALIVE_ONLY;
    }

    /**
     * The keys of its labels.
     *
     * @return the keys, in their order
     */
    public List<String> labelKeys() {
        List<String> made = labelKeys;
        if (made == null) {
            List<String> keys = new ArrayList<>(labelCount);
            for (Attributes each = attributes(); each.find(Attributes.LABEL_KEY).isPresent(); ) {
                keys.add(Text.of(bytes, each.valueAt(), each.valueEnd()));
            }
            made = List.copyOf(keys);
            labelKeys = made;
        }
        return made;
    }

    /**
     * The components of a struct.
     *
     * @return the components, in their order; none of other kinds
     */
    public List<Component> components() {
        List<Component> made = components;
        if (made == null) {
            List<Component> found = new ArrayList<>();
            if (kind == Kind.STRUCT) {
                Attributes each = attributes();
                while (each.find(Attributes.COMPONENT).isPresent()) {
                    found.add(Components.of(each));
                }
            }
            made = List.copyOf(found);
            components = made;
        }
        return made;
    }
}
