package org.mmstats.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.Cause;
import org.mmstats.Jvm;
import org.mmstats.MmStatsException;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Writer;

/** Paths as bytes. */
class PathBytesTest {
    @TempDir Path folder;

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void areThoseOfThePath() {
        for (String path : new String[] {"/", "/a/b", "/ %25?#[x]", "/a+b;c=d&e", "/\t\n"}) {
            assertArrayEquals(bytes(path), PathBytes.of(Path.of(path)));
            assertEquals(Path.of(path), PathBytes.path(bytes(path)));
        }
        assertArrayEquals(bytes(folder.toString()), PathBytes.of(folder));
        assertArrayEquals(
                bytes(Path.of("x").toAbsolutePath().toString()), PathBytes.of(Path.of("x")));
        assertEquals(Path.of("a/b"), PathBytes.path(bytes("a/b")));
    }

    @Test
    void arePathsOfTheSystem() throws IOException {
        Path archive = folder.resolve("archive.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            MmStatsException found =
                    assertThrows(MmStatsException.class, () -> PathBytes.of(zip.getPath("/x")));
            assertEquals(Cause.INVALID, found.cause());
        }
    }

    /** In the C locale a Java String can't name this folder. */
    @Test
    void nameWhatTheLocaleCant() throws IOException, InterruptedException {
        String above = Files.createDirectory(folder.resolve("above")).toString();
        String mkdir = "mkdir \"$1\"/$(printf '\\303\\251')";
        assertEquals(0, new ProcessBuilder("sh", "-c", mkdir, "sh", above).start().waitFor());
        Jvm.Ended ended = Jvm.same().variable("LC_ALL", "C").run(Locale.class, above);
        assertEquals("1", ended.output().strip());
    }

    /** A program that writes and reads in the folder that it finds. */
    static final class Locale {
        private Locale() {}

        public static void main(String[] arguments) throws IOException {
            try (var folders = Files.newDirectoryStream(Path.of(arguments[0]))) {
                Path found = folders.iterator().next();
                try (Writer writer = Writer.options("test").path(found).filename("x").build()) {
                    writer.counter("hits").inc();
                    try (Reader reader = Reader.open(writer.createFile())) {
                        System.out.println(reader.get("hits").orElseThrow().value());
                    }
                }
            }
        }
    }
}
