package org.mmstats.internal.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmstats.Cause;
import org.mmstats.FormatException;
import org.mmstats.Kind;
import org.mmstats.Recent;
import org.mmstats.Tree;
import org.mmstats.Value;

/** Looks at files that change in between, in each place where a writer can do harm (2.13). */
class LookTest {
    /** As the writer of this project lays out its files (conformance/README.md). */
    private static final int DIRECTORY = 4096;

    private static final int CELLS = 8192;
    private static final int STATE = 24;
    private static final int APPEND_GENERATION = 104;
    private static final int REUSE_GENERATION = 112;

    private static ChangingSource scenario(String name) throws IOException {
        return new ChangingSource(
                Files.readAllBytes(Tree.CONFORMANCE.resolve("v2/scenarios/" + name + ".mmstats")));
    }

    /** Where the entries of series are. */
    private static List<Integer> series(ChangingSource source) {
        int end = DIRECTORY + (int) source.word(DIRECTORY + Layout.BLOCK_HEAD);
        List<Integer> found = new ArrayList<>();
        for (int at = DIRECTORY + Layout.BLOCK_HEADER_MIN;
                at < end;
                at += LittleEndian.i32(source.bytes, at)) {
            if (LittleEndian.u16(source.bytes, at + Layout.ENTRY_TYPE) == Layout.TYPE_SERIES) {
                found.add(at);
            }
        }
        return found;
    }

    /** The entry of a live series that has a label value. */
    private static int labelled(ChangingSource source) {
        return series(source).stream()
                .filter(
                        entry ->
                                (source.word(entry + Layout.SERIES_STATE) & 3) == 1
                                        && LittleEndian.u16(
                                                        source.bytes, entry + Layout.SERIES_LABELS)
                                                > 0)
                .findFirst()
                .orElseThrow();
    }

    private static int cell(ChangingSource source, int entry) {
        return (int) source.word(entry + Layout.SERIES_CELL);
    }

    private static Value value(View view, int one) {
        return Values.of(view, one);
    }

    /** The index of the first series of that kind. */
    private static int first(View view, Kind kind) {
        for (int one = 0; one < view.directory().seriesCount(); one++) {
            if (view.directory().family(one).kind() == kind) {
                return one;
            }
        }
        throw new AssertionError("no " + kind);
    }

    @Test
    void aKnownFileIsLookedAtByItsCellsAndItsHeader() throws IOException {
        ChangingSource source = scenario("counters");
        View before = Look.at(source, null);
        int cell = cell(source, series(source).get(0));
        source.word(cell, 1234);
        int copies = source.copies;
        View view = Look.at(source, before);
        assertEquals(new Value.U64(1234), value(view, 0));
        assertSame(before.directory(), view.directory());
        assertEquals(2, source.copies - copies);
    }

    /** What a file can change in its header makes a reader look at the directory again (2.11). */
    @Test
    void whatIsKnownIsNotKeptWhereTheHeaderChanged() throws IOException {
        for (int word : new int[] {APPEND_GENERATION, REUSE_GENERATION, STATE}) {
            ChangingSource source = scenario("left-open");
            View before = Look.at(source, null);
            source.word(word, source.word(word) + (word == STATE ? 1 : 2));
            View view = Look.at(source, before);
            assertNotSame(before.directory(), view.directory(), "word " + word);
            assertEquals(word == STATE, view.header().isClosed());
        }
    }

    /** The last values of a file that is closed while a reader looks are seen once it says so. */
    @Test
    void aFileThatIsClosedMeanwhileIsLookedAtAgain() throws IOException {
        ChangingSource source = scenario("left-open");
        View before = Look.at(source, null);
        int cell = cell(source, series(source).get(0));
        AtomicInteger looks = new AtomicInteger();
        source.beforeCopyOf(
                STATE,
                () -> {
                    if (looks.getAndIncrement() == 0) {
                        source.word(cell, 77);
                        source.word(STATE, 2);
                    }
                });
        View view = Look.at(source, before);
        assertTrue(view.header().isClosed());
        assertEquals(77, source.word(cell));
        assertEquals("77", value(view, 0).toString());
    }

