package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer's options do to its file, and where there is none. */
class OptionsTest {
    @TempDir Path folder;

    /** What is logged. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("org.mmstats");
        private final List<String> messages = new ArrayList<>();

        Log() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        @Override
        public void publish(LogRecord found) {
            messages.add(found.getLevel() + " " + found.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }

    /** F2-MODE. */
    @Test
    void theModeIsThatOfTheFile() throws IOException {
        try (Writer writer = Writer.options("test").path(folder).build();
                Writer open =
                        Writer.options("test").path(folder).filename("f").mode(0666).build()) {
            assertEquals("rw-------", permissions(writer));
            assertEquals("rw-rw-rw-", permissions(open));
        }
    }

    private static String permissions(Writer writer) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(writer.path().orElseThrow()));
    }

    @Test
    void whereNoFileCanBeHadTheWriterIsDetached() {
        Path missing = folder.resolve("missing");
        try (Log log = new Log()) {
            for (int i = 0; i < 2; i++) {
                try (Writer writer = Writer.options("test").path(missing).orDetached().build()) {
                    assertEquals(Optional.empty(), writer.path());
                    String warning = writer.warning().orElseThrow();
                    assertTrue(warning.contains(missing.toString()), warning);
                    Counter counter = writer.counter("counter").register();
                    counter.inc();
                    assertEquals(1, counter.get());
                    assertEquals(1, log.messages.size());
                    assertEquals("WARNING " + warning, log.messages.get(0));
                }
            }
        }
        MmStatsException failure =
                assertThrows(
                        MmStatsException.class, () -> Writer.options("test").path(missing).build());
        assertEquals(Cause.NOT_FOUND, failure.cause());
    }

    @Test
    void whatMakesNoSenseIsAnExceptionAllTheSame() {
        MmStatsException failure =
                assertThrows(
                        MmStatsException.class,
                        () -> Writer.options("").path(folder).orDetached().build());
        assertEquals(Cause.INVALID, failure.cause());
    }

    @Test
    void inMemoryThereIsNothingToWarnOf() {
        if (!folder.startsWith("/dev/shm")) {
            System.out.println("there is no /dev/shm to test");
            return;
        }
        try (Writer writer = Writer.options("test").path(folder).build()) {
            assertEquals(Optional.empty(), writer.warning());
        }
    }
}
