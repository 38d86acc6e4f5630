package org.mmstats.agent;

import static org.mmstats.agent.Lines.number;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmstats.v1.Options;
import org.mmstats.v1.Value;
import org.mmstats.v1.Writer;

/**
 * A scenario of format 1 (conformance/README.md): what a writer declares and publishes.
 *
 * @param lines its lines
 */
public record Scenario(Lines lines) {
    /**
     * Plays the scenario: declares all, creates the file, then does the steps.
     *
     * @param options of the writer
     */
    public void write(Options options) {
        lines.of("prefix").forEach(words -> options.labelPrefix(words.get(1)));
        lines.of("system").forEach(words -> options.systemFields(words.get(1).equals("1")));
        try (Writer writer = options.build()) {
            Map<String, Step> fields = new HashMap<>();
            for (List<String> words : lines.of("field")) {
                fields.put(words.get(1), declare(writer, words));
            }
            writer.createFile();
            for (List<String> words : lines.of("step")) {
                fields.get(words.get(1)).play(words.get(2), words.subList(3, words.size()));
            }
        }
    }

    /** What a step does to its field. */
    private interface Step {
        void play(String op, List<String> values);
    }

    private interface Set {
        void set(String value);
    }

    private static Step set(Set set) {
        return (op, values) -> set.set(values.get(0));
    }

    private static Step declare(Writer writer, List<String> words) {
        String label = words.get(1);
        String kind = words.get(2);
        String argument = words.size() > 3 ? words.get(3) : "0";
        switch (kind) {
            case "counter" -> {
                var counter = writer.counter(label);
                return (op, values) -> {
                    long n = Long.parseUnsignedLong(values.get(0));
                    if (op.equals("add")) {
                        counter.add(n);
                    } else {
                        counter.set(n);
                    }
                };
            }
            case "average" -> {
                var average = writer.average(label);
                return set(value -> average.add(number(value)));
            }
            case "moving_average" -> {
                var average = writer.movingAverage(label, Integer.parseInt(argument));
                return set(value -> average.add(number(value)));
            }
            case "timer" -> {
                var timer = writer.timer(label, Integer.parseInt(argument));
                return set(value -> timer.observe(number(value)));
            }
            case "text" -> {
                var text = writer.text(label, Integer.parseInt(argument));
                return set(text::set);
            }
            case "tuple" -> {
                return tuple(writer, label, argument);
            }
            case "static" -> {
                constant(writer, label, words);
                return (op, values) -> {
                    throw new IllegalArgumentException("a static field takes no step");
                };
            }
            default -> {
                return scalar(writer, label, kind, argument);
            }
        }
    }

    private static Step scalar(Writer writer, String label, String kind, String argument) {
        // Each value is parsed as what the field's own set takes.
        switch (kind) {
            case "u64" -> {
                var field = writer.u64(label, Long.parseUnsignedLong(argument));
                return set(value -> field.set(Long.parseUnsignedLong(value)));
            }
            case "i64" -> {
                var field = writer.i64(label, Long.parseLong(argument));
                return set(value -> field.set(Long.parseLong(value)));
            }
            case "u32" -> {
                var field = writer.u32(label, Long.parseLong(argument));
                return set(value -> field.set(Long.parseLong(value)));
            }
            case "i32" -> {
                var field = writer.i32(label, Integer.parseInt(argument));
                return set(value -> field.set(Integer.parseInt(value)));
            }
            case "u16" -> {
                var field = writer.u16(label, Integer.parseInt(argument));
                return set(value -> field.set(Integer.parseInt(value)));
            }
            case "i16" -> {
                var field = writer.i16(label, Short.parseShort(argument));
                return set(value -> field.set(Short.parseShort(value)));
            }
            case "u8" -> {
                var field = writer.u8(label, Integer.parseInt(argument));
                return set(value -> field.set(Integer.parseInt(value)));
            }
            case "i8" -> {
                var field = writer.i8(label, Byte.parseByte(argument));
                return set(value -> field.set(Byte.parseByte(value)));
            }
            case "f32" -> {
                var field = writer.f32(label, (float) number(argument));
                return set(value -> field.set((float) number(value)));
            }
            case "f64" -> {
                var field = writer.f64(label, number(argument));
                return set(value -> field.set(number(value)));
            }
            case "bool" -> {
                var field = writer.bool(label, argument.equals("true"));
                return set(value -> field.set(value.equals("true")));
            }
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        }
    }

    private static Step tuple(Writer writer, String label, String signature) {
        var tuple = writer.tuple(label, signature);
        return (op, values) -> {
            List<Value> parts = tuple.get().parts();
            for (int i = 0; i < parts.size(); i++) {
                String value = values.get(i);
                switch (parts.get(i).type()) {
                    case TEXT -> tuple.put(i, value);
                    case BOOL -> tuple.put(i, value.equals("true"));
                    case F32, F64 -> tuple.put(i, number(value));
                    case U64 -> tuple.put(i, Long.parseUnsignedLong(value));
                    default -> tuple.put(i, Long.parseLong(value));
                }
            }
            tuple.publish();
        };
    }

    /** field LABEL static TYPE VALUE, or field LABEL static text SIZE VALUE. */
    private static void constant(Writer writer, String label, List<String> words) {
        String value = words.get(4);
        switch (words.get(3)) {
            case "text" -> writer.constantText(label, words.get(5), Integer.parseInt(value));
            case "bool" -> writer.constant(label, Value.bool(value.equals("true")));
            case "f32" -> writer.constant(label, Value.f32((float) number(value)));
            case "f64" -> writer.constant(label, Value.f64(number(value)));
            case "u64" -> writer.constant(label, Value.u64(Long.parseUnsignedLong(value)));
            case "i64" -> writer.constant(label, Value.i64(Long.parseLong(value)));
            case "u32" -> writer.constant(label, Value.u32(Long.parseLong(value)));
            case "i32" -> writer.constant(label, Value.i32(Integer.parseInt(value)));
            case "u16" -> writer.constant(label, Value.u16(Integer.parseInt(value)));
            case "i16" -> writer.constant(label, Value.i16(Integer.parseInt(value)));
            case "u8" -> writer.constant(label, Value.u8(Integer.parseInt(value)));
            case "i8" -> writer.constant(label, Value.i8(Integer.parseInt(value)));
            default -> throw new IllegalArgumentException("unknown type " + words.get(3));
        }
    }
}