    /** F2-SEQUENCED-READ: K - 2 publishes leave the slot as it is, one more doesn't. */
    @Test
    void aSlotIsTakenUpToKMinusTwoPublishesLater() throws IOException {
        for (int publishes = 0; publishes < 5; publishes++) {
            ChangingSource source = scenario("structs");
            View first = Look.at(source, null);
            int one = first(first, Kind.STRUCT);
            Shape.Sequenced slots = (Shape.Sequenced) first.directory().family(one).shape();
            long cell =
                    LittleEndian.i64(
                            first.directory().bytes(),
                            first.directory().entry(one) + Layout.SERIES_CELL);
            Value published = value(first, one);
            int more = publishes;
            AtomicInteger copies = new AtomicInteger();
            source.beforeCopyOf(
                    cell,
                    () -> {
                        // The third copy of the sequence is that behind the slots.
                        if (copies.getAndIncrement() == 2) {
                            source.word(cell, source.word(cell) + more);
                        }
                    });
            View view = Look.at(source, first);
            boolean isTaken = publishes <= slots.slots() - 2;
            assertEquals(isTaken ? 3 : 5, copies.get(), publishes + " publishes");
            if (isTaken) {
                assertEquals(published, value(view, one));
            }
        }
    }

    /** F2-BUSY: a value that changes whenever it is looked at is said to be busy, others aren't. */
    @Test
    void triesAreBounded() throws IOException {
        ChangingSource source = scenario("structs");
        View first = Look.at(source, null);
        int one = first(first, Kind.STRUCT);
        long cell =
                LittleEndian.i64(
                        first.directory().bytes(),
                        first.directory().entry(one) + Layout.SERIES_CELL);
        source.beforeCopyOf(cell, () -> source.word(cell, source.word(cell) + 100));
        View view = Look.at(source, first);
        assertEquals(new Value.Busy(), value(view, one));
        assertEquals(1, view.cells().busyCount());
    }

    /** F2-WINDOW-READ: a slot whose epoch changes is looked at again. */
    @Test
    void aSlotOfAWindowThatIsResetIsLookedAtAgain() throws IOException {
        ChangingSource source = scenario("window");
        View first = Look.at(source, null);
        int one = first(first, Kind.WINDOW);
        long cell =
                LittleEndian.i64(
                        first.directory().bytes(),
                        first.directory().entry(one) + Layout.SERIES_CELL);
        long slot = cell + Layout.WINDOW_SLOTS;
        while (source.word(slot) == 0) {
            slot += Layout.WINDOW_SLOT;
        }
        long epoch = slot;
        AtomicInteger copies = new AtomicInteger();
        source.beforeCopyOf(
                epoch,
                () -> {
                    if (copies.getAndIncrement() == 1) {
                        source.word(epoch, 1_000_000);
                        source.word(epoch + Layout.SLOT_COUNT, 1);
                        source.word(epoch + Layout.SLOT_SUM, 5);
                        source.word(epoch + Layout.SLOT_MAX, 5);
                    }
                });
        Recent recent = (Recent) value(Look.at(source, first), one);
        Recent.Slot last = recent.slots().get(recent.slots().size() - 1);
        assertEquals(new Recent.Slot(1_000_000, 1, new Value.U64(5), new Value.U64(5)), last);
        source.beforeCopyOf(epoch, () -> source.word(epoch, source.word(epoch) + 1));
        assertEquals(new Value.Busy(), value(Look.at(source, first), one));
    }

    /** F2-COPY: a directory that is copied while entries are reused is copied again. */
    @Test
    void aDirectoryIsNotTakenWhereEntriesWereReusedMeanwhile() throws IOException {
        ChangingSource source = scenario("labels");
        int entry = labelled(source);
        AtomicBoolean done = new AtomicBoolean();
        source.beforeCopyOf(
                entry,
                () -> {
                    if (!done.getAndSet(true)) {
                        // Half of another label value, as no well-formed UTF-8.
                        source.bytes[entry + Layout.SERIES_LABELS + 2] = (byte) 0xff;
                        source.word(REUSE_GENERATION, source.word(REUSE_GENERATION) + 2);
                    } else {
                        source.bytes[entry + Layout.SERIES_LABELS + 2] = 'x';
                    }
                });
        View view = Look.at(source, null);
        int last = view.directory().seriesCount() - 1;
        assertTrue(
                IntStream.rangeClosed(0, last)
                        .mapToObj(one -> view.directory().labels(one).values())
                        .anyMatch(values -> values.stream().anyMatch(one -> one.startsWith("x"))));
    }

