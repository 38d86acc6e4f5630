package org.mmstats.v1;

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
import org.mmstats.FormatException;
import org.mmstats.Tree;
import org.mmstats.agent.Decoded;
import org.mmstats.agent.Lines;
import org.mmstats.agent.Mutations;
import org.mmstats.agent.Scenario;

/** The conformance suite of format 1: what has to be read, refused and written. */
class ConformanceTest {
    private static final AtomicInteger DECODED = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger MUTATED = new AtomicInteger();
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    @TempDir Path folder;

    private static Stream<JsonObject> cases(String key) {
        JsonObject manifest = Tree.json(Tree.CONFORMANCE.resolve("manifest.json"));
        List<JsonObject> cases =
                StreamSupport.stream(manifest.getAsJsonArray("cases").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .filter(one -> text(one, "id").startsWith("v1/") && one.has(key))
                        .toList();
        assertTrue(cases.size() > 10, key);
        return cases.stream();
    }

    private static String text(JsonObject object, String key) {
        return object.get(key).getAsString();
    }

    private static Path file(JsonObject one, String key) {
        return Tree.CONFORMANCE.resolve(text(one, key));
    }

    @TestFactory
    Stream<DynamicTest> decodes() {
        return cases("decoded")
                .map(
                        one ->
                                dynamicTest(
                                        text(one, "id"),
                                        () -> {
                                            try (Reader reader = Reader.open(file(one, "file"))) {
                                                assertDecoded(
                                                        Tree.json(file(one, "decoded")),
                                                        Decoded.json(reader));
                                            }
                                            DECODED.incrementAndGet();
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return cases("error")
                .map(
                        one ->
                                dynamicTest(
                                        text(one, "id"),
                                        () -> {
                                            JsonObject expected = one.getAsJsonObject("error");
                                            FormatException found =
                                                    assertThrows(
                                                            FormatException.class,
                                                            () -> Reader.open(file(one, "file")));
                                            assertEquals(
                                                    expected.get("offset").getAsLong(),
                                                    found.offset().orElseThrow());
                                            assertEquals(text(expected, "clause"), found.clause());
                                            assertTrue(
                                                    found.getMessage()
                                                            .contains(
                                                                    "offset "
                                                                            + text(
                                                                                    expected,
                                                                                    "offset")
                                                                            + ":"));
                                            REFUSED.incrementAndGet();
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> comesToTheSameVerdictsOnDamagedFiles() {
        return cases("mutations")
                .map(
                        one ->
                                dynamicTest(
                                        text(one, "id"),
                                        () -> {
                                            JsonObject expected = one.getAsJsonObject("mutations");
                                            Mutations found =
                                                    Mutations.of(
                                                            Files.readAllBytes(file(one, "file")));
                                            assertEquals(
                                                    "truncated "
                                                            + text(expected, "truncated")
                                                            + " flipped "
                                                            + text(expected, "flipped")
                                                            + " cases "
                                                            + found.cases(),
                                                    found.toString());
                                            MUTATED.addAndGet(found.cases());
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> writes() throws IOException {
        Path scenarios = Tree.CONFORMANCE.resolve("v1/scenarios");
        try (Stream<Path> files = Files.list(scenarios)) {
            return files
                    .sorted()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> write(file)))
                    .toList()
                    .stream();
        }
    }

    private void write(Path file) throws IOException {
        JsonObject scenario = Tree.json(file);
        byte[] lines = lines(scenario).getBytes(StandardCharsets.UTF_8);
        new Scenario(Lines.read(new ByteArrayInputStream(lines)))
                .write(Writer.options("test").path(folder).filename("written.mmstats"));
        try (Reader reader = Reader.open(folder.resolve("written.mmstats"))) {
            assertDecoded(scenario.getAsJsonObject("expect"), Decoded.json(reader));
        }
        WRITTEN.incrementAndGet();
    }

    /** The lines form of a scenario (conformance/README.md). */
    private static String lines(JsonObject scenario) {
        var lines = new StringBuilder();
        line(lines, "prefix", text(scenario, "label_prefix"));
        line(lines, "system", scenario.get("system_fields").getAsBoolean() ? "1" : "0");
        for (JsonElement element : scenario.getAsJsonArray("fields")) {
            JsonObject field = element.getAsJsonObject();
            Stream<String> arguments =
                    Stream.of("type", "size", "signature", "initial", "value")
                            .filter(field::has)
                            .map(key -> text(field, key));
            line(
                    lines,
                    "field",
                    Stream.concat(Stream.of(text(field, "label"), text(field, "kind")), arguments));
        }
        for (JsonElement element : scenario.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            JsonArray values = new JsonArray();
            if (step.has("values")) {
                values = step.getAsJsonArray("values");
            } else {
                values.add(step.get("value"));
            }
            Stream<String> words =
                    StreamSupport.stream(values.spliterator(), false).map(JsonElement::getAsString);
            line(
                    lines,
                    "step",
                    Stream.concat(Stream.of(text(step, "label"), text(step, "op")), words));
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String directive, String word) {
        line(lines, directive, Stream.of(word));
    }

    private static void line(StringBuilder lines, String directive, Stream<String> words) {
        lines.append(directive);
        words.forEach(
                word -> {
                    lines.append('\t');
                    word.chars()
                            .forEach(
                                    c -> {
                                        if (c < 0x21 || c == 0x7f || c == '%') {
                                            lines.append(String.format("%%%02X", c));
                                        } else {
                                            lines.append((char) c);
                                        }
                                    });
                });
        lines.append('\n');
    }

    private static void assertDecoded(JsonObject expected, String json) {
        JsonObject found = JsonParser.parseString(json).getAsJsonObject();
        JsonArray expectedFields = expected.getAsJsonArray("fields");
        JsonArray foundFields = found.getAsJsonArray("fields");
        assertEquals(expectedFields.size(), foundFields.size());
        for (int i = 0; i < expectedFields.size(); i++) {
            assertField(
                    expectedFields.get(i).getAsJsonObject(), foundFields.get(i).getAsJsonObject());
        }
        expected.remove("fields");
        found.remove("fields");
        assertEquals(expected, found);
    }

    private static void assertField(JsonObject expected, JsonObject found) {
        assertEquals(expected.get("name"), found.get("name"));
        assertEquals(expected.get("type"), found.get("type"), text(found, "name"));
        if (!expected.has("parts")) {
            assertValue(expected, found);
            return;
        }
        JsonArray expectedParts = expected.getAsJsonArray("parts");
        JsonArray foundParts = found.getAsJsonArray("parts");
        assertEquals(expectedParts.size(), foundParts.size());
        for (int i = 0; i < expectedParts.size(); i++) {
            assertValue(
                    expectedParts.get(i).getAsJsonObject(), foundParts.get(i).getAsJsonObject());
        }
    }

    private static void assertValue(JsonObject expected, JsonObject found) {
        assertEquals(expected.get("type"), found.get("type"));
        String wanted = text(expected, "value");
        boolean isFloat = text(expected, "type").startsWith("f");
        boolean isFinite = isFloat && !wanted.endsWith("inf") && !wanted.equals("nan");
        if (wanted.equals("*")) {
            return;
        }
        if (isFinite) {
            // Notations differ, bits don't.
            assertEquals(
                    Double.doubleToRawLongBits(Double.parseDouble(wanted)),
                    Double.doubleToRawLongBits(Double.parseDouble(text(found, "value"))));
        } else {
            assertEquals(expected.get("value"), found.get("value"));
        }
    }

    @AfterAll
    static void count() {
        System.out.printf(
                "conformance, format 1: %s decoded, %s refused, %s written, %s damaged files%n",
                DECODED, REFUSED, WRITTEN, MUTATED);
    }
}
