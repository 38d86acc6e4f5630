//! What a file says that it has, as offsets: made of one copy, and good for all later ones.

mod attribute;
mod component;
mod family;
mod look;
mod name;
mod parse;
mod series;
mod stripes;
mod view;

use alloc::vec::Vec;
use core::ops::Range;

use crate::v2::bytes::{slice_at, u32_at};
use crate::v2::error::Error;
use crate::v2::folded::Folded;
use crate::v2::header::Header;
use crate::v2::layout::entry;
use crate::v2::value::{Copies, Unread};
use family::{Record, Span};
use parse::parse;
use stripes::Stripes;

pub use component::Component;
pub use look::Look;
pub use series::is_live;
pub use view::{Family, Series, View};

/// The families, live series and blocks of a file whose bytes were checked: where they stand. It
/// borrows nothing, so that a reader can keep it beside the bytes. It is meaningful only with the
/// bytes that it was made from, or later copies of the same file; with others its views give
/// wrong values, or none, and nothing worse.
#[derive(Clone, Debug)]
pub struct Directory {
    look: Look,
    stripes: Stripes,
    /// What is used of each block.
    extents: Vec<Extents>,
    /// By their ids less 1; none where a family is skipped.
    families: Vec<Option<FamilyRow>>,
    /// Where label keys and components are: see [`Record::spans`].
    spans: Vec<Span>,
    /// The live ones, in the order of the file.
    series: Vec<SeriesRow>,
    /// The offsets of entries that list folded files.
    folded: Vec<u64>,
    skipped: usize,
}

/// A family, and which series it has.
#[derive(Clone, Copy, Debug)]
struct FamilyRow {
    /// The offset of its entry.
    entry: u64,
    record: Record,
    /// The indices of its first and last live series.
    series: Option<(usize, usize)>,
}

/// A series: little, for there may be many.
#[derive(Clone, Copy, Debug)]
struct SeriesRow {
    /// The offset of its entry.
    entry: u64,
    /// The offset of its cell.
    cell: u64,
    /// The index of the family's next one; its own in the last.
    next: usize,
    /// The index of its family.
    family: u32,
    /// The index of the cell's block.
    block: u32,
}

/// Which part of a block live series' cells are in.
#[derive(Clone, Debug)]
struct Extents {
    cells: Range<u64>,
    /// The part of those that are looked at more than once.
    watched: Range<u64>,
}

impl Directory {
    /// Parses a file that nobody writes, and checks it whole, texts included (F2-FIRST-FAULT).
    pub fn parse(bytes: &[u8]) -> Result<Directory, Error> {
        let directory = Directory::parse_looked(bytes, Look::at_rest(bytes)?)?;
        match directory.at_rest(bytes).check_texts() {
            Err(Unread::Corrupt(error)) => Err(error),
            _ => Ok(directory),
        }
    }

    /// Parses the directory of a file that somebody may write, from a look, and a copy made after
    /// it of all that [`Look::entries`] names. The lengths of texts are not part of it: they are looked
    /// at with each value.
    pub fn parse_looked(bytes: &[u8], look: Look) -> Result<Directory, Error> {
        parse(bytes, look)
    }

    /// The header of the look.
    pub const fn header(&self) -> &Header {
        self.look.header()
    }

    /// The look that it was made from.
    pub const fn look(&self) -> &Look {
        &self.look
    }

    /// How many live series there are.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Whether it lists files that were folded: only accumulators do (SPEC.md 2.21).
    pub fn is_accumulator(&self) -> bool {
        !self.folded.is_empty()
    }

    /// The files that it lists as folded; `bytes` as in [`view`](Directory::view).
    pub fn folded<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Folded> + Clone + use<'a> {
        self.folded.iter().flat_map(move |at| {
            let rest = slice_at(bytes, *at).unwrap_or_default();
            let length = u32_at(rest, entry::LENGTH) as usize;
            Folded::parse(rest.get(..length).unwrap_or_default())
        })
    }

    /// How many families have a kind or value type that isn't known (F2-KIND-SKIP).
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// The parts of a file where the cells of live series are, of all stripes.
    pub fn cells(&self) -> impl Iterator<Item = Range<u64>> {
        self.parts(|extents| &extents.cells)
    }

    /// The parts of a file where the cells with sequences and epochs are, of all stripes.
    pub fn watched(&self) -> impl Iterator<Item = Range<u64>> {
        self.parts(|extents| &extents.watched)
    }

    fn parts(&self, part: impl Fn(&Extents) -> &Range<u64>) -> impl Iterator<Item = Range<u64>> {
        let blocks = self.look.blocks().iter().zip(&self.extents).enumerate();
        blocks.flat_map(move |(i, (block, extents))| {
            let part = part(extents).clone();
            let others = if part.is_empty() { &[] } else { self.stripes.others(i) };
            let within = (part.start - block.offset)..(part.end - block.offset);
            let others = others.iter().map(move |at| at + within.start..at + within.end);
            (!part.is_empty()).then_some(part).into_iter().chain(others)
        })
    }

    /// The file with names and labels from `bytes`, a copy that the directory was made from or a later one, and
    /// values from `copies`.
    pub const fn view<'a>(&'a self, bytes: &'a [u8], copies: Copies<'a>) -> View<'a> {
        View::new(self, bytes, copies)
    }

    /// The file that nobody writes.
    pub const fn at_rest<'a>(&'a self, bytes: &'a [u8]) -> View<'a> {
        self.view(bytes, Copies::at_rest(bytes))
    }
}
