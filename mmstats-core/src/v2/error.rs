//! Why bytes are no format 2 file: where, what was expected, what was found.

use core::fmt;

use super::fault::{ComponentFault, ParameterFault, TextFault};
use super::kind::{Kind, ValueType};
use super::layout::{PAGE, block, entry, family, header, series};
use super::parameters::{Buckets, Ring, Sequence};

/// What is wrong with the bytes. Each kind is one clause of SPEC.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file that ends inside of its header.
    Header {
        /// The file's size.
        size: u64,
    },
    /// It begins with something else.
    Magic {
        /// Its first bytes; 0 where it has none.
        found: [u8; 8],
    },
    /// A header length that is no length of a header, or goes beyond the published length.
    HeaderLength {
        /// The header length.
        found: u16,
        /// The published length.
        published: u64,
    },
    /// What this reader may not skip.
    Features {
        /// The bits.
        found: u32,
    },
    /// A published length that isn't one of blocks, or goes beyond the end of the file.
    Published {
        /// The published length.
        found: u64,
        /// The file's size.
        size: u64,
    },
    /// A block length that is none, or goes beyond the published length.
    BlockWhole {
        /// The block length.
        found: u64,
        /// The bytes up to the published length.
        room: u64,
    },
    /// A block's header length that is none.
    BlockHeader {
        /// The header length.
        found: u32,
        /// The block length.
        length: u64,
    },
    /// A head that isn't in its block.
    Head {
        /// The head.
        found: u64,
        /// The block's header length.
        least: u32,
        /// The block length.
        length: u64,
    },
    /// A stripe's block that isn't laid out like that of stripe 0.
    StripeLength {
        /// Its block length or header length.
        found: u64,
        /// That of stripe 0's block.
        expected: u64,
    },
    /// An entry length that is none, or goes past the head.
    EntryLength {
        /// The length.
        found: u32,
        /// The bytes up to the head.
        room: u64,
    },
    /// A family's entry that is too short.
    FamilyEntry {
        /// Its length.
        found: u32,
    },
    /// A family id out of order.
    FamilyId {
        /// The id.
        found: u32,
        /// The next one.
        expected: u32,
    },
    /// A kind that can't have this value type.
    KindType {
        /// The kind.
        kind: Kind,
        /// The value type.
        value_type: ValueType,
    },
    /// An attribute that ends behind its entry.
    AttributeWhole {
        /// The attribute's length.
        need: u16,
        /// What is left of the entry.
        have: usize,
    },
    /// A name or label key.
    Name(TextFault),
    /// A unit.
    Unit(TextFault),
    /// Help.
    Help(TextFault),
    /// The attribute "sequence" of a text or struct.
    Sequence(ParameterFault<Sequence>),
    /// The attribute "buckets" of a histogram.
    Buckets(ParameterFault<Buckets>),
    /// The attribute "ring" of a window.
    Ring(ParameterFault<Ring>),
    /// The attribute "component" of a struct.
    Component(ComponentFault),
    /// A component that isn't in the slot, isn't aligned, or overlaps the one before it.
    ComponentPlace {
        /// Its offset in the slot.
        offset: u32,
        /// Its width.
        width: u32,
        /// Where the component before it ends.
        least: u64,
        /// The slot's width.
        slot: u32,
    },
    /// A text that is longer than its slot.
    TextLength {
        /// The text's length.
        found: u64,
        /// The room in the slot.
        most: u64,
    },
    /// A series' entry that is too short.
    SeriesEntry {
        /// Its length.
        found: u32,
    },
    /// A series of a family that isn't there.
    SeriesFamily {
        /// The family id.
        found: u32,
        /// The ids so far are 1 to this.
        known: u32,
    },
    /// A cell that doesn't lie in a block of cells.
    Cell {
        /// The cell's offset.
        found: u64,
        /// The cell's length.
        length: u64,
    },
    /// A cell of a kind that has no stripes, in a block of stripes.
    CellBlock {
        /// The family's kind.
        kind: Kind,
    },
    /// Cells that are longer together than the file.
    CellSum {
        /// The sum of their lengths.
        found: u64,
        /// The published length.
        published: u64,
    },
    /// A label value of a live series.
    Labels(TextFault),
}

