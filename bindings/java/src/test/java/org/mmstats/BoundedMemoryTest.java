package org.mmstats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader takes is bounded by a small multiple of the file (SPEC.md 2.17, F1-LIMIT-READ). */
class BoundedMemoryTest {
    /** Of all that is allocated: most of it is garbage at once. */
    private static final int MULTIPLE = 16;

    /** What any file takes, and what classes that come to be used take once. */
    private static final long BASE = 32 << 10;

    private static final int EVERY_BYTE = 7;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocatedBy(byte[] file) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try (Reader reader = Reader.decode(file)) {
            assertTrue(reader.families().size() <= file.length);
        } catch (FormatException e) {
            assertTrue(e.offset().isPresent());
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    private static void assertBounded(byte[] file, String what) {
        long allocated = allocatedBy(file);
        if (allocated > BASE + (long) MULTIPLE * file.length) {
            // Once more: the first time classes are initialised.
            allocated = allocatedBy(file);
        }
        long most = BASE + (long) MULTIPLE * file.length;
        assertTrue(
                allocated <= most, what + ": " + allocated + " bytes for a file of " + file.length);
    }

    /** Every fixture as it is, and damaged. */
    @Test
    void damagedFilesTakeNoMoreThanTheirSize() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("valid", "nonconforming", "invalid")) {
            try (Stream<Path> all = Files.list(Tree.CONFORMANCE.resolve("v2").resolve(folder))) {
                all.filter(file -> file.toString().endsWith(".mmstats")).forEach(files::add);
            }
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertBounded(bytes, file.toString());
            // Behind that it is all zeros, or the values.
            for (int at = 0; at < Math.min(bytes.length, 6144); at += EVERY_BYTE) {
                bytes[at] = (byte) ~bytes[at];
                assertBounded(bytes, file + ", byte " + at);
                bytes[at] = (byte) ~bytes[at];
            }
        }
    }

    /** A directory that is full of what takes the fewest bytes of a file. */
    @Test
    void crammedDirectoriesTakeAFewTimesTheirSize() {
        int size = 4 << 20;
        byte[] family = entry(24, 1, 1, 1, 1);
        byte[] unknown = entry(24, 1, 1, 99, 99);
        byte[] series = series();
        assertBounded(crammed(family, new byte[0], size, true), "families");
        assertBounded(crammed(unknown, new byte[0], size, true), "families of unknown kinds");
        assertBounded(crammed(family, series, size, false), "series");
        assertBounded(crammed(family, entry(16, 77, 0, 0, 0), size, false), "unknown entries");
    }

    /** Unknown attributes are passed over once, and not for each series. */
    @Test
    void aFamilyCrammedWithAttributesIsReadOnce() {
        int length = 1 << 20;
        byte[] family = Arrays.copyOf(entry(24, 1, 1, 1, 1), length);
        ByteBuffer attributes = ByteBuffer.wrap(family).order(ByteOrder.LITTLE_ENDIAN);
        attributes.putInt(0, length);
        for (int at = 21; at + 4 <= length; at += 4) {
            attributes.putShort(at, (short) 99);
        }
        byte[] file = crammed(family, series(), 4 << 20, false);
        // It is done in well under a second; for each series anew it would take minutes.
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    try (Reader reader = Reader.decode(file)) {
                        int series = 0;
                        for (Series one : reader.families().get(0).series()) {
                            assertEquals(Map.of(), one.labels());
                            series++;
                        }
                        assertTrue(series > 10_000, "series: " + series);
                    }
                });
    }

    /** An entry of that type, and a family's id, kind and type, with a name of one letter. */
    private static byte[] entry(int length, int type, int id, int kind, int valueType) {
        ByteBuffer entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(length).putShort((short) type).putShort((short) 0);
        entry.putInt(id).put((byte) kind).put((byte) valueType).put((byte) 1).put((byte) 0);
        if (length > 20) {
            entry.putShort((short) 1).putShort((short) 1).put((byte) 'x');
        }
        return entry.array();
    }

    /** A live series of family 1, whose cell is the first of the last block. */
    private static byte[] series() {
        ByteBuffer entry = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(40).putShort((short) 2).putShort((short) 0).putLong(1).putLong(CELL);
        entry.putLong(0).putInt(1);
        return entry.array();
    }

    private static final int CELL = 4096 + 64;

    /** A file with a block of cells, and a directory of one entry, and then another ever again. */
    private static byte[] crammed(byte[] first, byte[] again, int size, boolean countsIds) {
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 2).put("MMSTATS".getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 0).putShort((short) 4096).putInt(0).putLong(size).putLong(1);
        block(file, 4096, 2, 4096, 4096);
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int room = size - 8192 - 64;
        for (int id = 1; entries.size() + Math.max(first.length, again.length) <= room; id++) {
            boolean isFamily = id == 1 || countsIds;
            byte[] entry = (isFamily ? first : again).clone();
            if (isFamily) {
                ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putInt(8, id);
            }
            entries.writeBytes(entry);
        }
        block(file, 8192, 1, size - 8192, 64 + entries.size());
        file.position(8192 + 64).put(entries.toByteArray());
        return file.array();
    }

    private static void block(ByteBuffer file, int at, int kind, int length, int head) {
        file.position(at);
        file.putInt(kind).putInt(64).putLong(length).putLong(head);
    }
}
