package org.mmstats;

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
        String name, ComponentType type, Kind kind, String unit, int offset, int width) {}