/// The error of a parse: the offset is that of the item at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the file.
    pub offset: u64,
    /// What.
    pub kind: ErrorKind,
}

impl Error {
    #[cold]
    pub(crate) const fn new(offset: u64, kind: ErrorKind) -> Error {
        Error { offset, kind }
    }

    /// The id of the clause of SPEC.md that the bytes break.
    pub const fn clause(&self) -> &'static str {
        self.home().1
    }

    /// The section of SPEC.md where that clause stands.
    pub const fn section(&self) -> &'static str {
        self.home().0
    }

    const fn home(&self) -> (&'static str, &'static str) {
        match self.kind {
            ErrorKind::Header { .. } => ("2.2", "F2-HEADER"),
            ErrorKind::Magic { .. } => ("2.2", "F2-MAGIC"),
            ErrorKind::HeaderLength { .. } => ("2.2", "F2-HEADER-LENGTH"),
            ErrorKind::Features { .. } => ("2.2", "F2-FEATURES"),
            ErrorKind::Published { .. } => ("2.2", "F2-PUBLISHED"),
            ErrorKind::BlockWhole { .. } => ("2.3", "F2-BLOCK-WHOLE"),
            ErrorKind::BlockHeader { .. } => ("2.3", "F2-BLOCK-HEADER"),
            ErrorKind::Head { .. } => ("2.3", "F2-HEAD"),
            ErrorKind::StripeLength { .. } => ("2.3", "F2-STRIPE-LENGTH"),
            ErrorKind::EntryLength { .. } => ("2.4", "F2-ENTRY-LENGTH"),
            ErrorKind::FamilyEntry { .. } => ("2.5", "F2-FAMILY-ENTRY"),
            ErrorKind::FamilyId { .. } => ("2.5", "F2-FAMILY-ID"),
            ErrorKind::KindType { .. } => ("2.5", "F2-KIND-TYPE"),
            ErrorKind::AttributeWhole { .. } => ("2.5", "F2-ATTRIBUTE-WHOLE"),
            ErrorKind::Name(_) => ("2.5", "F2-NAME"),
            ErrorKind::Unit(_) => ("2.5", "F2-UNIT"),
            ErrorKind::Help(_) => ("2.5", "F2-HELP"),
            ErrorKind::Sequence(_) => ("2.7", "F2-SEQUENCE"),
            ErrorKind::Component(_) => ("2.7", "F2-COMPONENT"),
            ErrorKind::ComponentPlace { .. } => ("2.7", "F2-COMPONENT-PLACE"),
            ErrorKind::TextLength { .. } => ("2.7", "F2-TEXT-LENGTH"),
            ErrorKind::Buckets(_) => ("2.8", "F2-BUCKETS"),
            ErrorKind::Ring(_) => ("2.9", "F2-RING"),
            ErrorKind::SeriesEntry { .. } => ("2.6", "F2-SERIES-ENTRY"),
            ErrorKind::SeriesFamily { .. } => ("2.6", "F2-SERIES-FAMILY"),
            ErrorKind::Cell { .. } => ("2.6", "F2-CELL"),
            ErrorKind::CellBlock { .. } => ("2.6", "F2-CELL-BLOCK"),
            ErrorKind::CellSum { .. } => ("2.6", "F2-CELL-SUM"),
            ErrorKind::Labels(_) => ("2.6", "F2-LABELS"),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::Header { size } => write!(
                f,
                "expected a header of at least {} bytes, found the end of the file after {size}",
                header::LENGTH_WRITTEN
            ),
            ErrorKind::Magic { found: [2, rest @ ..] } if rest != header::MAGIC[1..] => f.write_str(
                "expected 02 MMSTATS, found 02 and other bytes: an unreleased draft of mmstats, \
                 which nothing reads",
            ),
            ErrorKind::Magic { found: [1, ..] } => f.write_str(
                "expected 02 MMSTATS, found 01: maybe a file of format 1: use the reader of that \
                 format, or one of both",
            ),
            ErrorKind::Magic { found } => write!(
                f,
                "expected 02 MMSTATS, found \"{}\": no stats file of format 2",
                found.escape_ascii()
            ),
            ErrorKind::HeaderLength { found, published } => write!(
                f,
                "expected a header length that is a multiple of {PAGE}, and at most the published \
                 length of {published}, found {found}"
            ),
            ErrorKind::Features { found } => {
                f.write_str("expected no required features, found bits ")?;
                let mut bits = (0..u32::BITS).filter(|bit| found >> bit & 1 == 1);
                bits.next().map_or(Ok(()), |bit| write!(f, "{bit}"))?;
                bits.try_for_each(|bit| write!(f, ", {bit}"))?;
                f.write_str(": use a newer mmstats")
            }
            ErrorKind::Published { found, size } => write!(
                f,
                "expected a published length that is a multiple of {PAGE}, and at most the file's \
                 {size} bytes, found {found}"
            ),
            ErrorKind::BlockWhole { found, room } => write!(
                f,
                "expected a block length that is a multiple of {PAGE}, and at most the {room} bytes \
                 up to the published length, found {found}"
            ),
            ErrorKind::BlockHeader { found, length } => write!(
                f,
                "expected a block's header length that is a multiple of 8, from {} to its block's \
                 {length} bytes, found {found}",
                block::HEADER
            ),
            ErrorKind::Head { found, least, length } => write!(
                f,
                "expected a head that is a multiple of 8, from {least} to its block's {length} \
                 bytes, found {found}"
            ),
            ErrorKind::StripeLength { found, expected } => {
                write!(f, "expected the {expected} bytes of stripe 0's block, found {found}")
            }
            ErrorKind::EntryLength { found, room } => write!(
                f,
                "expected an entry length that is a multiple of 8, from {} to the {room} bytes up \
                 to the block's head, found {found}",
                entry::MIN
            ),
            ErrorKind::FamilyEntry { found } => {
                write!(f, "expected a family of at least {} bytes, found {found}", family::MIN)
            }
            ErrorKind::FamilyId { found, expected } => {
                write!(f, "expected family id {expected}, found {found}")
            }
            ErrorKind::KindType { kind, value_type } => write!(
                f,
                "expected a value type that a {} can have, found {}",
                kind.name(),
                value_type.name()
            ),
            ErrorKind::AttributeWhole { need, have } => write!(
                f,
                "expected {need} bytes of an attribute, found the end of its entry after {have}"
            ),
            ErrorKind::Name(fault) => write!(f, "name: {fault}"),
            ErrorKind::Unit(fault) => write!(f, "unit: {fault}"),
            ErrorKind::Help(fault) => write!(f, "help: {fault}"),
            ErrorKind::Sequence(fault) => write!(f, "sequence: {fault}"),
            ErrorKind::Buckets(fault) => write!(f, "buckets: {fault}"),
            ErrorKind::Ring(fault) => write!(f, "ring: {fault}"),
            ErrorKind::Component(fault) => write!(f, "component: {fault}"),
            ErrorKind::ComponentPlace { offset, width, least, slot } => write!(
                f,
                "expected an aligned component of {width} bytes, from {least} on, in a slot of \
                 {slot}, found one at {offset}"
            ),
            ErrorKind::TextLength { found, most } => {
                write!(f, "expected a text of at most {most} bytes, found {found}")
            }
            ErrorKind::SeriesEntry { found } => {
                write!(f, "expected a series of at least {} bytes, found {found}", series::MIN)
            }
            ErrorKind::SeriesFamily { found, known } => {
                write!(f, "expected the id of a family before, 1 to {known}, found {found}")
            }
            ErrorKind::Cell { found, length } => write!(
                f,
                "expected a cell of {length} bytes in a block of cells, at a multiple of 8, found \
                 it at {found}"
            ),
            ErrorKind::CellBlock { kind } => write!(
                f,
                "expected the cell of a {} in a block of cells without stripes, found one with",
                kind.name()
            ),
            ErrorKind::CellSum { found, published } => write!(
                f,
                "expected cells of at most the published length of {published} bytes together, \
                 found {found}"
            ),
            ErrorKind::Labels(fault) => write!(f, "label value: {fault}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (section, clause) = self.home();
        write!(f, "offset {}: {} (SPEC.md {section}, {clause})", self.offset, self.kind)
    }
}

impl core::error::Error for Error {}
