package org.mmstats.internal.v2;

import java.io.IOException;
import java.util.List;

/** Checks the entries of all directory blocks, in the order of F2-FIRST-FAULT. */
final class DirectoryParser {
    private final byte[] bytes;
    private final Blocks blocks;

    /** The directory at other moments, before and after: none, where it isn't rewritten. */
    private final List<byte[]> others;

    private final String file;
    private final Directory directory;
    private final Places places;

    /** How long the cells of further series may be, together (F2-CELL-SUM). */
    private long room;

    /** What is added to a place in `bytes` to get an offset in the file. */
    private long fileOffset;

    private DirectoryParser(byte[] bytes, Blocks blocks, List<byte[]> others, String file) {
        this.bytes = bytes;
        this.blocks = blocks;
        this.others = others;
        this.file = file;
        places = new Places(blocks);
        directory = new Directory(bytes, places);
        room = blocks.published();
    }

    /** Copies the entries of all directory blocks, one block behind the other. */
    static byte[] copy(Source source, Blocks blocks) throws IOException {
        long size = 0;
        for (Block block : blocks.directories()) {
            size += block.head() - block.headerLength();
        }
        byte[] bytes = new byte[(int) size];
        int at = 0;
        for (Block block : blocks.directories()) {
            int length = (int) (block.head() - block.headerLength());
            int copied = source.copy(block.at() + block.headerLength(), bytes, at, length);
            if (copied < length) {
                throw Blocks.cutOff(source);
            }
            at += length;
        }
        return bytes;
    }

    static Directory parse(byte[] bytes, Blocks blocks, String file) {
        return new DirectoryParser(bytes, blocks, List.of(), file).parse();
    }

    /** Leaves out the series whose states were others at these moments. */
    static Directory parse(byte[] bytes, Blocks blocks, List<byte[]> others, String file) {
        return new DirectoryParser(bytes, blocks, others, file).parse();
    }

    private Directory parse() {
        int at = 0;
        for (Block block : blocks.directories()) {
            fileOffset = block.at() + block.headerLength() - at;
            int end = at + (int) (block.head() - block.headerLength());
            while (at < end) {
                at += entry(at, end - at);
            }
        }
        directory.settle();
        return directory;
    }

    /** Takes one entry, and returns its length. */
    private int entry(int at, int left) {
        long length = LittleEndian.u32(bytes, at);
        if (length % Layout.WORD != 0 || length < Layout.ENTRY_MIN || length > left) {
            throw Clause.ENTRY_LENGTH.broken(
                    file,
                    at + fileOffset,
                    "an entry length that is a multiple of 8 from 16 to " + left,
                    length);
        }
        int type = LittleEndian.u16(bytes, at + Layout.ENTRY_TYPE);
        if (type == Layout.TYPE_FAMILY) {
            int id = directory.families().size() + 1;
            directory.addFamily(FamilyParser.parse(bytes, at, (int) length, id, fileOffset, file));
        } else if (type == Layout.TYPE_SERIES) {
            series(at, (int) length);
        }
        return (int) length;
    }

    private void series(int at, int length) {
        int index = family(at, length);
        FamilyEntry family = directory.families().get(index);
        if (!family.isKnown()) {
            return;
        }
        int home = home(at, family);
        int stripes = 1 + blocks.stripesOf(blocks.get(home)).size();
        room -= stripes * family.shape().size();
        if (room < 0) {
            throw Clause.CELL_SUM.broken(
                    file,
                    at + fileOffset + Layout.SERIES_CELL,
                    "cells of "
                            + blocks.published()
                            + " bytes together in all stripes, the published length",
                    -room + " bytes more");
        }
        long state = Directory.state(bytes, at);
        if ((state & Layout.STATE_BITS) != Layout.STATE_LIVE) {
            return;
        }
        if (others.stream().anyMatch(other -> Directory.state(other, at) != state)) {
            directory.leaveOut();
            return;
        }
        if (!Directory.isOverflow(bytes, at)) {
            labels(at, at + length, family.labelCount());
        }
        places.add(home, LittleEndian.i64(bytes, at + Layout.SERIES_CELL), family.shape());
        directory.addSeries(at, index, home);
    }

    /** The index of the series' family. */
    private int family(int at, int length) {
        if (length < Layout.SERIES_MIN) {
            throw Clause.SERIES_ENTRY.broken(
                    file, at + fileOffset, "a series of at least 40 bytes", length);
        }
        long id = LittleEndian.u32(bytes, at + Layout.SERIES_FAMILY);
        int known = directory.families().size();
        if (id < 1 || id > known) {
            throw Clause.SERIES_FAMILY.broken(
                    file,
                    at + fileOffset + Layout.SERIES_FAMILY,
                    "the id of a family before it, at most " + known,
                    id);
        }
        return (int) id - 1;
    }

    /** The block that the series' cell lies in (F2-CELL, F2-CELL-BLOCK). */
    private int home(int at, FamilyEntry family) {
        long cell = LittleEndian.i64(bytes, at + Layout.SERIES_CELL);
        long size = family.shape().size();
        long offset = at + fileOffset + Layout.SERIES_CELL;
        int index = cell % Layout.WORD == 0 ? blocks.indexAt(cell) : -1;
        Block home = index < 0 ? null : blocks.get(index);
        if (home == null
                || !home.isHome()
                || cell < home.at() + home.headerLength()
                || size > home.end() - cell) {
            throw Clause.CELL.broken(
                    file,
                    offset,
                    "a cell of " + size + " bytes in a block of cells, at a multiple of 8",
                    "offset " + Long.toUnsignedString(cell));
        }
        boolean isCounted =
                switch (family.kind()) {
                    case COUNTER, HISTOGRAM, WINDOW -> true;
                    case GAUGE, TEXT, STRUCT -> false;
                };
        if (!isCounted && home.kind() != Layout.KIND_CELLS) {
            throw Clause.CELL_BLOCK.broken(
                    file,
                    offset,
                    "the cell of a " + family.kind() + " in a block of kind 2",
                    "one of kind 3");
        }
        return index;
    }

    /** F2-LABELS. */
    private void labels(int entry, int end, int count) {
        int at = entry + Layout.SERIES_LABELS;
        for (int label = 0; label < count; label++) {
            int left = end - at - Short.BYTES;
            if (left < 0 || LittleEndian.u16(bytes, at) > left) {
                throw Clause.LABELS.broken(
                        file,
                        at + fileOffset,
                        "a label value in its entry",
                        Math.max(0, end - at) + " bytes left for it");
            }
            int from = at + Short.BYTES;
            at = from + LittleEndian.u16(bytes, at);
            if (!Text.isText(bytes, from, at)) {
                throw Clause.LABELS.broken(
                        file,
                        from - Short.BYTES + fileOffset,
                        "a label value in well-formed UTF-8 without NUL",
                        Text.shown(bytes, from, at));
            }
        }
    }
}
