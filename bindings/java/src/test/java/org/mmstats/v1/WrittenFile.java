package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/** What tests of a writer share: a writer, and a look at what is in its file. */
abstract class WrittenFile {
    @TempDir Path folder;
    Writer writer;

    @BeforeEach
    void open() {
        writer = Writer.options("test").path(folder).systemFields(false).build();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    final Value read(String label) {
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            return reader.get(label).orElseThrow().value();
        }
    }

    /** Creates the file; from there on each call checks what was set, which is what was got. */
    final void assertRead(Value expected, String label) {
        if (writer.path().isEmpty()) {
            writer.createFile();
        }
        assertEquals(expected, read(label));
    }

    static void assertWrongType(Runnable call) {
        assertEquals(Cause.WRONG_TYPE, assertThrows(MmStatsException.class, call::run).cause());
    }
}
