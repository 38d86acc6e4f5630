package org.mmstats.agent;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.mmstats.MmStatsException;
import org.mmstats.v1.Field;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Value;

/**
 * Digests of the verdicts on a file that is cut off everywhere, and that has each byte flipped
 * (conformance/README.md).
 *
 * @param truncated the digest of the file cut to each length
 * @param flipped that of the file with each byte flipped
 * @param cases how many files these are
 */
public record Mutations(long truncated, long flipped, int cases) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * Damages a file in all these ways.
     *
     * @param file its bytes
     * @return the digests
     */
    public static Mutations of(byte[] file) {
        long truncated = digest(file.length, size -> Arrays.copyOf(file, size));
        long flipped =
                digest(
                        file.length,
                        i -> {
                            byte[] copy = file.clone();
                            copy[i] = (byte) ~copy[i];
                            return copy;
                        });
        return new Mutations(truncated, flipped, 2 * file.length);
    }

    private static long digest(int cases, IntFunction<byte[]> mutated) {
        long digest = FNV_OFFSET;
        for (int i = 0; i < cases; i++) {
            long verdict = verdict(mutated.apply(i));
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                digest = (digest ^ verdict >>> shift & 0xff) * FNV_PRIME;
            }
        }
        return digest;
    }

    private static long verdict(byte[] bytes) {
        try {
            return Format.of(bytes) == Format.TWO ? series(bytes) : fields(bytes);
        } catch (MmStatsException e) {
            return (1L << 32) + e.offset().orElseThrow();
        }
    }

    /** Looks at all that bytes of format 1 say, and counts the fields. */
    private static long fields(byte[] bytes) {
        try (Reader reader = Reader.decode(bytes)) {
            long looked = 0;
            for (Field field : reader) {
                looked += field.label().length();
                for (Value part : field.value().parts()) {
                    looked += part.toString().length();
                }
            }
            return looked >= 0 ? reader.fields().size() : -1;
        }
    }

    /** Looks at all that bytes of format 2 say, and counts the live series. */
    private static long series(byte[] bytes) {
        try (org.mmstats.Reader reader = org.mmstats.Reader.decode(bytes)) {
            long looked = DecodedFamilies.json(reader.snapshot()).length();
            long count = reader.families().stream().mapToLong(one -> one.series().size()).sum();
            return looked > 0 ? count : -1;
        }
    }

    @Override
    public String toString() {
        return String.format("truncated %016x flipped %016x cases %d", truncated, flipped, cases);
    }
}
