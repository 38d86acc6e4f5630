package org.mmstats.internal.v2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmstats.FormatException;

/** All blocks of a file, in their order, those of unknown kinds too (F2-BLOCK-SKIP). */
final class Blocks {
    private static final List<Integer> NONE = List.of();

    private final List<Block> blocks = new ArrayList<>();

    /** By ordinal: the blocks of stripe 0. */
    private final Map<Integer, Block> homes = new HashMap<>();

    /** By ordinal: the blocks of stripes other than 0, as indexes. */
    private final Map<Integer, List<Integer>> stripes = new HashMap<>();

    /** Where the last block ends. */
    private long published;

    /** How many stood there when the heads of directories were taken. */
    private int known;

    private Blocks() {}

    /**
     * Copies the headers of all blocks, and then once more the published length: cells may be in
     * blocks that came meanwhile (F2-LENGTH-AGAIN).
     */
    static Blocks copy(Source source, Header header) throws IOException {
        Blocks blocks = new Blocks();
        blocks.published = header.length();
        blocks.copyUpTo(header.published(), source);
        blocks.known = blocks.blocks.size();
        if (!source.isStill()) {
            blocks.copyUpTo(Header.copy(source).published(), source);
        }
        blocks.checkStripes(source.name());
        return blocks;
    }

    private void copyUpTo(long end, Source source) throws IOException {
        byte[] header = new byte[Layout.BLOCK_HEADER_MIN];
        while (published < end) {
            if (source.copy(published, header, 0, header.length) < header.length) {
                throw cutOff(source);
            }
            blocks.add(Block.parse(header, published, end, source.name()));
            published = last().end();
        }
    }

    /** A file that was cut off while it was read. */
    static FormatException cutOff(Source source) throws IOException {
        return Header.published(source.name(), source.size(), "a file that was cut off");
    }

    private Block last() {
        return blocks.get(blocks.size() - 1);
    }

    /** F2-STRIPE-LENGTH: of two blocks of stripe 0 with one ordinal, the first is meant. */
    private void checkStripes(String file) {
        for (Block block : blocks) {
            if (block.kind() == Layout.KIND_STRIPED && block.stripe() == 0) {
                homes.putIfAbsent(block.ordinal(), block);
            }
        }
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Block home = homes.get(block.ordinal());
            // One that has no block of stripe 0 is ignored.
            if (block.isStripe() && home != null) {
                checkStripe(block, home, file);
                stripes.computeIfAbsent(block.ordinal(), any -> new ArrayList<>()).add(i);
            }
        }
    }

    private static void checkStripe(Block block, Block home, String file) {
        String like = " of the block at offset " + home.at() + ", ";
        if (block.length() != home.length()) {
            throw Clause.STRIPE_LENGTH.broken(
                    file,
                    block.at() + Layout.BLOCK_LENGTH,
                    "the block length" + like + home.length(),
                    block.length());
        }
        if (block.headerLength() != home.headerLength()) {
            throw Clause.STRIPE_LENGTH.broken(
                    file,
                    block.at() + Layout.BLOCK_HEADER_LENGTH,
                    "the header length" + like + home.headerLength(),
                    block.headerLength());
        }
    }

    int count() {
        return blocks.size();
    }

    Block get(int index) {
        return blocks.get(index);
    }

    long published() {
        return published;
    }

    /** The directory blocks whose heads were taken. */
    List<Block> directories() {
        return blocks.subList(0, known).stream()
                .filter(block -> block.kind() == Layout.KIND_DIRECTORY)
                .toList();
    }

    /** The block that has the byte at that offset; -1: none. */
    int indexAt(long offset) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            Block block = blocks.get(middle);
            if (offset < block.at()) {
                high = middle - 1;
            } else if (offset >= block.end()) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /**
     * The blocks of other stripes that have the cells of a block, too, in the order of the file.
     */
    List<Integer> stripesOf(Block home) {
        boolean isStriped = home.kind() == Layout.KIND_STRIPED && homes.get(home.ordinal()) == home;
        return isStriped ? stripes.getOrDefault(home.ordinal(), NONE) : NONE;
    }
}
