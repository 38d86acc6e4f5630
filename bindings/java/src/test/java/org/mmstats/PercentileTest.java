package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a histogram's buckets. */
class PercentileTest {
    private static final int VALUES = 10_000;

    @TempDir Path folder;

    private Distribution of(double... values) {
        try (Writer writer = Writer.options("test").path(folder).filename("h").build()) {
            F64Histogram histogram = writer.f64Histogram("h").register();
            Arrays.stream(values).forEach(histogram::observe);
            return read(writer);
        }
    }

    private Distribution of(long... values) {
        try (Writer writer = Writer.options("test").path(folder).filename("h").build()) {
            Histogram histogram = writer.histogram("h").register();
            Arrays.stream(values).forEach(histogram::observe);
            return read(writer);
        }
    }

    private static Distribution read(Writer writer) {
        try (Reader reader = Reader.open(writer.path().orElseThrow())) {
            return (Distribution) reader.get("h").orElseThrow().value();
        }
    }

    @Test
    void nothingHasNone() {
        Distribution none = of(new long[0]);
        assertEquals(0, none.count());
        assertTrue(none.mean().isEmpty());
        assertTrue(none.percentile(50).isEmpty());
        assertTrue(none.min().isEmpty());
        assertTrue(none.max().isEmpty());
    }

    @Test
    void smallIntegersAreExact() {
        Distribution some = of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        for (int percent = 0; percent <= 100; percent += 10) {
            assertEquals(Math.max(1, percent / 10), some.percentile(percent).orElseThrow());
        }
        assertEquals(5.5, some.mean().orElseThrow());
        assertEquals(new Value.U64(55), some.sum());
        assertEquals(new Value.U64(1), some.min().orElseThrow());
        assertEquals(new Value.U64(10), some.max().orElseThrow());
    }

    @Test
    void floatsAreOffByLessThanABucket() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = random.doubles(VALUES).map(value -> Math.exp(20 * value - 10)).toArray();
        Distribution some = of(values);
        Arrays.sort(values);
        double width = Math.pow(2, Math.pow(2, -some.scale()));
        for (int percent = 1; percent < 100; percent++) {
            double exact = values[VALUES * percent / 100 - 1];
            double estimate = some.percentile(percent).orElseThrow();
            assertTrue(estimate < exact * width, percent + " %");
            assertTrue(estimate > exact / width, percent + " %");
        }
        assertEquals(values[0], some.percentile(0).orElseThrow());
        assertEquals(values[VALUES - 1], some.percentile(100).orElseThrow());
        assertTrue(some.percentile(Double.NaN).isEmpty());
    }

    /** What is in no bucket has its part, too (F2-BUCKET). */
    @Test
    void valuesOutsideOfTheBucketsCount() {
        Distribution some =
                of(0, -0.0, 1, Double.POSITIVE_INFINITY, -1, Double.NaN, Double.MIN_VALUE);
        assertEquals(5, some.count());
        assertEquals(3, some.zero());
        assertEquals(1, some.above());
        assertEquals(1, some.negative());
        assertEquals(1, some.nan());
        assertEquals(0, some.percentile(1).orElseThrow(), 1e-6);
        assertEquals(1, some.percentile(75).orElseThrow(), 0.05);
        assertEquals(Double.POSITIVE_INFINITY, some.percentile(100).orElseThrow());
        assertEquals(new Value.F64(0), some.min().orElseThrow());
    }
}
