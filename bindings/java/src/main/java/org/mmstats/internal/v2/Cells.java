package org.mmstats.internal.v2;

import java.io.IOException;
import java.util.BitSet;
import org.mmstats.FormatException;
import org.mmstats.Kind;

/**
 * The cells of all live series at one moment: a copy, in which every sequence and epoch is one that
 * what it stands for was accepted with (SPEC.md 2.10). It doesn't change.
 */
public final class Cells {
    /** How often a cell that is being written is looked at (F2-BUSY). */
    private static final int TRIES = 32;

    final byte[] bytes;

    /** The series whose values stayed busy. */
    private final BitSet busy = new BitSet();

    private Cells(int size) {
        bytes = new byte[size];
    }

    /** Copies the cells of all live series: steps 4 to 6 of SPEC.md 2.13. */
    static Cells copy(Source source, Directory directory) throws IOException {
        Places places = directory.places();
        Cells cells = new Cells(places.size());
        int marked = source.isStill() ? 0 : places.markedSize();
        byte[] before = new byte[marked];
        places.copy(source, before, marked);
        places.copy(source, cells.bytes, places.size());
        if (marked > 0) {
            byte[] after = new byte[marked];
            places.copy(source, after, marked);
            cells.accept(source, directory, before, after);
        }
        cells.checkTexts(directory, source.name());
        return cells;
    }

    private void accept(Source source, Directory directory, byte[] before, byte[] after)
            throws IOException {
        for (int one = 0; one < directory.seriesCount(); one++) {
            boolean accepted = true;
            Shape shape = directory.family(one).shape();
            if (shape instanceof Shape.Sequenced slots) {
                int place = directory.places(one)[0];
                accepted =
                        isWhole(slots, place, before, after)
                                || isLookedAtAgain(source, directory, slots, place);
            } else if (shape instanceof Shape.Ring ring) {
                for (int place : directory.places(one)) {
                    accepted &= areWhole(source, directory, ring, place, before, after);
                }
            }
            busy.set(one, !accepted);
        }
    }

    /** Whether the slot that counted before is as it was; if so, it is the one that counts. */
    private boolean isWhole(Shape.Sequenced slots, int place, byte[] before, byte[] after) {
        long sequence = LittleEndian.i64(before, place);
        LittleEndian.put64(bytes, place, sequence);
        return slots.isWhole(sequence, LittleEndian.i64(after, place));
    }

    /** Looks at a cell again by itself, its slot between two looks at the sequence. */
    private boolean isLookedAtAgain(
            Source source, Directory directory, Shape.Sequenced slots, int place)
            throws IOException {
        long offset = directory.places().offset(place);
        byte[] word = new byte[Layout.WORD];
        for (int look = 0; look < TRIES; look++) {
            copy(source, offset, bytes, place, Layout.WORD);
            long sequence = LittleEndian.i64(bytes, place);
            int slot = slots.slot(sequence);
            copy(source, offset + slot, bytes, place + slot, slots.width());
            copy(source, offset, word, 0, Layout.WORD);
            if (slots.isWhole(sequence, LittleEndian.i64(word, 0))) {
                return true;
            }
        }
        return false;
    }

    /** F2-WINDOW-READ, of each slot of a ring. */
    private boolean areWhole(
            Source source,
            Directory directory,
            Shape.Ring ring,
            int place,
            byte[] before,
            byte[] after)
            throws IOException {
        for (int i = 0; i < ring.slots(); i++) {
            int slot = place + Layout.WINDOW_SLOTS + i * Layout.WINDOW_SLOT;
            long epoch = LittleEndian.i64(before, slot);
            LittleEndian.put64(bytes, slot, epoch);
            if (epoch != LittleEndian.i64(after, slot)
                    && !isLookedAtAgain(source, directory, slot)) {
                return false;
            }
        }
        return true;
    }

    /** Looks at a slot of a ring again by itself, between two looks at its epoch. */
    private boolean isLookedAtAgain(Source source, Directory directory, int slot)
            throws IOException {
        long offset = directory.places().offset(slot);
        byte[] word = new byte[Layout.WORD];
        for (int look = 0; look < TRIES; look++) {
            copy(source, offset, bytes, slot, Layout.WORD);
            int rest = Layout.WINDOW_SLOT - Layout.WORD;
            copy(source, offset + Layout.WORD, bytes, slot + Layout.WORD, rest);
            copy(source, offset, word, 0, Layout.WORD);
            if (LittleEndian.i64(bytes, slot) == LittleEndian.i64(word, 0)) {
                return true;
            }
        }
        return false;
    }

    private static void copy(Source source, long at, byte[] into, int from, int length)
            throws IOException {
        if (source.copy(at, into, from, length) < length) {
            throw Blocks.cutOff(source);
        }
    }

    /** F2-TEXT-LENGTH, of all texts, by the offset of their entries. */
    private void checkTexts(Directory directory, String file) {
        for (int one = 0; one < directory.seriesCount(); one++) {
            if (directory.family(one).kind() == Kind.TEXT && !isBusy(one)) {
                checkText(directory, one, file);
            }
        }
    }

    private void checkText(Directory directory, int one, String file) {
        Shape.Sequenced slots = (Shape.Sequenced) directory.family(one).shape();
        int place = directory.places(one)[0];
        long sequence = LittleEndian.i64(bytes, place);
        int slot = slots.slot(sequence);
        long length = LittleEndian.i64(bytes, place + slot);
        int most = slots.width() - Layout.TEXT_BYTES;
        if (sequence != 0 && (length < 0 || length > most)) {
            throw textLength(file, directory.places().offset(place) + slot, most, length);
        }
    }

    private static FormatException textLength(String file, long offset, int most, long found) {
        String expected = "a text of at most " + most + " bytes";
        return Clause.TEXT_LENGTH.broken(file, offset, expected, Long.toUnsignedString(found));
    }

    /** The same, with other series taken for busy, too. */
    Cells with(BitSet busyToo) {
        busy.or(busyToo);
        return this;
    }

    /**
     * How many series have values that stayed busy.
     *
     * @return how many
     */
    public int busyCount() {
        return busy.cardinality();
    }

    /**
     * Whether the value of a series stayed busy.
     *
     * @param one the index of the series
     * @return whether it did
     */
    public boolean isBusy(int one) {
        return busy.get(one);
    }
}
