package org.mmstats.internal.v2;

/** Where things are in a file of format 2 (SPEC.md part 2). */
final class Layout {
    /** The magic: 02 "MMSTATS". */
    static final long MAGIC = 0x53_54_41_54_53_4d_4d_02L;

    static final int MAGIC_SIZE = 8;

    /** Lengths of the header, of blocks and of what is published are multiples of it. */
    static final int PAGE = 4096;

    static final int WORD = Long.BYTES;

    // 2.2 Header
    static final int HEADER_LENGTH = 10;
    static final int FEATURES = 12;
    static final int PUBLISHED = 16;
    static final int STATE = 24;
    static final int CREATED = 32;
    static final int PID = 48;
    static final int APPEND_GENERATION = 104;
    static final int REUSE_GENERATION = 112;
    static final int APPLICATION = 136;
    static final int APPLICATION_WIDTH = 64;

    /** What is used of the header. */
    static final int HEADER_USED = 200;

    static final int STATE_CLOSED = 2;

    // 2.3 Blocks
    static final int BLOCK_HEADER_LENGTH = 4;
    static final int BLOCK_LENGTH = 8;
    static final int BLOCK_HEAD = 16;
    static final int BLOCK_STRIPE = 24;
    static final int BLOCK_ORDINAL = 28;
    static final int BLOCK_HEADER_MIN = 64;

    static final int KIND_DIRECTORY = 1;
    static final int KIND_CELLS = 2;
    static final int KIND_STRIPED = 3;

    // 2.4 Directory
    static final int ENTRY_TYPE = 4;
    static final int ENTRY_MIN = 16;
    static final int TYPE_FAMILY = 1;
    static final int TYPE_SERIES = 2;

    // 2.5 Family
    static final int FAMILY_ID = 8;
    static final int FAMILY_KIND = 12;
    static final int FAMILY_TYPE = 13;
    static final int FAMILY_AGGREGATE = 14;
    static final int FAMILY_ATTRIBUTES = 16;
    static final int FAMILY_MIN = 24;
    static final int ALIVE_ONLY = 128;

    static final int ATTRIBUTE_LENGTH = 2;
    static final int ATTRIBUTE_VALUE = 4;
    static final int LONGEST_NAME = 255;

    // 2.6 Series
    static final int SERIES_FLAGS = 6;
    static final int SERIES_STATE = 8;
    static final int SERIES_CELL = 16;
    static final int SERIES_CREATED = 24;
    static final int SERIES_FAMILY = 32;
    static final int SERIES_LABELS = 36;
    static final int SERIES_MIN = 40;
    static final int FLAG_OVERFLOW = 1;
    static final int STATE_BITS = 3;
    static final int STATE_LIVE = 1;

    // 2.7 Sequenced cells, components
    static final int SLOTS = 8;
    static final int TEXT_BYTES = 8;
    static final int COMPONENT_WIDTH = 4;
    static final int COMPONENT_TYPE = 8;
    static final int COMPONENT_KIND = 9;
    static final int COMPONENT_NAME_LENGTH = 10;
    static final int COMPONENT_NAME = 12;

    // 2.8 Histogram cells
    static final int HISTOGRAM_ZERO = 0;
    static final int HISTOGRAM_SUM = 8;
    static final int HISTOGRAM_MAX = 16;
    static final int HISTOGRAM_MIN_INVERTED = 24;
    static final int HISTOGRAM_ABOVE = 32;
    static final int HISTOGRAM_NEGATIVE = 40;
    static final int HISTOGRAM_NAN = 48;
    static final int HISTOGRAM_BUCKETS = 64;

    // 2.9 Window cells
    static final int WINDOW_REFUSED = 0;
    static final int WINDOW_SLOTS = 8;
    static final int WINDOW_SLOT = 32;
    static final int SLOT_COUNT = 8;
    static final int SLOT_SUM = 16;
    static final int SLOT_MAX = 24;

    private Layout() {}
}
