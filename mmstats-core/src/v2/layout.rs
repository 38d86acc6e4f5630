//! Offsets, widths and codes of format 2, once; everything else derives from them.
//!
//! ```text
//! file       | header 4096 | block | block | ... | published length
//!
//! header     | magic 8 | minor 2 | header length 2 | features 4 | published 8 | state 8
//!            | created 8 | created (boot) 8 | pid 8 | start 8 | boot id 16 | pid namespace 8
//!            | uid 8 | heartbeat 8 | append 8 | reuse 8 | file id 16 | application 64 | ...
//!
//! block      | kind 4 | header length 4 | length 8 | head 8 | stripe 4 | ordinal 4 | unused 32 | ...
//!
//! family     | length 4 | type 2 | unused 2 | id 4 | kind 1 | value type 1 | aggregate 1 | unused 1
//!            | attribute | attribute | ... | zeros
//! attribute  | tag 2 | length 2 | value |
//!
//! series     | length 4 | type 2 | flags 2 | state 8 | cell 8 | created 8 | family 4
//!            | length 2 | label value | length 2 | label value | ...
//!
//! folded     | length 4 | type 2 | unused 2 | number 8 | file id 16 | time 8 | file id 16 | ...
//! ```
//!
//! All integers are little-endian.

/// A word: the unit of all that changes once a file is visible.
pub const WORD: usize = 8;
/// Blocks begin at multiples of this, and the lengths of header and blocks are multiples of it.
pub const PAGE: usize = 4096;

/// The header (SPEC.md 2.2).
pub mod header {
    /// The first eight bytes of a file.
    pub const MAGIC: [u8; 8] = *b"\x02MMSTATS";
    /// The minor version that this code writes.
    pub const MINOR_WRITTEN: u16 = 0;
    /// The header length that this code writes, and the least that a file has.
    pub const LENGTH_WRITTEN: u16 = 4096;

    /// Offset of the minor version, u16.
    pub const MINOR: usize = 8;
    /// Offset of the header length, u16.
    pub const LENGTH: usize = 10;
    /// Offset of the required features, u32.
    pub const FEATURES: usize = 12;
    /// Offset of the published length.
    pub const PUBLISHED: usize = 16;
    /// Offset of the state.
    pub const STATE: usize = 24;
    /// Offset of the time of creation, nanoseconds since 1970.
    pub const CREATED: usize = 32;
    /// Offset of the time of creation, nanoseconds of CLOCK_BOOTTIME.
    pub const CREATED_BOOT: usize = 40;
    /// Offset of the writer's process id.
    pub const PID: usize = 48;
    /// Offset of the writer's start time.
    pub const START: usize = 56;
    /// Offset of the boot id, 16 bytes.
    pub const BOOT_ID: usize = 64;
    /// Offset of the pid namespace.
    pub const PID_NAMESPACE: usize = 80;
    /// Offset of the writer's user id.
    pub const UID: usize = 88;
    /// Offset of the heartbeat.
    pub const HEARTBEAT: usize = 96;
    /// Offset of the append generation.
    pub const APPEND: usize = 104;
    /// Offset of the reuse generation.
    pub const REUSE: usize = 112;
    /// Offset of the file id, 16 bytes.
    pub const FILE_ID: usize = 120;
    /// Offset of the application name.
    pub const APPLICATION: usize = 136;
    /// Width of the application name.
    pub const APPLICATION_WIDTH: usize = 64;
    /// Offset of the device that the file is on, as its writer sees it.
    pub const DEVICE: usize = 200;
    /// Offset of the file's inode number there.
    pub const INODE: usize = 208;
    /// What a reader has to copy of a header; nothing behind it is in use.
    pub const USED: usize = 216;

    /// The state of a file that its writer has open, or left without a word.
    pub const OPEN: u64 = 1;
    /// The state of a file that its writer closed.
    pub const CLOSED: u64 = 2;

    const _: () = assert!(APPLICATION + APPLICATION_WIDTH == DEVICE && INODE + super::WORD == USED);
    const _: () = assert!(LENGTH_WRITTEN as usize == super::PAGE);
}

/// Block headers (SPEC.md 2.3).
pub mod block {
    /// The block header length that this code writes, and the least that a file has.
    pub const HEADER: usize = 64;

