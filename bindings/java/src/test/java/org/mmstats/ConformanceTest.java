package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mmstats.agent.DecodedFamilies;
import org.mmstats.agent.FamilyScenario;
import org.mmstats.agent.Lines;
import org.mmstats.agent.Mutations;

/** The conformance suite of format 2: what has to be read, refused and written. */
class ConformanceTest {
    private static final AtomicInteger DECODED = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger MUTATED = new AtomicInteger();
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    @TempDir Path folder;

    private interface Check {
        void check(JsonObject one) throws IOException;
    }

    private static Stream<DynamicTest> cases(String key, Check check) {
        JsonObject manifest = Tree.json(Tree.CONFORMANCE.resolve("manifest.json"));
        List<JsonObject> cases =
                StreamSupport.stream(manifest.getAsJsonArray("cases").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .filter(one -> text(one, "id").startsWith("v2/") && one.has(key))
                        .toList();
        assertTrue(cases.size() > 10, key);
        return cases.stream().map(one -> dynamicTest(text(one, "id"), () -> check.check(one)));
    }

    private static String text(JsonObject object, String key) {
        return object.get(key).getAsString();
    }

    private static Path file(JsonObject one, String key) {
        return Tree.CONFORMANCE.resolve(text(one, key));
    }

    /** As a file that a writer may write to, and as bytes that nobody does. */
    @TestFactory
    Stream<DynamicTest> decodes() {
        return cases(
                "decoded",
                one -> {
                    JsonObject expected = Tree.json(file(one, "decoded"));
                    try (Reader reader = Reader.open(file(one, "file"));
                            Reader still = Reader.decode(Files.readAllBytes(file(one, "file")))) {
                        assertDecoded(expected, reader.snapshot());
                        assertDecoded(expected, reader.refresh());
                        assertDecoded(expected, still.snapshot());
                    }
                    DECODED.incrementAndGet();
                });
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return cases(
                "error",
                one -> {
                    byte[] bytes = Files.readAllBytes(file(one, "file"));
                    assertRefused(one, () -> Reader.open(file(one, "file")));
                    assertRefused(one, () -> Reader.decode(bytes));
                    REFUSED.incrementAndGet();
                });
    }

    private static void assertRefused(JsonObject one, Runnable read) {
        JsonObject expected = one.getAsJsonObject("error");
        FormatException found = assertThrows(FormatException.class, read::run);
        assertEquals(expected.get("offset").getAsLong(), found.offset().orElseThrow());
        assertEquals(text(expected, "clause"), found.clause());
        assertTrue(found.getMessage().contains("offset " + text(expected, "offset") + ":"));
    }

    @TestFactory
    Stream<DynamicTest> comesToTheSameVerdictsOnDamagedFiles() {
        return cases(
                "mutations",
                one -> {
                    JsonObject expected = one.getAsJsonObject("mutations");
                    Mutations found = Mutations.of(Files.readAllBytes(file(one, "file")));
                    assertEquals(
                            "truncated "
                                    + text(expected, "truncated")
                                    + " flipped "
                                    + text(expected, "flipped")
                                    + " cases "
                                    + found.cases(),
                            found.toString());
                    MUTATED.addAndGet(found.cases());
                });
    }

    @TestFactory
    Stream<DynamicTest> writes() throws IOException {
        try (Stream<Path> files = Files.list(Tree.CONFORMANCE.resolve("v2/scenarios"))) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> write(file)))
                    .toList()
                    .stream();
        }
    }

    private void write(Path file) throws IOException {
        JsonObject scenario = Tree.json(file);
        byte[] lines = ScenarioLines.of(scenario).getBytes(StandardCharsets.UTF_8);
        FamilyScenario played = new FamilyScenario(Lines.read(new ByteArrayInputStream(lines)));
        Path written = folder.resolve(file.getFileName() + ".mmstats");
        Writer writer =
                played.write(
                        application ->
                                Writer.options(application)
                                        .path(folder)
                                        .filename(written.getFileName().toString()));
        try (Reader reader = Reader.open(written)) {
            assertDecoded(scenario.getAsJsonObject("expect"), reader.snapshot());
        }
        if (scenario.has("identical")) {
            assertArrayEquals(
                    Files.readAllBytes(file(scenario, "identical")), Files.readAllBytes(written));
        }
        // One that the scenario doesn't close is to be open when it is looked at.
        writer.close();
        WRITTEN.incrementAndGet();
    }

    private static void assertDecoded(JsonObject expected, Snapshot seen) {
        JsonElement found = JsonParser.parseString(DecodedFamilies.json(seen));
        assertSame(expected, found, "decoded");
    }

    private static void assertSame(JsonElement expected, JsonElement found, String at) {
        if (expected.isJsonObject() && found.isJsonObject()) {
            JsonObject object = expected.getAsJsonObject();
            assertEquals(object.keySet(), found.getAsJsonObject().keySet(), at);
            for (String key : object.keySet()) {
                assertSame(object.get(key), found.getAsJsonObject().get(key), at + "." + key);
            }
        } else if (expected.isJsonArray() && found.isJsonArray()) {
            JsonArray array = expected.getAsJsonArray();
            assertEquals(array.size(), found.getAsJsonArray().size(), at);
            for (int i = 0; i < array.size(); i++) {
                assertSame(array.get(i), found.getAsJsonArray().get(i), at + "[" + i + "]");
            }
        } else if (isFloat(expected) && found.isJsonPrimitive()) {
            // Notations differ, bits don't.
            assertEquals(bits(expected), bits(found), at);
        } else if (!expected.toString().equals("\"*\"")) {
            assertEquals(expected, found, at);
        }
    }

    private static boolean isFloat(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsString().matches("-?[0-9.]+([.e][-+0-9]+)");
    }

    private static long bits(JsonElement value) {
        return Double.doubleToRawLongBits(Double.parseDouble(value.getAsString()));
    }

    @AfterAll
    static void count() {
        System.out.printf(
                "conformance, format 2: %s decoded, %s refused, %s written, %s damaged files%n",
                DECODED, REFUSED, WRITTEN, MUTATED);
    }
}
