package org.mmstats;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the values that a struct publishes together.
 *
 * @param name its name
 * @param type its type
 * @param kind a counter, a gauge or a text
 * @param unit its unit; "" where it has none
 * @param offset where in the struct it is
 * @param width its width in bytes
 */
public record Component(
        String name, ComponentType type, Kind kind, String unit, int offset, int width) {
    /**
     * A component to declare a struct with, which says where it is.
     *
     * @param name its name
     * @param type its type, but for a text
     * @param kind a counter or a gauge
     * @param unit its unit; "" where it has none
     * @return the component
     */
    public static Component of(String name, ComponentType type, Kind kind, String unit) {
        return new Component(name, type, kind, unit, 0, type.width());
    }

    /**
     * A component that is a text, to declare a struct with, which says where it is.
     *
     * @param name its name
     * @param width how many bytes it has at most
     * @param unit its unit; "" where it has none
     * @return the component
     */
    public static Component text(String name, int width, String unit) {
        return new Component(name, ComponentType.TEXT, Kind.TEXT, unit, 0, width);
    }

    /** The same, in their order, each at the next multiple of its type's width. */
    static List<Component> placed(Component... components) {
        if (components.length == 0) {
            throw new MmStatsException(
                    Cause.INVALID, "expected at least one component of a struct, found none");
        }
        List<Component> placed = new ArrayList<>(components.length);
        int end = 0;
        for (Component one : components) {
            int alignment = Math.max(1, one.type.width());
            int offset = (end + alignment - 1) / alignment * alignment;
            placed.add(new Component(one.name, one.type, one.kind, one.unit, offset, one.width));
            end = offset + one.width;
        }
        return List.copyOf(placed);
    }
}