    /// Offset of the kind, u32.
    pub const KIND: usize = 0;
    /// Offset of the header length, u32.
    pub const HEADER_LENGTH: usize = 4;
    /// Offset of the block length.
    pub const LENGTH: usize = 8;
    /// Offset of the head.
    pub const HEAD: usize = 16;
    /// Offset of the stripe, u32.
    pub const STRIPE: usize = 24;
    /// Offset of the ordinal, u32.
    pub const ORDINAL: usize = 28;

    /// A block of entries.
    pub const DIRECTORY: u32 = 1;
    /// A block of cells.
    pub const CELLS: u32 = 2;
    /// A block of one stripe's cells.
    pub const STRIPED: u32 = 3;
}

/// Entries of the directory (SPEC.md 2.4).
pub mod entry {
    /// Offset of the entry length, u32.
    pub const LENGTH: usize = 0;
    /// Offset of the entry type, u16.
    pub const TYPE: usize = 4;
    /// The least length of any entry.
    pub const MIN: usize = 16;

    /// A family.
    pub const FAMILY: u16 = 1;
    /// A series.
    pub const SERIES: u16 = 2;
    /// Files whose counts are in this one.
    pub const FOLDED: u16 = 3;
}

/// Families (SPEC.md 2.5).
pub mod family {
    /// Offset of the family id, u32.
    pub const ID: usize = 8;
    /// Offset of the kind.
    pub const KIND: usize = 12;
    /// Offset of the value type.
    pub const VALUE_TYPE: usize = 13;
    /// Offset of the aggregate.
    pub const AGGREGATE: usize = 14;
    /// Offset of the attributes.
    pub const ATTRIBUTES: usize = 16;
    /// The least length of a family's entry.
    pub const MIN: usize = 24;
    /// Added to an aggregate where files of dead writers don't count.
    pub const ALIVE_ONLY: u8 = 128;
    /// The longest name, unit or label key, in bytes.
    pub const MAX_NAME: usize = 255;
    /// The name of the counter that our writers keep of look-ups beyond the limits of families.
    pub const OVERFLOW_COUNTER: &str = "mmstats.overflow";
}

/// Attributes of a family (SPEC.md 2.5).
pub mod attribute {
    /// Width of a tag and a length.
    pub const HEADER: usize = 4;

    /// The name.
    pub const NAME: u16 = 1;
    /// The unit.
    pub const UNIT: u16 = 2;
    /// The help.
    pub const HELP: u16 = 3;
    /// A label key.
    pub const LABEL_KEY: u16 = 4;
    /// A histogram's buckets.
    pub const BUCKETS: u16 = 5;
    /// A window's ring.
    pub const RING: u16 = 6;
    /// A sequenced cell's slots.
    pub const SEQUENCE: u16 = 7;
    /// A component of a struct.
    pub const COMPONENT: u16 = 8;
}

/// Series (SPEC.md 2.6).
pub mod series {
    /// Offset of the flags, u16.
    pub const FLAGS: usize = 6;
    /// Offset of the state.
    pub const STATE: usize = 8;
    /// Offset of the cell's offset.
    pub const CELL: usize = 16;
    /// Offset of the time of creation.
    pub const CREATED: usize = 24;
    /// Offset of the family id, u32.
    pub const FAMILY: usize = 32;
    /// Offset of the label values.
    pub const LABELS: usize = 36;
    /// The least length of a series' entry.
    pub const MIN: usize = 40;
    /// Width of a label value's length.
    pub const LABEL_LENGTH: usize = 2;

    /// The flag of the series beyond the limit.
    pub const OVERFLOW: u16 = 1;
    /// The label that such a series has.
    pub const OVERFLOW_LABEL: (&str, &str) = ("otel.metric.overflow", "true");

    /// The state is incarnation << 2 | one of these.
    pub const INCARNATION_SHIFT: u32 = 2;
    /// The bits of the state that aren't the incarnation's.
    pub const STATE_MASK: u64 = 3;
    /// The entry is being rewritten.
    pub const REWRITTEN: u64 = 0;
    /// The series is there.
    pub const LIVE: u64 = 1;
    /// The series was retired.
    pub const RETIRED: u64 = 2;
}

