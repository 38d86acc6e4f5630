package org.mmstats.internal.v2;

import java.io.IOException;
import java.util.List;
import org.mmstats.Cause;
import org.mmstats.FormatException;
import org.mmstats.MmStatsException;

/** Looks at a file whose writer may write to it meanwhile, in the order of SPEC.md 2.13. */
public final class Look {
    /** The most that is read of a file (F1-LIMIT-READ). */
    private static final long MAX_SIZE = 1L << 30;

    /** How often a directory that is being rewritten is looked at (F2-COPY). */
    private static final int TRIES = 8;

    private final Source source;

    private Look(Source source) {
        this.source = source;
    }

    /**
     * Looks at a file.
     *
     * @param source its bytes
     * @param before what was seen of it before; null: nothing
     * @return what is seen now
     * @throws IOException where it can't be read
     * @throws FormatException where it is no file of format 2
     */
    public static View at(Source source, View before) throws IOException {
        Look look = new Look(source);
        View view = before == null ? null : look.again(before);
        for (int tries = 0; view == null && tries < TRIES; tries++) {
            view = look.whole();
        }
        return view == null ? look.settled() : view;
    }

    /** Steps 4 to 7, where the directory is known; null where it isn't any more. */
    private View again(View before) throws IOException {
        if (before.header().isBeingRewritten()) {
            return null;
        }
        Cells cells;
        try {
            cells = Cells.copy(source, before.directory());
        } catch (FormatException e) {
            // Maybe of a cell that is another series' by now.
            return null;
        }
        Header now = Header.copy(source);
        return now.isStill(before.header()) ? new View(now, before.directory(), cells) : null;
    }

    private Header header() throws IOException {
        Header header = Header.copy(source);
        if (header.published() > MAX_SIZE) {
            String message =
                    source.name()
                            + ": expected at most "
                            + MAX_SIZE
                            + " bytes, found a file of "
                            + header.published()
                            + " (SPEC.md 2.17, F1-LIMIT-READ)";
            throw new MmStatsException(Cause.LIMIT, message);
        }
        return header;
    }

    /** All steps; null where entries were rewritten meanwhile. */
    private View whole() throws IOException {
        Header header = header();
        boolean isStill = source.isStill();
        if (header.isBeingRewritten() && !isStill) {
            return null;
        }
        try {
            Blocks blocks = Blocks.copy(source, header);
            byte[] entries = DirectoryParser.copy(source, blocks);
            Directory directory = DirectoryParser.parse(entries, blocks, source.name());
            Cells cells = Cells.copy(source, directory);
            return isStill || isStill(header) ? new View(header, directory, cells) : null;
        } catch (FormatException e) {
            // Label values are half-written while their entry is reused.
            if (isStill || isStill(header)) {
                throw e;
            }
            return null;
        }
    }

    /** Whether no entry was rewritten since that header was copied. */
    private boolean isStill(Header before) throws IOException {
        return Header.copy(source).reuseGeneration() == before.reuseGeneration();
    }

    /**
     * What can be seen of a file whose entries are rewritten all the time. Label values are those
     * of series whose state was the same before and after they were copied, and so are values:
     * those of others are busy.
     */
    private View settled() throws IOException {
        Header header = header();
        Blocks blocks = Blocks.copy(source, header);
        byte[] before = DirectoryParser.copy(source, blocks);
        byte[] entries = DirectoryParser.copy(source, blocks);
        byte[] after = DirectoryParser.copy(source, blocks);
        Directory directory =
                DirectoryParser.parse(entries, blocks, List.of(before, after), source.name());
        Cells cells = Cells.copy(source, directory);
        byte[] last = DirectoryParser.copy(source, blocks);
        return new View(header, directory, cells.with(directory.changed(last)));
    }
}
