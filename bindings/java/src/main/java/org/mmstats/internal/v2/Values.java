package org.mmstats.internal.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmstats.Bucket;
import org.mmstats.Component;
import org.mmstats.Distribution;
import org.mmstats.Recent;
import org.mmstats.Value;
import org.mmstats.ValueType;
import org.mmstats.internal.Utf8;

/** The values that cells have (SPEC.md 2.7 to 2.9), stripes added up. */
public final class Values {
    private static final Value UNPUBLISHED = new Value.Unpublished();
    private static final Value BUSY = new Value.Busy();

    private final byte[] bytes;
    private final FamilyEntry family;

    /** Where the stripes of the cell are. */
    private final int[] places;

    private Values(View view, int one) {
        bytes = view.cells().bytes;
        family = view.directory().family(one);
        places = view.directory().places(one);
    }

    /**
     * The value of a series.
     *
     * @param view what was seen of a file
     * @param one the index of the series
     * @return its value
     */
    public static Value of(View view, int one) {
        return view.cells().isBusy(one) ? BUSY : new Values(view, one).value();
    }

    private Value value() {
        return switch (family.kind()) {
            case COUNTER, GAUGE -> scalar();
            case TEXT -> text();
            case HISTOGRAM -> histogram((Shape.Distribution) family.shape());
            case STRUCT -> struct();
            case WINDOW -> window((Shape.Ring) family.shape());
        };
    }

    private long word(int at) {
        return LittleEndian.i64(bytes, at);
    }

    /** A word of the cell, added up over the stripes modulo 2^64. */
    private long count(int offset) {
        long sum = 0;
        for (int place : places) {
            sum += word(place + offset);
        }
        return sum;
    }

    /** A word of the cell, added up over the stripes as the value type. */
    private Value total(int offset) {
        if (family.type() != ValueType.F64) {
            return new Value.U64(count(offset));
        }
        double sum = Double.longBitsToDouble(word(places[0] + offset));
        for (int i = 1; i < places.length; i++) {
            sum += Double.longBitsToDouble(word(places[i] + offset));
        }
        return new Value.F64(sum);
    }

    /** The greatest word of the stripes: values have no sign, so that bits are in their order. */
    private long greatest(int offset) {
        long greatest = 0;
        for (int place : places) {
            greatest = max(greatest, word(place + offset));
        }
        return greatest;
    }

    private static long max(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? b : a;
    }

    private Value number(long bits) {
        return family.type() == ValueType.F64
                ? new Value.F64(Double.longBitsToDouble(bits))
                : new Value.U64(bits);
    }

    private Value scalar() {
        return switch (family.type()) {
            case I64 -> new Value.I64(word(places[0]));
            case BOOL -> new Value.Bool(word(places[0]) != 0);
            default -> total(0);
        };
    }

    /** Where the slot is that was published last; -1: none was. */
    private int slot() {
        long sequence = word(places[0]);
        int slot = ((Shape.Sequenced) family.shape()).slot(sequence);
        return sequence == 0 ? -1 : places[0] + slot;
    }

    private Value text() {
        int slot = slot();
        if (slot < 0) {
            return UNPUBLISHED;
        }
        int from = slot + Layout.TEXT_BYTES;
        // Checked when the cells were copied.
        return new Value.Text(Utf8.decode(bytes, from, from + (int) word(slot)));
    }

    private Value struct() {
        int slot = slot();
        if (slot < 0) {
            return UNPUBLISHED;
        }
        List<Component> components = family.components();
        List<Value> values = new ArrayList<>(components.size());
        for (Component component : components) {
            values.add(component(component, slot + component.offset()));
        }
        return new Value.Struct(components, List.copyOf(values));
    }

    private Value component(Component component, int at) {
        return switch (component.type()) {
            case U64 -> new Value.U64(word(at));
            case I64 -> new Value.I64(word(at));
            case F64 -> new Value.F64(Double.longBitsToDouble(word(at)));
            case BOOL -> new Value.Bool(bytes[at] != 0);
            case TEXT -> new Value.Text(padded(at, at + component.width()));
            case U32 -> new Value.U64(LittleEndian.u32(bytes, at));
            case I32 -> new Value.I64(LittleEndian.i32(bytes, at));
            case U16 -> new Value.U64(LittleEndian.u16(bytes, at));
            case I16 -> new Value.I64(LittleEndian.i16(bytes, at));
            case U8 -> new Value.U64(LittleEndian.u8(bytes, at));
            case I8 -> new Value.I64(bytes[at]);
            case F32 -> new Value.F64(Float.intBitsToFloat(LittleEndian.i32(bytes, at)));
        };
    }

    /** A text up to its first NUL or its width (F1-TEXT-READ). */
    private String padded(int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        return Utf8.decode(bytes, from, end);
    }

    private Value histogram(Shape.Distribution shape) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < shape.buckets(); i++) {
            long count = count(Layout.HISTOGRAM_BUCKETS + Layout.WORD * i);
            if (count != 0) {
                int index = shape.first() + i;
                double lower = Bounds.lower(index, shape.scale());
                double upper = Bounds.lower(index + 1, shape.scale());
                buckets.add(new Bucket(index, lower, upper, count));
            }
        }
        long inverted = greatest(Layout.HISTOGRAM_MIN_INVERTED);
        Optional<Value> min = Optional.of(number(~inverted)).filter(any -> inverted != 0);
        Optional<Value> max = min.map(any -> number(greatest(Layout.HISTOGRAM_MAX)));
        return new Distribution(
                shape.scale(),
                shape.first(),
                shape.buckets(),
                count(Layout.HISTOGRAM_ZERO),
                count(Layout.HISTOGRAM_ABOVE),
                count(Layout.HISTOGRAM_NEGATIVE),
                count(Layout.HISTOGRAM_NAN),
                total(Layout.HISTOGRAM_SUM),
                min,
                max,
                List.copyOf(buckets));
    }

    private Value window(Shape.Ring ring) {
        SortedMap<Long, Recent.Slot> slots = new TreeMap<>(Long::compareUnsigned);
        for (int place : places) {
            int at = place + Layout.WINDOW_SLOTS;
            for (int i = 0; i < ring.slots(); i++, at += Layout.WINDOW_SLOT) {
                if (word(at) != 0) {
                    slots.merge(word(at), slot(at), this::joined);
                }
            }
        }
        long refused = count(Layout.WINDOW_REFUSED);
        return new Recent(ring.duration(), ring.slots(), refused, List.copyOf(slots.values()));
    }

    private Recent.Slot slot(int at) {
        return new Recent.Slot(
                word(at),
                word(at + Layout.SLOT_COUNT),
                number(word(at + Layout.SLOT_SUM)),
                number(word(at + Layout.SLOT_MAX)));
    }

    /** Two slots of one epoch, the earlier in the file first. */
    private Recent.Slot joined(Recent.Slot one, Recent.Slot other) {
        boolean isFloat = family.type() == ValueType.F64;
        Value sum =
                isFloat
                        ? new Value.F64(one.sum().asDouble() + other.sum().asDouble())
                        : new Value.U64(one.sum().asLong() + other.sum().asLong());
        Value max = number(max(bits(one.max()), bits(other.max())));
        return new Recent.Slot(one.epoch(), one.count() + other.count(), sum, max);
    }

    private static long bits(Value number) {
        return number instanceof Value.F64 f64
                ? Double.doubleToRawLongBits(f64.number())
                : number.asLong();
    }
}
