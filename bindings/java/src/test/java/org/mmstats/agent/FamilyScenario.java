package org.mmstats.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmstats.Aggregate;
import org.mmstats.Component;
import org.mmstats.ComponentType;
import org.mmstats.Declaration;
import org.mmstats.Handle;
import org.mmstats.Identity;
import org.mmstats.Kind;
import org.mmstats.Labelled;
import org.mmstats.Local;
import org.mmstats.Options;
import org.mmstats.Writer;

/**
 * A scenario of format 2 (conformance/README.md): what a writer registers and writes, step by step.
 *
 * @param lines its lines
 */
public record FamilyScenario(Lines lines) {
    /**
     * Plays the scenario.
     *
     * @param file which writer it is played on
     * @return the writer: closed, where the scenario closes it
     */
    public Writer write(File file) {
        Options options = file.options(lines.of("application").get(0).get(1));
        lines.of("identity").forEach(words -> Identity.fix(options, words));
        Player player = new Player(options.build());
        lines.all().forEach(player::play);
        return player.writer;
    }

    /** Says where the file is to be. */
    public interface File {
        /**
         * Options of a writer.
         *
         * @param application the application's name
         * @return the options
         */
        Options options(String application);
    }

    /** A writer, and what was registered so far. */
    private static final class Player {
        private final Writer writer;
        private final Map<String, Family<?>> families = new HashMap<>();
        private final List<Local> locals = new ArrayList<>();

        Player(Writer writer) {
            this.writer = writer;
        }

        void play(List<String> words) {
            switch (words.get(0)) {
                case "family" -> families.put(words.get(1), Family.register(writer, words));
                case "step" -> step(words, 1, null);
                case "local" -> step(words, 2, local(Integer.parseInt(words.get(1))));
                case "close" -> writer.close();
                default -> {
                    // What the writer was made of.
                }
            }
        }

        private Local local(int stripe) {
            while (locals.size() < stripe) {
                locals.add(writer.local());
            }
            return locals.get(stripe - 1);
        }

        /** The family's name stands at that place, then how many label values, and these. */
        private void step(List<String> words, int at, Local local) {
            int opAt = at + 2 + Integer.parseInt(words.get(at + 1));
            String[] labels = words.subList(at + 2, opAt).toArray(String[]::new);
            List<String> values = words.subList(opAt + 1, words.size());
            families.get(words.get(at)).play(writer, labels, local, words.get(opAt), values);
        }
    }

    /** A family that is registered, and what steps do to its series. */
    private record Family<H extends Handle>(Labelled<H> family, Steps<H> steps) {
        void play(Writer writer, String[] labels, Local local, String op, List<String> values) {
            H handle = family.with(labels);
            if (op.equals("retire")) {
                writer.retire(handle);
            } else {
                steps.play(handle, local, op, values);
            }
        }

        /** family NAME KIND TYPE KEY=VALUE... */
        static Family<?> register(Writer writer, List<String> words) {
            String name = words.get(1);
            Map<String, String> given = new HashMap<>();
            List<String> labels = new ArrayList<>();
            List<Component> components = new ArrayList<>();
            for (String word : words.subList(4, words.size())) {
                String value = word.substring(word.indexOf('=') + 1);
                switch (word.substring(0, word.indexOf('='))) {
                    case "label" -> labels.add(value);
                    case "component" -> components.add(component(value));
                    default -> given.put(word.substring(0, word.indexOf('=')), value);
                }
            }
            return switch (words.get(2) + " " + words.get(3)) {
                case "counter u64" -> of(writer.counter(name), given, labels, Steps::counter);
                case "counter f64" -> of(writer.f64Counter(name), given, labels, Steps::f64Counter);
                case "gauge u64" -> of(writer.u64Gauge(name), given, labels, Steps::u64Gauge);
                case "gauge i64" -> of(writer.i64Gauge(name), given, labels, Steps::i64Gauge);
                case "gauge f64" -> of(writer.f64Gauge(name), given, labels, Steps::f64Gauge);
                case "gauge bool" -> of(writer.boolGauge(name), given, labels, Steps::boolGauge);
                case "histogram u64" ->
                        of(
                                writer.histogram(
                                        name,
                                        integer(given, "scale"),
                                        integer(given, "first"),
                                        integer(given, "buckets")),
                                given,
                                labels,
                                Steps::histogram);
                case "histogram f64" ->
                        of(
                                writer.f64Histogram(
                                        name,
                                        integer(given, "scale"),
                                        integer(given, "first"),
                                        integer(given, "buckets")),
                                given,
                                labels,
                                Steps::f64Histogram);
                case "window u64" ->
                        of(
                                writer.window(name, slot(given), integer(given, "slots") - 1),
                                given,
                                labels,
                                Steps::window);
                case "window f64" ->
                        of(
                                writer.f64Window(name, slot(given), integer(given, "slots") - 1),
                                given,
                                labels,
                                Steps::f64Window);
                case "text bytes" ->
                        of(
                                writer.text(name, integer(given, "capacity")),
                                given,
                                labels,
                                Steps::text);
                case "struct bytes" ->
                        of(
                                writer.struct(name, components.toArray(Component[]::new)),
                                given,
                                labels,
                                Steps.struct(components));
                default -> throw new IllegalArgumentException("unknown family " + words);
            };
        }

        private static <H extends Handle> Family<H> of(
                Declaration<H> declaration,
                Map<String, String> given,
                List<String> labels,
                Steps<H> steps) {
            declaration
                    .aggregate(Aggregate.valueOf(given.get("aggregate").toUpperCase(Locale.ROOT)))
                    .unit(given.getOrDefault("unit", ""))
                    .help(given.getOrDefault("help", ""))
                    .labels(labels.toArray(String[]::new));
            if (given.getOrDefault("alive_only", "0").equals("1")) {
                declaration.aliveOnly();
            }
            if (given.containsKey("limit")) {
                declaration.limit(integer(given, "limit"));
            }
            return new Family<>(declaration.family(), steps);
        }

        private static int integer(Map<String, String> given, String key) {
            return Integer.parseInt(given.get(key));
        }

        private static Duration slot(Map<String, String> given) {
            return Duration.ofNanos(Long.parseLong(given.get("duration")));
        }

        /** NAME:TYPE:KIND:UNIT, and of a text :WIDTH. */
        private static Component component(String word) {
            String[] parts = word.split(":", -1);
            if (parts[1].equals("text")) {
                return Component.text(parts[0], Integer.parseInt(parts[4]), parts[3]);
            }
            return Component.of(
                    parts[0],
                    ComponentType.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                    Kind.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                    parts[3]);
        }
    }
}
