package org.mmstats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mmstats.Tree;

/** The version of this package, and of what is built with it, is that of everything. */
class VersionTest {
    /** The first version in a file whose pattern is that. */
    private static String version(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(Tree.ROOT.resolve(file)));
        assertTrue(found.find(), file);
        return found.group(1);
    }

    @Test
    void isThatOfTheWorkspace() throws IOException {
        String expected = version("Cargo.toml", "(?m)^version = \"(.*)\"$");
        assertEquals(expected, System.getProperty("mmstats.version"));
        for (String pom : List.of("benches/java/pom.xml", "benches/java/jmh/pom.xml")) {
            assertEquals(expected, version(pom, "<version>(.*)</version>"), pom);
        }
    }
}
