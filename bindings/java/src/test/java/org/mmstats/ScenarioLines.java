package org.mmstats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines form of a scenario of format 2 (conformance/README.md). */
final class ScenarioLines {
    /** The words of a family, by the keys that the JSON has for them. */
    private static final Map<String, String> WORDS =
            Map.of("labels", "label", "components", "component");

    private static final List<String> OPTIONS =
            List.of(
                    "aggregate",
                    "unit",
                    "help",
                    "alive_only",
                    "labels",
                    "limit",
                    "scale",
                    "first",
                    "buckets",
                    "duration",
                    "slots",
                    "capacity",
                    "components");

    private final StringBuilder lines = new StringBuilder();

    private ScenarioLines() {}

    static String of(JsonObject scenario) {
        ScenarioLines form = new ScenarioLines();
        form.line("format", Stream.of("2"));
        form.line("application", Stream.of(text(scenario, "application")));
        if (scenario.has("identity")) {
            form.line(
                    "identity",
                    scenario.getAsJsonObject("identity").entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue().getAsString()));
        }
        for (JsonElement step : scenario.getAsJsonArray("steps")) {
            form.step(step.getAsJsonObject());
        }
        return form.lines.toString();
    }

    private void step(JsonObject step) {
        String op = text(step, "op");
        if (op.equals("close")) {
            line("close", Stream.of());
        } else if (op.equals("family")) {
            family(step);
        } else {
            List<String> words = new ArrayList<>();
            if (step.has("stripe")) {
                words.add(text(step, "stripe"));
            }
            words.add(text(step, "name"));
            words.add(Integer.toString(step.getAsJsonArray("labels").size()));
            step.getAsJsonArray("labels").forEach(label -> words.add(label.getAsString()));
            words.add(op);
            step.getAsJsonArray("values").forEach(value -> words.add(value.getAsString()));
            line(step.has("stripe") ? "local" : "step", words.stream());
        }
    }

    private void family(JsonObject family) {
        List<String> words = new ArrayList<>();
        for (String key : List.of("name", "kind", "type")) {
            words.add(text(family, key));
        }
        for (String key : OPTIONS) {
            if (family.has(key)) {
                String word = WORDS.getOrDefault(key, key);
                values(family.get(key)).forEach(value -> words.add(word + "=" + value));
            }
        }
        line("family", words.stream());
    }

    /** All of an array, or the one that there is. */
    private static List<String> values(JsonElement value) {
        if (!value.isJsonArray()) {
            boolean isBool = value.getAsJsonPrimitive().isBoolean();
            return List.of(isBool ? (value.getAsBoolean() ? "1" : "0") : value.getAsString());
        }
        List<String> values = new ArrayList<>();
        for (JsonElement one : value.getAsJsonArray()) {
            values.add(one.isJsonObject() ? component(one.getAsJsonObject()) : one.getAsString());
        }
        return values;
    }

    private static String component(JsonObject component) {
        return Stream.of("name", "type", "kind", "unit", "width")
                .filter(component::has)
                .map(key -> text(component, key))
                .collect(Collectors.joining(":"));
    }

    private static String text(JsonObject object, String key) {
        return object.get(key).getAsString();
    }

    private void line(String directive, Stream<String> words) {
        lines.append(directive);
        words.forEach(
                word -> {
                    lines.append('\t');
                    word.chars()
                            .forEach(
                                    c -> {
                                        if (c < 0x21 || c == 0x7f || c == '%') {
                                            lines.append(String.format("%%%02X", c));
                                        } else {
                                            lines.append((char) c);
                                        }
                                    });
                });
        lines.append('\n');
    }
}
