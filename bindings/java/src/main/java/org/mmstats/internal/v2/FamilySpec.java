package org.mmstats.internal.v2;

import java.util.ArrayList;
import java.util.List;
import org.mmstats.Aggregate;
import org.mmstats.Component;
import org.mmstats.Kind;
import org.mmstats.ValueType;
import org.mmstats.internal.Utf8;

/** What a family is to be, until it is registered. What isn't said is the library's default. */
public final class FamilySpec {
    private final Kind kind;
    private final ValueType type;
    private final String name;
    private String unit = "";
    private String help = "";
    private final List<String> labelKeys = new ArrayList<>();
    private final List<Component> components = new ArrayList<>();
    private final long[] numbers = new long[NativeWriter.NUMBERS];

    /**
     * A family.
     *
     * @param kind its kind
     * @param type its value type
     * @param name its name
     */
    public FamilySpec(Kind kind, ValueType type, String name) {
        this.kind = kind;
        this.type = type;
        this.name = name;
    }

    /**
     * Says the unit.
     *
     * @param said the unit
     */
    public void unit(String said) {
        unit = said;
    }

    /**
     * Says what it tells.
     *
     * @param said the help
     */
    public void help(String said) {
        help = said;
    }

    /**
     * Adds a label key.
     *
     * @param key the key
     */
    public void labelKey(String key) {
        labelKeys.add(key);
    }

    /**
     * Says what a sum over files is.
     *
     * @param aggregate that
     */
    public void aggregate(Aggregate aggregate) {
        numbers[NativeWriter.AGGREGATE] = aggregate.ordinal() + 1;
    }

    /** Says that files of dead writers don't count in it. */
    public void aliveOnly() {
        numbers[NativeWriter.ALIVE_ONLY] = 1;
    }

    /**
     * Says how many series there may be.
     *
     * @param limit how many
     */
    public void limit(int limit) {
        numbers[NativeWriter.LIMIT] = limit;
    }

    /**
     * Says how long a text may be.
     *
     * @param bytes its greatest length
     */
    public void capacity(int bytes) {
        // The library takes 0 for its default.
        numbers[NativeWriter.CAPACITY] = bytes == 0 ? NativeWriter.NO_CAPACITY : bytes;
    }

    /**
     * Says which buckets a histogram has.
     *
     * @param scale the scale
     * @param first the index of the first
     * @param count how many
     */
    public void buckets(int scale, int first, int count) {
        numbers[NativeWriter.SCALE] = scale;
        numbers[NativeWriter.FIRST] = first;
        numbers[NativeWriter.BUCKETS] = count;
    }

    /**
     * Says which slots a window has.
     *
     * @param duration nanoseconds of each
     * @param slots how many, the one that is being filled included
     */
    public void ring(long duration, int slots) {
        numbers[NativeWriter.DURATION] = duration;
        numbers[NativeWriter.SLOTS] = slots;
    }

    /**
     * Says which components a struct has.
     *
     * @param all the components, in the order of their offsets
     */
    public void components(List<Component> all) {
        components.addAll(all);
        Component last = all.get(all.size() - 1);
        numbers[NativeWriter.STRUCT_SIZE] = last.offset() + last.width();
    }

    /**
     * How many label keys there are.
     *
     * @return how many
     */
    public int labelCount() {
        return labelKeys.size();
    }

    /**
     * Gets or creates the family.
     *
     * @param writer the native writer
     * @return the family
     */
    public long register(long writer) {
        List<String> texts = new ArrayList<>(List.of(name, unit, help));
        texts.addAll(labelKeys);
        List<String> componentTexts = new ArrayList<>();
        int[] componentNumbers = new int[components.size() * NativeWriter.COMPONENT_NUMBERS];
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            componentTexts.add(component.name());
            componentTexts.add(component.unit());
            int at = i * NativeWriter.COMPONENT_NUMBERS;
            componentNumbers[at + NativeWriter.COMPONENT_TYPE] = component.type().ordinal();
            componentNumbers[at + NativeWriter.COMPONENT_KIND] = component.kind().ordinal() + 1;
            componentNumbers[at + NativeWriter.COMPONENT_OFFSET] = component.offset();
            componentNumbers[at + NativeWriter.COMPONENT_WIDTH] = component.width();
        }
        return NativeWriter.family(
                writer,
                kindCode(),
                typeCode(),
                encoded(texts),
                numbers,
                encoded(componentTexts),
                componentNumbers);
    }

    /**
     * Gets or creates a series.
     *
     * @param family what {@link #register} gave
     * @param labelValues one for each label key
     * @return what {@link NativeWriter#series} says of it
     */
    public long[] series(long family, List<String> labelValues) {
        return NativeWriter.series(family, kindCode(), typeCode(), encoded(labelValues));
    }

    private int kindCode() {
        return kind.ordinal() + 1;
    }

    private int typeCode() {
        return type.ordinal() + 1;
    }

    private static byte[][] encoded(List<String> texts) {
        return texts.stream().map(Utf8::encode).toArray(byte[][]::new);
    }
}
