package org.mmstats;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tree that these sources are part of: what the tests share with those of other languages. */
public final class Tree {
    /** Its folder. */
    public static final Path ROOT = Path.of(System.getProperty("mmstats.root")).normalize();

    /** The conformance suite. */
    public static final Path CONFORMANCE = ROOT.resolve("conformance");

    private Tree() {}

    /**
     * Reads a file of JSON.
     *
     * @param file the file
     * @return the object in it
     */
    public static JsonObject json(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