/// Files that were folded (SPEC.md 2.21).
pub mod folded {
    /// Offset of the number of items, u64.
    pub const NUMBER: usize = 8;
    /// Offset of the first item.
    pub const ITEMS: usize = 16;
    /// Width of an item.
    pub const ITEM: usize = 24;
    /// Offset of the time in an item, behind the file id.
    pub const TIME: usize = 16;
}

/// Sequenced cells (SPEC.md 2.7): a sequence, then the slots.
pub mod sequenced {
    use super::WORD;

    /// Offset of the first slot in the cell.
    pub const SLOTS: usize = WORD;
    /// The least number of slots.
    pub const MIN_SLOTS: u32 = 2;
    /// The greatest number of slots.
    pub const MAX_SLOTS: u32 = 64;
    /// The widest slot, in bytes.
    pub const MAX_WIDTH: u32 = 65_536;
    /// Width of the attribute "sequence".
    pub const ATTRIBUTE: usize = 8;
    /// A text's bytes in a slot begin behind their length.
    pub const TEXT: usize = WORD;
}

/// Components of a struct (SPEC.md 2.7), in the attribute "component".
pub mod component {
    /// Offset of the offset in the slot, u32.
    pub const OFFSET: usize = 0;
    /// Offset of the width, u32.
    pub const WIDTH: usize = 4;
    /// Offset of the type.
    pub const TYPE: usize = 8;
    /// Offset of the kind.
    pub const KIND: usize = 9;
    /// Offset of the name's length, u16.
    pub const NAME_LENGTH: usize = 10;
    /// Offset of the name; the unit stands behind it.
    pub const NAME: usize = 12;
}

/// Histogram cells (SPEC.md 2.8), in words.
pub mod histogram {
    /// Word of the count of values at or below the first bucket's lower bound.
    pub const ZERO: usize = 0;
    /// Word of the sum.
    pub const SUM: usize = 1;
    /// Word of the maximum.
    pub const MAX: usize = 2;
    /// Word of the inverted minimum.
    pub const MIN_INVERTED: usize = 3;
    /// Word of the count of values above the last bucket's upper bound.
    pub const ABOVE: usize = 4;
    /// Word of the count of negative values.
    pub const NEGATIVE: usize = 5;
    /// Word of the count of NaNs.
    pub const NAN: usize = 6;
    /// Word of the first bucket.
    pub const BUCKETS: usize = 8;
    /// The greatest scale.
    pub const MAX_SCALE: u32 = 8;
    /// The greatest number of buckets.
    pub const MAX_BUCKETS: u32 = 65_536;
    /// No bucket has a lower bound below 2 to this.
    pub const MIN_EXPONENT: i32 = -1022;
    /// No bucket has an upper bound above 2 to this.
    pub const MAX_EXPONENT: i32 = 1024;
    /// Width of the attribute "buckets".
    pub const ATTRIBUTE: usize = 12;
    /// Offset of the scale in it, u32.
    pub const SCALE: usize = 0;
    /// Offset of the first index in it, i32.
    pub const FIRST: usize = 4;
    /// Offset of the number of buckets in it, u32.
    pub const NUMBER: usize = 8;
}

/// Window cells (SPEC.md 2.9), in words.
pub mod window {
    /// Word of the count of values that were refused.
    pub const REFUSED: usize = 0;
    /// Word of the first slot.
    pub const SLOTS: usize = 1;
    /// Words of a slot.
    pub const SLOT_WORDS: usize = 4;
    /// Word of the epoch in a slot.
    pub const EPOCH: usize = 0;
    /// Word of the count in a slot.
    pub const COUNT: usize = 1;
    /// Word of the sum in a slot.
    pub const SUM: usize = 2;
    /// Word of the maximum in a slot.
    pub const MAX: usize = 3;
    /// The least number of slots.
    pub const MIN_SLOTS: u32 = 2;
    /// The greatest number of slots.
    pub const MAX_SLOTS: u32 = 4096;
    /// Width of the attribute "ring".
    pub const ATTRIBUTE: usize = 12;
    /// Offset of a slot's duration in it, u64.
    pub const DURATION: usize = 0;
    /// Offset of the number of slots in it, u32.
    pub const NUMBER: usize = 8;
}
