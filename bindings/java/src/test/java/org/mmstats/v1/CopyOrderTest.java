package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies have no order (F1-COPY-ORDER): all the same, no reader that isn't overtaken by two writes
 * sees a value fall that its writer never let fall.
 */
class CopyOrderTest {
    private static final int LOOKS = 30_000;
    private static final int FIELDS = 40;

    @TempDir Path folder;

    /** How many rounds there were: of looks that began, and of writes that ended. */
    private final AtomicInteger looks = new AtomicInteger();

    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * While the reader looks once each counter is written once: as much as a reader can stand that
     * must not see a value before it is published (SPEC.md 1.11).
     */
    @Test
    void countersNeverFallWhereNoReaderIsOvertaken() throws InterruptedException {
        try (Writer writer = Writer.options("test").path(folder).systemFields(false).build()) {
            List<Counter> counters = counters(writer);
            try (Reader reader = Reader.open(writer.createFile())) {
                Thread thread = new Thread(() -> writeOnceALook(counters));
                thread.start();
                try {
                    lookOften(reader);
                } finally {
                    done.set(true);
                    thread.join();
                }
            }
            assertEquals(LOOKS, counters.get(FIELDS - 1).get());
        }
    }

    /**
     * Counters whose values stand at multiples of 8, so that none can be read half-written: with a
     * label of two letters one takes 24 bytes, and the first one's is shorter by the version.
     */
    private static List<Counter> counters(Writer writer) {
        List<Counter> counters = new ArrayList<>(List.of(writer.counter("0")));
        for (int i = 1; i < FIELDS; i++) {
            counters.add(writer.counter(String.format("%02d", i)));
        }
        return counters;
    }

    private void writeOnceALook(List<Counter> counters) {
        int written = 0;
        while (!done.get()) {
            if (looks.get() == written) {
                Thread.onSpinWait();
                continue;
            }
            counters.forEach(Counter::inc);
            writes.set(++written);
        }
    }

    private static List<Long> values(Reader reader) {
        return reader.fields().stream().map(field -> field.value().asLong()).toList();
    }

    private void lookOften(Reader reader) {
        List<Long> last = values(reader);
        for (int look = 1; look <= LOOKS; look++) {
            looks.set(look);
            reader.refresh();
            List<Long> now = values(reader);
            for (int i = 0; i < FIELDS; i++) {
                assertTrue(now.get(i) >= last.get(i), "look " + look + ": " + last + " " + now);
            }
            last = now;
            while (writes.get() != look) {
                Thread.onSpinWait();
            }
        }
    }
}