    /** The same bytes where nobody rewrites are an error (F2-LABELS). */
    @Test
    void illFormedLabelValuesOfAFileAtRestAreAnError() throws IOException {
        ChangingSource source = scenario("labels");
        source.bytes[labelled(source) + Layout.SERIES_LABELS + 2] = (byte) 0xff;
        FormatException found = assertThrows(FormatException.class, () -> Look.at(source, null));
        assertEquals("F2-LABELS", found.clause());
        assertEquals(Cause.CORRUPT, found.cause());
    }

    /**
     * F2-COPY: a writer that reuses entries all the time, or was killed while it did, leaves a
     * reader the series that are the same before and after; those whose state changes while the
     * directory is copied are left out, later ones busy.
     */
    @Test
    void seriesThatStayAreSeenThoughOthersAreReusedAllTheTime() throws IOException {
        ChangingSource source = scenario("labels");
        View rest = Look.at(source, null);
        int count = rest.directory().seriesCount();
        source.word(REUSE_GENERATION, source.word(REUSE_GENERATION) | 1);
        View killed = Look.at(source, null);
        assertEquals(count, killed.directory().seriesCount());
        assertEquals(0, killed.directory().rewritten() + killed.cells().busyCount());

        int entry = labelled(source);
        int state = entry + Layout.SERIES_STATE;
        ChangingSource reusing = new ChangingSource(source.bytes);
        reusing.beforeCopyOf(state, () -> reusing.word(state, reusing.word(state) + 4));
        View reused = Look.at(reusing, null);
        assertEquals(count - 1, reused.directory().seriesCount());
        assertEquals(1, reused.directory().rewritten());

        ChangingSource later = new ChangingSource(source.bytes);
        AtomicInteger copies = new AtomicInteger();
        later.beforeCopyOf(
                state,
                () -> {
                    if (copies.incrementAndGet() == 4) {
                        later.word(state, later.word(state) + 4);
                    }
                });
        View busy = Look.at(later, null);
        assertEquals(count, busy.directory().seriesCount());
        assertEquals(1, busy.cells().busyCount());
        assertTrue(
                IntStream.range(0, count)
                        .anyMatch(one -> value(busy, one).equals(new Value.Busy())));
    }

    /** F2-LENGTH-AGAIN: a cell may be in a block that came after the first look at the length. */
    @Test
    void cellsMayBeInBlocksThatCameMeanwhile() throws IOException {
        ChangingSource whole = scenario("grow-large");
        long published = whole.word(Layout.PUBLISHED);
        int last = CELLS;
        while (last + whole.word(last + Layout.BLOCK_LENGTH) < published) {
            last += (int) whole.word(last + Layout.BLOCK_LENGTH);
        }
        int shorter = last;
        whole.word(Layout.PUBLISHED, shorter);
        whole.beforeCopyOf(
                DIRECTORY + Layout.BLOCK_HEAD, () -> whole.word(Layout.PUBLISHED, published));
        View view = Look.at(whole, null);
        View expected = Look.at(scenario("grow-large"), null);
        int count = expected.directory().seriesCount();
        assertEquals(count, view.directory().seriesCount());
        for (int one = 0; one < count; one++) {
            assertEquals(value(expected, one), value(view, one));
        }
    }

    /** A file that is cut off while it is read is an error, not a look at what isn't there. */
    @Test
    void aFileThatIsCutOffMeanwhileIsRefused() throws IOException {
        byte[] bytes = scenario("counters").bytes;
        ChangingSource source =
                new ChangingSource(bytes) {
                    @Override
                    public int copy(long at, byte[] into, int from, int length) {
                        int copied = super.copy(at, into, from, length);
                        return at >= CELLS ? 0 : copied;
                    }
                };
        FormatException found = assertThrows(FormatException.class, () -> Look.at(source, null));
        assertEquals("F2-PUBLISHED", found.clause());
    }
}
