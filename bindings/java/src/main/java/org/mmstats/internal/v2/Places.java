package org.mmstats.internal.v2;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Which parts of the blocks hold the cells of live series, and where they go in a copy of all
 * cells: one part of each block. Parts with sequences or epochs come first.
 */
final class Places {
    private final Blocks blocks;

    /** By block of kind 2 or of stripe 0: from where to where there are cells. */
    private final long[] from;

    private final long[] to;

    /** By block: whether a cell in it has sequences or epochs. */
    private final boolean[] isMarked;

    /** By block: where its part is in the copy, of blocks that have one. */
    private final int[] base;

    private int markedSize;
    private int size;

    Places(Blocks blocks) {
        this.blocks = blocks;
        int count = blocks.count();
        from = new long[count];
        Arrays.fill(from, Long.MAX_VALUE);
        to = new long[count];
        isMarked = new boolean[count];
        base = new int[count];
    }

    /** Adds a cell, which lies in that block. */
    void add(int home, long cell, Shape shape) {
        long start = cell - blocks.get(home).at();
        add(home, start, start + shape.size(), shape.isMarked());
    }

    private void add(int block, long start, long end, boolean marked) {
        from[block] = Math.min(from[block], start);
        to[block] = Math.max(to[block], end);
        isMarked[block] |= marked;
    }

    /** Once all are added: puts the parts into their places. */
    void settle() {
        for (int home = 0; home < from.length; home++) {
            if (to[home] > 0 && blocks.get(home).isHome()) {
                for (int stripe : blocks.stripesOf(blocks.get(home))) {
                    add(stripe, from[home], to[home], isMarked[home]);
                }
            }
        }
        place(true);
        markedSize = size;
        place(false);
    }

    private void place(boolean marked) {
        for (int block = 0; block < from.length; block++) {
            if (to[block] > 0 && isMarked[block] == marked) {
                base[block] = size;
                // All parts together are less than the file.
                size += (int) (to[block] - from[block]);
            }
        }
    }

    /** How large a copy is. */
    int size() {
        return size;
    }

    /** How much of it, from its start on, has sequences and epochs. */
    int markedSize() {
        return markedSize;
    }

    /** Copies the parts that go into the first so many bytes of a copy. */
    void copy(Source source, byte[] copy, int within) throws IOException {
        for (int block = 0; block < from.length; block++) {
            if (to[block] > 0 && base[block] < within) {
                long offset = blocks.get(block).at() + from[block];
                int length = (int) (to[block] - from[block]);
                if (source.copy(offset, copy, base[block], length) < length) {
                    throw Blocks.cutOff(source);
                }
            }
        }
    }

    /** Where in the file the stripe of a cell is whose place in a copy that is. */
    long offset(int place) {
        for (int block = 0; block < from.length; block++) {
            if (to[block] > 0
                    && place >= base[block]
                    && place < base[block] + to[block] - from[block]) {
                return blocks.get(block).at() + from[block] + place - base[block];
            }
        }
        throw new IllegalArgumentException("no cell is at place " + place + " of a copy");
    }

    /**
     * Where the stripes of a cell are in a copy: that of stripe 0, then the others that are there,
     * in the order of the file.
     */
    int[] of(int home, long cell) {
        Block block = blocks.get(home);
        long start = cell - block.at();
        List<Integer> stripes = blocks.stripesOf(block);
        int[] places = new int[1 + stripes.size()];
        places[0] = base[home] + (int) (start - from[home]);
        for (int i = 0; i < stripes.size(); i++) {
            int stripe = stripes.get(i);
            places[i + 1] = base[stripe] + (int) (start - from[stripe]);
        }
        return places;
    }
}
