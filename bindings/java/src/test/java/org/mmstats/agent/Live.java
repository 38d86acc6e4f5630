package org.mmstats.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mmstats.Liveness;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Value;
import org.mmstats.v1.Writer;

/** A writer of format 1 that writes on and on, and a reader that checks what it sees of one. */
final class Live {
    private static final long PAUSE_NANOS = 50_000;
    private static final int LEVELS = 1_000_000;

    private Live() {}

    /** A reader saw what no writer wrote. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what, Object before, Object now) {
            super(what + ": before " + before + ", now " + now);
        }
    }

    /** Writes until stdin is at its end. */
    static void write(Writer writer) {
        try (writer) {
            var requests = writer.counter("requests");
            var requestsAndWork = writer.tuple("requests.and.work", "QQ");
            var load = writer.f64("load", 0);
            var level = writer.i32("level", 0);
            var odd = writer.bool("odd", false);
            var word = writer.text("word", 16);
            writer.createFile();
            System.out.println("ready");
            System.out.flush();
            Thread input = untilInputEnds();
            long n = 0;
            do {
                n++;
                requests.inc();
                requestsAndWork.put(0, n).put(1, 3 * n).publish();
                load.set(n / 2.0);
                level.set((int) -(n % LEVELS));
                odd.set(n % 2 == 1);
                word.set(Long.toString(n));
                LockSupport.parkNanos(PAUSE_NANOS);
            } while (input.isAlive());
            System.out.println("wrote " + n);
        }
    }

    /**
     * A thread that lives until stdin is at its end: a stream can't say that it is without waiting
     * for that.
     */
    static Thread untilInputEnds() {
        Thread input = new Thread(Live::drainInput);
        input.setDaemon(true);
        input.start();
        return input;
    }

    private static void drainInput() {
        try {
            while (System.in.read() >= 0) {
                // What it says doesn't matter.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one look at the file showed. */
    private record Seen(
            long requests, List<Value> requestsAndWork, double load, long level, Liveness writer) {
        static Seen by(Reader reader) {
            reader.refresh();
            return new Seen(
                    value(reader, "requests").asLong(),
                    value(reader, "requests.and.work").parts(),
                    value(reader, "load").asDouble(),
                    value(reader, "level").asLong(),
                    reader.writer());
        }

        private static Value value(Reader reader, String label) {
            return reader.get(label).orElseThrow().value();
        }

        /** Why this can't follow what was seen before; empty where it can. */
        Optional<String> violation(Seen before) {
            if (requests < before.requests) {
                return Optional.of("requests fell");
            }
            if (load * 2 < before.load * 2) {
                return Optional.of("load fell");
            }
            if (level > 0 || level <= -LEVELS) {
                return Optional.of("level is out of range");
            }
            if (requestsAndWork.get(1).asLong() != 3 * requestsAndWork.get(0).asLong()) {
                return Optional.of("requests.and.work doesn't belong together");
            }
            return writer == Liveness.ALIVE
                    ? Optional.empty()
                    : Optional.of("the writer isn't said to be alive");
        }
    }

    /** Looks again and again for that time. */
    static void read(Path file, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        try (Reader reader = Reader.open(file)) {
            Seen first = Seen.by(reader);
            Seen before = look(reader, first);
            long reads = 1;
            long distinct = 1;
            while (System.nanoTime() < end) {
                Seen now = look(reader, before);
                distinct += now.requests != before.requests ? 1 : 0;
                reads++;
                before = now;
            }
            System.out.println("reads " + reads + " distinct " + distinct);
        }
    }

    /**
     * Looks once, and once more where that shows what format 1 doesn't promise (SPEC.md 1.11): a
     * reader that two writes overtake sees a tuple half-written, and one that is overtaken by one
     * and part of the next a value before it is published, and then the one before it.
     */
    private static Seen look(Reader reader, Seen before) {
        Seen now = Seen.by(reader);
        if (now.violation(before).isPresent()) {
            now = Seen.by(reader);
        }
        Optional<String> violation = now.violation(before);
        if (violation.isPresent()) {
            throw new Violation(violation.get(), before, now);
        }
        return now;
    }
}
