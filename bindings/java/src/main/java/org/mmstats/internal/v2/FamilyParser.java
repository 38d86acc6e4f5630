package org.mmstats.internal.v2;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.mmstats.FormatException;
import org.mmstats.Kind;
import org.mmstats.ValueType;

/** Checks a family's entry, in the order of F2-FIRST-FAULT. */
final class FamilyParser {
    private static final Set<ValueType> COUNTED = EnumSet.of(ValueType.U64, ValueType.F64);
    private static final Set<ValueType> BYTES = EnumSet.of(ValueType.BYTES);

    /** F2-KIND-TYPE. */
    private static final Map<Kind, Set<ValueType>> TYPES =
            Map.of(
                    Kind.COUNTER, COUNTED,
                    Kind.GAUGE, EnumSet.complementOf(EnumSet.of(ValueType.BYTES)),
                    Kind.TEXT, BYTES,
                    Kind.HISTOGRAM, COUNTED,
                    Kind.STRUCT, BYTES,
                    Kind.WINDOW, COUNTED);

    private final byte[] bytes;

    /** The entry. */
    private final int at;

    private final int end;
    private final Kind kind;
    private final ValueType type;

    /** What is added to a place in `bytes` to get an offset in the file. */
    private final long fileOffset;

    private final String file;

    private boolean hasName;
    private boolean hasUnit;
    private boolean hasHelp;
    private int labelCount;

    /** Null before there is one, and for scalars. */
    private Shape shape;

    private boolean hasComponent;

    /** Where the sequence attribute stands; -1: it doesn't yet. */
    private int sequenceAt = -1;

    /** Where the component before ends in its slot. */
    private long componentEnd;

    private FamilyParser(
            byte[] bytes,
            int at,
            int length,
            Kind kind,
            ValueType type,
            long fileOffset,
            String file) {
        this.bytes = bytes;
        this.at = at;
        this.end = at + length;
        this.kind = kind;
        this.type = type;
        this.fileOffset = fileOffset;
        this.file = file;
    }

    /** The family whose entry is there, and which has to have that id. */
    static FamilyEntry parse(
            byte[] bytes, int at, int length, int id, long fileOffset, String file) {
        if (length < Layout.FAMILY_MIN) {
            throw Clause.FAMILY_ENTRY.broken(
                    file, at + fileOffset, "a family of at least 24 bytes", length);
        }
        int found = LittleEndian.i32(bytes, at + Layout.FAMILY_ID);
        if (found != id) {
            throw Clause.FAMILY_ID.broken(
                    file,
                    at + fileOffset + Layout.FAMILY_ID,
                    "family id " + id,
                    Integer.toUnsignedString(found));
        }
        Kind kind = FamilyEntry.kind(LittleEndian.u8(bytes, at + Layout.FAMILY_KIND));
        ValueType type = FamilyEntry.type(LittleEndian.u8(bytes, at + Layout.FAMILY_TYPE));
        if (kind == null || type == null) {
            return new FamilyEntry();
        }
        if (!TYPES.get(kind).contains(type)) {
            throw Clause.KIND_TYPE.broken(
                    file,
                    at + fileOffset + Layout.FAMILY_KIND,
                    "a " + kind + " of " + TYPES.get(kind),
                    "one of " + type);
        }
        return new FamilyParser(bytes, at, length, kind, type, fileOffset, file).parse();
    }

    private FamilyEntry parse() {
        Attributes each = new Attributes(bytes, at + Layout.FAMILY_ATTRIBUTES, end);
        while (each.next()) {
            if (each.length() > each.room()) {
                throw broken(
                        Clause.ATTRIBUTE_WHOLE,
                        each.at,
                        "an attribute of at most " + each.room() + " bytes",
                        each.length());
            }
            attribute(each);
        }
        if (hasComponent) {
            placeEarly();
        }
        requireAll();
        Shape known = shape == null ? Shape.SCALAR : shape;
        return new FamilyEntry(bytes, at, end, kind, type, known, labelCount);
    }

    /** The places of components that stand before what says how wide a slot is. */
    private void placeEarly() {
        componentEnd = 0;
        Attributes early = new Attributes(bytes, at + Layout.FAMILY_ATTRIBUTES, end);
        while (early.find(Attributes.COMPONENT).isPresent() && early.at < sequenceAt) {
            place(early);
        }
    }

