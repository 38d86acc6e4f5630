package org.mmstats.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The lines form of a scenario (conformance/README.md).
 *
 * @param all the words of each line
 */
public record Lines(List<List<String>> all) {
    /**
     * Reads a scenario.
     *
     * @param in where from
     * @return its lines
     * @throws IOException where it can't be read
     */
    public static Lines read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Lines(
                text.lines()
                        .map(
                                line ->
                                        List.of(line.split("\t", -1)).stream()
                                                .map(Lines::unescaped)
                                                .toList())
                        .toList());
    }

    /** Takes %XX for the byte. */
    private static String unescaped(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                String digits = new String(bytes, i + 1, 2, StandardCharsets.US_ASCII);
                out.write(Integer.parseInt(digits, 16));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Those of a directive. */
    List<List<String>> of(String directive) {
        return all.stream().filter(words -> words.get(0).equals(directive)).toList();
    }

    /** The format that is to be written. */
    Format format() {
        return of("format").isEmpty() ? Format.ONE : Format.TWO;
    }

    /** A float, in the words of the decoded form. */
    static double number(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
