package org.mmstats.internal.v2;

import org.mmstats.Component;
import org.mmstats.ComponentType;
import org.mmstats.FormatException;
import org.mmstats.Kind;

/** Attributes that are components of a struct (SPEC.md 2.7). */
final class Components {
    private static final Kind[] KINDS = {Kind.COUNTER, Kind.GAUGE, Kind.TEXT};

    private static final ComponentType[] TYPES = ComponentType.values();

    private Components() {}

    /** Whether an attribute is one, but for its place (F2-COMPONENT). */
    static boolean isWhole(Attributes attribute) {
        int from = attribute.valueAt();
        int end = attribute.valueEnd();
        if (end - from < Layout.COMPONENT_NAME) {
            return false;
        }
        byte[] bytes = attribute.bytes;
        int nameAt = from + Layout.COMPONENT_NAME;
        int nameLength = LittleEndian.u16(bytes, from + Layout.COMPONENT_NAME_LENGTH);
        ComponentType type = type(attribute);
        int kind = LittleEndian.u8(bytes, from + Layout.COMPONENT_KIND);
        return type != null
                && isWidth(type, width(attribute))
                && kind >= 1
                && kind <= KINDS.length
                && nameLength <= end - nameAt
                && Text.isName(bytes, nameAt, nameAt + nameLength)
                && Text.isUnit(bytes, nameAt + nameLength, end);
    }

    static FormatException broken(Attributes attribute, String file, long offset) {
        String expected =
                "a component: offset, width, a type of that width, kind, and a name of 1 to 255"
                        + " bytes with its length before and its unit behind it";
        String found = Text.shown(attribute.bytes, attribute.valueAt(), attribute.valueEnd());
        return Clause.COMPONENT.broken(file, offset, expected, found);
    }

    /** The type; null where it isn't known. */
    private static ComponentType type(Attributes attribute) {
        int code = LittleEndian.u8(attribute.bytes, attribute.valueAt() + Layout.COMPONENT_TYPE);
        return code >= 1 && code <= TYPES.length ? TYPES[code - 1] : null;
    }

    private static boolean isWidth(ComponentType type, long width) {
        return type == ComponentType.TEXT ? width >= 1 : width == type.width();
    }

    /** What the offset of one has to be a multiple of. */
    static long alignment(Attributes attribute) {
        return type(attribute) == ComponentType.TEXT ? 1 : width(attribute);
    }

    static long offset(Attributes attribute) {
        return LittleEndian.u32(attribute.bytes, attribute.valueAt());
    }

    static long width(Attributes attribute) {
        return LittleEndian.u32(attribute.bytes, attribute.valueAt() + Layout.COMPONENT_WIDTH);
    }

    /** One whose place was checked, too. */
    static Component of(Attributes attribute) {
        byte[] bytes = attribute.bytes;
        int from = attribute.valueAt();
        int nameAt = from + Layout.COMPONENT_NAME;
        int nameEnd = nameAt + LittleEndian.u16(bytes, from + Layout.COMPONENT_NAME_LENGTH);
        return new Component(
                Text.of(bytes, nameAt, nameEnd),
                type(attribute),
                KINDS[LittleEndian.u8(bytes, from + Layout.COMPONENT_KIND) - 1],
                Text.of(bytes, nameEnd, attribute.valueEnd()),
                (int) offset(attribute),
                (int) width(attribute));
    }
}
