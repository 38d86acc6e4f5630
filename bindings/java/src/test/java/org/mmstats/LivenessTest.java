package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the writer of a file of format 2 lives (F2-LIVENESS). */
class LivenessTest {
    @TempDir Path folder;

    /** A program that is ended without closing its writer. */
    public static final class Killed {
        private Killed() {}

        /**
         * Makes a file, and ends.
         *
         * @param arguments the folder
         */
        public static void main(String[] arguments) {
            Writer.options("killed").path(Path.of(arguments[0])).filename("killed").build();
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void aWriterLivesUntilItIsClosed() {
        Writer writer = Writer.options("test").path(folder).build();
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            assertEquals(Liveness.ALIVE, reader.writer());
            writer.close();
            assertEquals(Liveness.DEAD, reader.writer());
            reader.refresh();
            assertEquals(Liveness.DEAD, reader.writer());
        }
    }

    @Test
    void aProcessThatIsKilledIsDead() throws IOException, InterruptedException {
        assertEquals(9, Jvm.same().run(Killed.class, folder.toString()).status());
        try (Reader reader = Reader.open(folder.resolve("killed"))) {
            assertEquals(Liveness.DEAD, reader.writer());
            assertFalse(reader.snapshot().isClosed());
        }
    }

    @Test
    void ofBytesNobodyCanSay() throws IOException {
        Writer writer = Writer.options("test").path(folder).build();
        Path file = writer.path().orElseThrow();
        assertEquals(Liveness.UNKNOWN, Reader.decode(Files.readAllBytes(file)).writer());
        writer.close();
        assertEquals(Liveness.DEAD, Reader.decode(Files.readAllBytes(file)).writer());
    }

    @Test
    void ofAFileThatLostItsNameNobodyCanSay() throws IOException {
        try (Writer writer = Writer.options("test").path(folder).filename("one").build();
                Reader reader = Reader.open(writer.path().orElseThrow())) {
            Path file = writer.path().orElseThrow();
            Files.move(file, folder.resolve("moved"));
            assertEquals(Liveness.UNKNOWN, reader.writer());
            try (Writer other = Writer.options("test").path(folder).filename("one").build()) {
                // That this one lives says nothing of the other.
                assertEquals(Liveness.UNKNOWN, reader.writer());
                try (Reader ofOther = Reader.open(other.path().orElseThrow())) {
                    assertEquals(Liveness.ALIVE, ofOther.writer());
                }
            }
        }
    }
}
