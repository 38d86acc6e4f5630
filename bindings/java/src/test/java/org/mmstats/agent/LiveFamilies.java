package org.mmstats.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mmstats.Component;
import org.mmstats.ComponentType;
import org.mmstats.Counter;
import org.mmstats.Distribution;
import org.mmstats.Kind;
import org.mmstats.Reader;
import org.mmstats.Snapshot;
import org.mmstats.Value;
import org.mmstats.Writer;

/** A writer of format 2 that writes on and on, and a reader that checks what it sees of one. */
final class LiveFamilies {
    private static final long PAUSE_NANOS = 50_000;
    private static final int LATENCIES = 1000;
    private static final int STEPS_A_SERIES = 1000;
    private static final int SERIES = 20;
    private static final int WORD_WIDTH = 16;
    private static final int STATUS_CAPACITY = 24;
    private static final String STATUS = "n=";

    private LiveFamilies() {}

    /** Writes until stdin is at its end, at full rate or with a pause behind each step. */
    static void write(Writer writer, boolean isFullRate) {
        try (writer) {
            var requests = writer.counter("requests").register();
            var pair =
                    writer.struct(
                                    "pair",
                                    Component.of("n", ComponentType.U64, Kind.COUNTER, ""),
                                    Component.of("triple", ComponentType.U64, Kind.COUNTER, ""),
                                    Component.text("word", WORD_WIDTH, ""))
                            .register();
            var load = writer.f64Gauge("load").register();
            var status = writer.text("status", STATUS_CAPACITY).register();
            var latency = writer.histogram("latency").register();
            var hits = writer.counter("hits").labels("code").family();
            Counter ok = hits.with("200");
            System.out.println("ready");
            System.out.flush();
            Thread input = Live.untilInputEnds();
            long n = 0;
            int series = 1;
            do {
                n++;
                requests.inc();
                pair.put(0, n).put(1, 3 * n).put(2, Long.toString(n)).publish();
                load.set(n / 2.0);
                status.set(STATUS + n);
                latency.observe(n % LATENCIES);
                ok.inc();
                if (n % STEPS_A_SERIES == 0 && series < SERIES) {
                    hits.with("n" + n / STEPS_A_SERIES);
                    series++;
                }
                if (!isFullRate) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } while (input.isAlive());
            System.out.println("wrote " + n);
        }
    }

    /** What one look at the file showed; nothing of what was busy or not published yet. */
    private record Seen(
            long requests,
            Optional<Value.Struct> pair,
            double load,
            Optional<String> status,
            long latencies,
            long hits,
            int series,
            int busy) {
        static Seen by(Reader reader) {
            Snapshot seen = reader.refresh();
            return new Seen(
                    value(seen, "requests").asLong(),
                    Optional.of(value(seen, "pair"))
                            .filter(Value.Struct.class::isInstance)
                            .map(Value.Struct.class::cast),
                    value(seen, "load").asDouble(),
                    Optional.of(value(seen, "status"))
                            .filter(Value.Text.class::isInstance)
                            .map(Value::asText),
                    ((Distribution) value(seen, "latency")).count(),
                    seen.get("hits", Map.of("code", "200")).orElseThrow().value().asLong(),
                    seen.family("hits").orElseThrow().series().size(),
                    seen.busy());
        }

        private static Value value(Snapshot seen, String name) {
            return seen.get(name).orElseThrow().value();
        }

        private long pairNumber() {
            return pair.map(values -> values.get("n").orElseThrow().asLong()).orElse(0L);
        }

        private long statusNumber() {
            return status.map(text -> Long.parseLong(text.substring(STATUS.length()))).orElse(0L);
        }

        /** What is wrong with it by itself. */
        private List<String> violations() {
            List<String> found = new ArrayList<>();
            pair.ifPresent(
                    values -> {
                        long n = values.get("n").orElseThrow().asLong();
                        if (values.get("triple").orElseThrow().asLong() != 3 * n
                                || !values.get("word")
                                        .orElseThrow()
                                        .asText()
                                        .equals(Long.toString(n))) {
                            found.add("pair doesn't belong together");
                        }
                    });
            status.filter(text -> !text.matches(STATUS + "[0-9]+"))
                    .ifPresent(text -> found.add("status is no text that was published"));
            return found;
        }

        /** What is wrong with it behind what was seen before. */
        private List<String> violations(Seen before) {
            List<String> found = violations();
            if (!found.isEmpty()) {
                return found;
            }
            if (requests < before.requests) {
                found.add("requests fell");
            }
            if (pair.isPresent() && pairNumber() < before.pairNumber()) {
                found.add("pair fell");
            }
            if (load < before.load) {
                found.add("load fell");
            }
            if (status.isPresent() && statusNumber() < before.statusNumber()) {
                found.add("status fell");
            }
            if (latencies < before.latencies) {
                found.add("latency's count fell");
            }
            if (hits < before.hits) {
                found.add("hits fell");
            }
            if (series < before.series) {
                found.add("the number of hits' series fell");
            }
            return found;
        }

        /** The same, with what was seen before in the place of what is busy now. */
        private Seen over(Seen before) {
            return new Seen(
                    requests,
                    pair.or(() -> before.pair),
                    load,
                    status.or(() -> before.status),
                    latencies,
                    hits,
                    series,
                    busy);
        }
    }

    /** Looks again and again for that time. */
    static void read(Path file, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        try (Reader reader = Reader.open(file)) {
            Seen before = Seen.by(reader);
            check(before, before);
            long reads = 1;
            long distinct = 1;
            long busy = before.busy;
            while (System.nanoTime() < end) {
                Seen now = Seen.by(reader);
                check(before, now);
                distinct += now.requests != before.requests ? 1 : 0;
                reads++;
                busy += now.busy;
                before = now.over(before);
            }
            System.out.println("reads " + reads + " distinct " + distinct + " busy " + busy);
        }
    }

    private static void check(Seen before, Seen now) {
        List<String> found = now.violations(before);
        if (!found.isEmpty()) {
            throw new Live.Violation(String.join(", ", found), before, now);
        }
    }
}
