package org.mmstats;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.mmstats.internal.NativeApplication;
import org.mmstats.internal.NativeFiles;
import org.mmstats.internal.Results;
import org.mmstats.internal.v2.Bounds;

/** Takes apart what a look at an application found, as native code put it together. */
final class FoundTotals {
    private static final byte[] NO_ID = new byte[16];

    private final Results results;
    private List<Totals.File> files;

    private FoundTotals(Results results) {
        this.results = results;
    }

    static Totals of(byte[] found, long kept) {
        return new FoundTotals(new Results(found)).totals(kept);
    }

    private Totals totals(long kept) {
        long taken = results.word();
        files = results.list(this::file);
        List<Problem> problems = results.list(this::problem);
        return new Totals(taken, files, problems, results.list(this::family), kept);
    }

    private Totals.File file() {
        var path = results.path().orElseThrow();
        int format = results.number();
        Liveness writer = NativeFiles.liveness(results.number());
        long pid = results.word();
        long created = results.word();
        byte[] id = results.bytes();
        return new Totals.File(
                path,
                format,
                writer,
                pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid),
                created,
                Arrays.equals(id, NO_ID)
                        ? Optional.empty()
                        : Optional.of(HexFormat.of().formatHex(id)),
                results.is());
    }

    private Problem problem() {
        var kind = results.constant(Problem.Kind.values(), 0, Problem.Kind.OTHER);
        var cause = results.cause();
        var path = results.path();
        return new Problem(kind, cause, path, results.text(), results.is());
    }

    private Totals.Family family() {
        String name = results.text();
        Kind kind = results.constant(Kind.values(), 1, Kind.GAUGE);
        ValueType type = type(results.number());
        String unit = results.text();
        String help = results.text();
        Aggregate aggregate = results.constant(Aggregate.values(), 1, Aggregate.EACH);
        boolean isAliveOnly = results.is();
        List<String> keys = results.list(results::text);
        List<Component> components = results.list(this::component);
        List<Totals.Series> series = results.list(() -> series(name, type, components));
        return new Totals.Family(
                name, kind, type, unit, help, aggregate, isAliveOnly, keys, components, series);
    }

    private static ValueType type(int number) {
        return switch (number) {
            case NativeApplication.I64 -> ValueType.I64;
            case NativeApplication.F64 -> ValueType.F64;
            case NativeApplication.BOOL -> ValueType.BOOL;
            case NativeApplication.BYTES -> ValueType.BYTES;
            default -> ValueType.U64;
        };
    }

    private Component component() {
        String name = results.text();
        ComponentType type = componentType(results.number());
        Kind kind = results.constant(Kind.values(), 1, Kind.GAUGE);
        return new Component(name, type, kind, results.text(), 0, type.width());
    }

    private static ComponentType componentType(int number) {
        return switch (number) {
            case NativeApplication.I64 -> ComponentType.I64;
            case NativeApplication.F64 -> ComponentType.F64;
            case NativeApplication.BOOL -> ComponentType.BOOL;
            case NativeApplication.TEXT -> ComponentType.TEXT;
            case NativeApplication.U32 -> ComponentType.U32;
            case NativeApplication.I32 -> ComponentType.I32;
            case NativeApplication.U16 -> ComponentType.U16;
            case NativeApplication.I16 -> ComponentType.I16;
            case NativeApplication.U8 -> ComponentType.U8;
            case NativeApplication.I8 -> ComponentType.I8;
            case NativeApplication.F32 -> ComponentType.F32;
            default -> ComponentType.U64;
        };
    }

    private Totals.Series series(String name, ValueType type, List<Component> components) {
        Map<String, String> labels = new LinkedHashMap<>();
        results.list(() -> labels.put(results.text(), results.text()) == null);
        labels.values().removeIf(String::isEmpty);
        boolean isOverflow = results.is();
        Value value = value(type, components);
        Map<Totals.File, Value> each = new LinkedHashMap<>();
        results.list(() -> each.put(files.get(results.number()), value(type, components)) == null);
        return new Totals.Series(
                name,
                Collections.unmodifiableMap(labels),
                isOverflow,
                value,
                Collections.unmodifiableMap(each));
    }

    private Value value(ValueType type, List<Component> components) {
        return switch (results.number()) {
            case NativeApplication.TEXT -> new Value.Text(results.text());
            case NativeApplication.STRUCT ->
                    new Value.Struct(components, results.list(() -> value(type, components)));
            case NativeApplication.WINDOWS ->
                    new Value.Windows(results.list(() -> (Recent) value(type, components)));
            case NativeApplication.HISTOGRAM -> distribution(type);
            case NativeApplication.WINDOW -> window(type);
            case NativeApplication.U64 -> new Value.U64(results.word());
            case NativeApplication.I64 -> new Value.I64(results.word());
            case NativeApplication.F64 -> new Value.F64(results.real());
            case NativeApplication.BOOL -> new Value.Bool(results.is());
            case NativeApplication.EACH -> without(new Value.Each());
            case NativeApplication.BUSY -> without(new Value.Busy());
            default -> without(new Value.Unpublished());
        };
    }

    /** Of a kind that says all; a word follows that says nothing. */
    private Value without(Value value) {
        results.word();
        return value;
    }

    private Value number(ValueType type) {
        LongFunction<Value> make =
                type == ValueType.F64
                        ? bits -> new Value.F64(Double.longBitsToDouble(bits))
                        : Value.U64::new;
        return make.apply(results.word());
    }

    private Distribution distribution(ValueType type) {
        int scale = results.number();
        int first = results.number();
        int size = results.number();
        long zero = results.word();
        long above = results.word();
        long negative = results.word();
        long nan = results.word();
        Value sum = number(type);
        boolean hasExtremes = results.is();
        Optional<Value> min = Optional.of(number(type)).filter(any -> hasExtremes);
        Optional<Value> max = Optional.of(number(type)).filter(any -> hasExtremes);
        List<Bucket> buckets = results.list(() -> bucket(scale));
        return new Distribution(
                scale, first, size, zero, above, negative, nan, sum, min, max, buckets);
    }

    private Bucket bucket(int scale) {
        int index = results.number();
        double lower = Bounds.lower(index, scale);
        return new Bucket(index, lower, Bounds.lower(index + 1, scale), results.word());
    }

    private Recent window(ValueType type) {
        long duration = results.word();
        int size = results.number();
        long refused = results.word();
        return new Recent(duration, size, refused, results.list(() -> slot(type)));
    }

    private Recent.Slot slot(ValueType type) {
        return new Recent.Slot(results.word(), results.word(), number(type), number(type));
    }
}
