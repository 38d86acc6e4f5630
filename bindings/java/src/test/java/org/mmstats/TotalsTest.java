package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks found, once their application is gone. */
class TotalsTest {
    @TempDir Path folder;

    private Writer writer(String filename) {
        return Writer.options("web").path(folder).filename(filename).fold(false).build();
    }

    private Application application() {
        return new Application("web", List.of(folder + "/*.mmstats"), false);
    }

    private static long count(Totals totals) {
        return totals.get("requests").orElseThrow().value().asLong();
    }

    private static long growth(Since since, String name) {
        return since.get(name).orElseThrow().delta().orElseThrow().asLong();
    }

    /** What came between any two of three looks. */
    @Test
    void looksAreCompared() {
        Totals first;
        Totals second;
        Totals third;
        try (Writer stats = writer("a.mmstats");
                Application web = application()) {
            Counter requests = stats.counter("requests").register();
            Histogram sizes = stats.histogram("sizes").register();
            requests.add(10);
            first = web.look();
            requests.add(20);
            sizes.observe(1000);
            second = web.look();
            requests.add(40);
            sizes.observe(10);
            third = web.look();
            requests.add(80);
            web.look();
        }
        assertEquals(List.of(10L, 30L, 70L), List.of(count(first), count(second), count(third)));
        assertEquals(20, growth(second.since(first), "requests"));
        assertEquals(60, growth(third.since(first), "requests"));
        assertEquals(40, growth(third.since(second), "requests"));
        assertEquals(0, growth(third.since(third), "requests"));
        assertEquals(2, growth(third.since(first), "sizes"));
        Since between = third.since(second);
        assertEquals(third.takenNanos() - second.takenNanos(), between.elapsed().toNanos());
        assertEquals(10, between.get("sizes").orElseThrow().percentile(50).orElseThrow());
        assertEquals(
                1000,
                second.since(first).get("sizes").orElseThrow().percentile(50).orElseThrow(),
                50);
    }

    /** The descriptors that this process has of files of the test. */
    private long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(this::isOfTheFolder).count();
        }
    }

    private boolean isOfTheFolder(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void filesStayOpenOrNot() throws IOException {
        try (Writer stats = writer("a.mmstats")) {
            stats.counter("requests").register().add(2);
            long before = descriptors();
            for (boolean keep : new boolean[] {false, true}) {
                List<String> globs = List.of(folder + "/*.mmstats");
                try (Application web = new Application("web", globs, false, keep)) {
                    assertEquals(2, count(web.look()));
                    assertEquals(2, count(web.look()));
                    assertEquals(keep, descriptors() > before);
                }
                assertEquals(before, descriptors());
            }
        }
    }

    /** What has no valid header doesn't say whose it is, so its name does. */
    @Test
    void aFileThatSaysNothingIsNamedAsTheApplications() throws IOException {
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        for (byte[] content : List.of(new byte[0], garbage, new byte[4096])) {
            Path named = folder.resolve("web-123-1.mmstats");
            Files.write(named, content);
            Files.write(folder.resolve("other-123-1.mmstats"), content);
            try (Writer stats = writer("web-1-1.mmstats");
                    Application web = application()) {
                stats.counter("requests").register().add(3);
                Totals totals = web.look();
                assertEquals(3, count(totals));
                assertEquals(1, totals.problems().size());
                Problem problem = totals.problems().get(0);
                assertEquals(Problem.Kind.UNREAD, problem.kind());
                assertEquals(named, problem.path().orElseThrow());
                assertTrue(problem.cause().isPresent());
                assertFalse(problem.isCounted());
            }
        }
    }
}
