package org.mmstats;

import java.util.Arrays;
import java.util.List;
import org.mmstats.internal.Utf8;
import org.mmstats.internal.v2.LittleEndian;
import org.mmstats.internal.v2.Slots;

/**
 * Values that are published together: a reader sees all of one publish, or none of it. They are put
 * first, by their components' numbers, and then published; what isn't put again stays.
 *
 * <pre>{@code
 * pair.put(0, n).put(1, 3 * n).publish();
 * }</pre>
 *
 * <p>Threads: one at a time. No operation takes a lock, calls the system, calls native code or
 * allocates.
 */
public final class Struct extends Handle {
    private final Component[] components;
    private final Slots slots;

    /** What is published next. */
    private final byte[] bytes;

    Struct(long at, int slots, int width, List<Component> components) {
        super(at, null);
        this.components = components.toArray(new Component[0]);
        this.slots = new Slots(slots, width);
        bytes = new byte[width];
    }

    private Component component(int index) {
        if (index < 0 || index >= components.length) {
            String message =
                    "expected a component from 0 to "
                            + (components.length - 1)
                            + ", found "
                            + index;
            throw new MmStatsException(Cause.INVALID, message);
        }
        return components[index];
    }

    private static MmStatsException wrongType(Component component, String found) {
        String message =
                "component \""
                        + component.name()
                        + "\": expected "
                        + component.type()
                        + ", found "
                        + found;
        return new MmStatsException(Cause.WRONG_TYPE, message);
    }

    /**
     * Puts a component that is an integer.
     *
     * @param index which, from 0
     * @param value its value; of a u64 as an unsigned number
     * @return this
     * @throws MmStatsException wrong type: it is no integer, or one of another range; invalid:
     *     there is no such component
     */
    public Struct put(int index, long value) {
        Component component = component(index);
        if (!component.type().has(value)) {
            throw wrongType(component, Long.toString(value));
        }
        LittleEndian.put(bytes, component.offset(), component.width(), value);
        return this;
    }

    /**
     * Puts a component that is a float.
     *
     * @param index which, from 0
     * @param value its value; of an f32 the next one
     * @return this
     * @throws MmStatsException wrong type: it is no float; invalid: there is no such component
     */
    public Struct put(int index, double value) {
        Component component = component(index);
        switch (component.type()) {
            case F64 ->
                    LittleEndian.put(
                            bytes,
                            component.offset(),
                            Double.BYTES,
                            Double.doubleToRawLongBits(value));
            case F32 ->
                    LittleEndian.put(
                            bytes,
                            component.offset(),
                            Float.BYTES,
                            Float.floatToRawIntBits((float) value));
            default -> throw wrongType(component, "a float");
        }
        return this;
    }

    /**
     * Puts a component that is a bool.
     *
     * @param index which, from 0
     * @param value its value
     * @return this
     * @throws MmStatsException wrong type: it is no bool; invalid: there is no such component
     */
    public Struct put(int index, boolean value) {
        Component component = component(index);
        if (component.type() != ComponentType.BOOL) {
            throw wrongType(component, "a bool");
        }
        bytes[component.offset()] = (byte) (value ? 1 : 0);
        return this;
    }

    /**
     * Puts a component that is a text. One that is too long is cut between characters, and one with
     * NUL ends there.
     *
     * @param index which, from 0
     * @param text the text
     * @return this
     * @throws MmStatsException wrong type: it is no text; invalid: there is no such component, or
     *     half a surrogate pair, which UTF-8 can't say
     */
    public Struct put(int index, CharSequence text) {
        Component component = component(index);
        if (component.type() != ComponentType.TEXT) {
            throw wrongType(component, "a text");
        }
        int end = component.offset() + component.width();
        int used = Utf8.encode(text, bytes, component.offset(), component.width());
        Arrays.fill(bytes, component.offset() + used, end, (byte) 0);
        return this;
    }

    /** Publishes what was put. */
    public void publish() {
        long at = at();
        Slots.store(slots.begin(at), bytes, bytes.length / Long.BYTES);
        Slots.end(at);
    }
}