    /** F2-ATTRIBUTE-SKIP and F2-ATTRIBUTE-ONCE. */
    private void attribute(Attributes each) {
        switch (each.tag()) {
            case Attributes.NAME -> {
                if (!hasName) {
                    name(each);
                    hasName = true;
                }
            }
            case Attributes.UNIT -> {
                if (!hasUnit) {
                    unit(each);
                    hasUnit = true;
                }
            }
            case Attributes.HELP -> {
                if (!hasHelp) {
                    help(each);
                    hasHelp = true;
                }
            }
            case Attributes.LABEL_KEY -> {
                name(each);
                labelCount++;
            }
            case Attributes.BUCKETS -> {
                if (kind == Kind.HISTOGRAM && shape == null) {
                    shape = buckets(each);
                }
            }
            case Attributes.RING -> {
                if (kind == Kind.WINDOW && shape == null) {
                    shape = ring(each);
                }
            }
            case Attributes.SEQUENCE -> {
                if (type == ValueType.BYTES && shape == null) {
                    shape = sequence(each);
                    sequenceAt = each.at;
                }
            }
            case Attributes.COMPONENT -> {
                if (kind == Kind.STRUCT) {
                    component(each);
                }
            }
            default -> {
                // An attribute that this version doesn't know.
            }
        }
    }

    private void name(Attributes each) {
        if (!Text.isName(bytes, each.valueAt(), each.valueEnd())) {
            throw broken(Clause.NAME, each, "1 to 255 bytes of well-formed UTF-8 without NUL");
        }
    }

    private void unit(Attributes each) {
        if (!Text.isUnit(bytes, each.valueAt(), each.valueEnd())) {
            throw broken(Clause.UNIT, each, "at most 255 bytes of well-formed UTF-8 without NUL");
        }
    }

    private void help(Attributes each) {
        if (!Text.isText(bytes, each.valueAt(), each.valueEnd())) {
            throw broken(Clause.HELP, each, "well-formed UTF-8 without NUL");
        }
    }

    private Shape buckets(Attributes each) {
        Shape parsed = Shape.Distribution.of(each);
        if (parsed == null) {
            throw broken(
                    Clause.BUCKETS,
                    each,
                    "12 bytes: a scale from 0 to 8, and 1 to 65536 buckets between"
                            + " -1022 * 2^scale and 1024 * 2^scale");
        }
        return parsed;
    }

    private Shape ring(Attributes each) {
        Shape parsed = Shape.Ring.of(each);
        if (parsed == null) {
            throw broken(
                    Clause.RING, each, "12 bytes: a duration that isn't 0, and 2 to 4096 slots");
        }
        return parsed;
    }

    private Shape sequence(Attributes each) {
        Shape parsed = Shape.Sequenced.of(each);
        if (parsed == null) {
            throw broken(
                    Clause.SEQUENCE,
                    each,
                    "8 bytes: K a power of two from 2 to 64, W a multiple of 8 from 8 to 65536");
        }
        return parsed;
    }

    private void component(Attributes each) {
        if (!Components.isWhole(each)) {
            throw Components.broken(each, file, each.at + fileOffset);
        }
        hasComponent = true;
        if (shape != null) {
            if (componentEnd == 0) {
                // There may be some before the sequence; their places are looked at later.
                componentEnd = endOfEarly(each.at);
            }
            place(each);
        }
    }

    /** Where the last component before that place ends; 0: there is none. */
    private long endOfEarly(int before) {
        long last = 0;
        Attributes each = new Attributes(bytes, at + Layout.FAMILY_ATTRIBUTES, end);
        while (each.find(Attributes.COMPONENT).isPresent() && each.at < before) {
            last = Components.offset(each) + Components.width(each);
        }
        return last;
    }

    /** F2-COMPONENT-PLACE. */
    private void place(Attributes each) {
        long offset = Components.offset(each);
        long width = Components.width(each);
        int slot = ((Shape.Sequenced) shape).width();
        long alignment = Components.alignment(each);
        if (offset + width > slot || offset % alignment != 0 || offset < componentEnd) {
            throw broken(
                    Clause.COMPONENT_PLACE,
                    each.at,
                    width
                            + " bytes from "
                            + componentEnd
                            + " on in a slot of "
                            + slot
                            + ", at a multiple of "
                            + alignment,
                    "offset " + offset);
        }
        componentEnd = offset + width;
    }

    /** What is missing, in the order of F2-FIRST-FAULT. */
    private void requireAll() {
        require(hasName, Clause.NAME, "name");
        require(kind != Kind.HISTOGRAM || shape != null, Clause.BUCKETS, "buckets");
        require(kind != Kind.WINDOW || shape != null, Clause.RING, "ring");
        require(type != ValueType.BYTES || shape != null, Clause.SEQUENCE, "sequence");
        require(kind != Kind.STRUCT || hasComponent, Clause.COMPONENT, "component");
    }

    private void require(boolean isThere, Clause clause, String attribute) {
        if (!isThere) {
            throw broken(clause, at, "an attribute " + attribute + " in a " + kind, "none");
        }
    }

    private FormatException broken(Clause clause, Attributes each, String expected) {
        return broken(
                clause, each.at, expected, Text.shown(bytes, each.valueAt(), each.valueEnd()));
    }

    private FormatException broken(Clause clause, int place, String expected, Object found) {
        return clause.broken(file, place + fileOffset, expected, found);
    }
}
