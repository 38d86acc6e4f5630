//! Offsets and widths of format 1, once; everything else derives from them.
//!
//! ```text
//! file    | version 1 | field | field | ... | zeros |
//!
//! field   | label size 2 | label | [type size 2] | signature | write buffer 1 | value(s) |
//! ```
//!
//! The type size is there in the typed layout only.

/// Byte 0 of every format 1 file.
pub const VERSION: u8 = 1;
/// The first field follows the version byte.
pub const FIRST_FIELD: usize = 1;
/// Width of a label size.
pub const LABEL_SIZE_WIDTH: usize = 2;
/// Width of a type size (typed layout).
pub const TYPE_SIZE_WIDTH: usize = 2;
/// The value or the first buffer starts this far after the write buffer byte.
pub const VALUE_OFFSET: usize = 1;
/// The write buffer of a field with one value only.
pub const UNBUFFERED: u8 = 0xff;
/// A buffered field has this many values.
pub const BUFFERS: usize = 2;
/// The longest label, in bytes.
pub const MAX_LABEL: usize = u16::MAX as usize;
/// The longest signature, in bytes.
pub const MAX_SIGNATURE: usize = u16::MAX as usize;
/// The widest text, in bytes.
pub const MAX_TEXT: u64 = 999_999_999;
/// A file's size is a multiple of this.
pub const PAGE: usize = 4096;
/// Byte 0 of format 2, and of an unreleased draft.
pub const VERSION_2: u8 = 2;
/// What follows byte 0 in format 2.
pub const MAGIC_2: &[u8; 7] = b"MMSTATS";

const _: () = assert!(VALUE_OFFSET == 1 && BUFFERS == 2, "write buffers 0 and 1 only");
const _: () = assert!(LABEL_SIZE_WIDTH == 2 && MAX_LABEL == 0xffff);

/// Whether the signature has its size before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// A type size stands before the signature: mmstats since its type-size field.
    Typed,
    /// The signature is one byte: mmstats in 2011.
    Char,
}

impl Layout {
    /// Its name in SPEC.md and in decoded files.
    pub const fn name(self) -> &'static str {
        match self {
            Layout::Typed => "typed",
            Layout::Char => "char",
        }
    }
}

/// The byte order of a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// Least significant byte first; what writers write.
    Little,
    /// Most significant byte first.
    Big,
}

impl ByteOrder {
    /// Its name in SPEC.md and in decoded files.
    pub const fn name(self) -> &'static str {
        match self {
            ByteOrder::Little => "little",
            ByteOrder::Big => "big",
        }
    }
}

/// One of the four ways to lay out a format 1 file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Whether signatures have a size.
    pub layout: Layout,
    /// The byte order of sizes and values.
    pub byte_order: ByteOrder,
}

impl Dialect {
    /// What every writer writes (F1-TYPED-LE).
    pub const WRITTEN: Dialect = Dialect::new(Layout::Typed, ByteOrder::Little);

    /// The order in which a reader tries them (F1-FIT).
    pub const ALL: [Dialect; 4] = [
        Dialect::WRITTEN,
        Dialect::new(Layout::Typed, ByteOrder::Big),
        Dialect::new(Layout::Char, ByteOrder::Little),
        Dialect::new(Layout::Char, ByteOrder::Big),
    ];

    /// The dialect of this layout and byte order.
    pub const fn new(layout: Layout, byte_order: ByteOrder) -> Dialect {
        Dialect { layout, byte_order }
    }
}
