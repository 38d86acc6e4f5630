//! Where a series' words are: in one cell, and in those of the other stripes (SPEC.md 2.1).

use core::fmt;

use super::Scalar;
use crate::v2::bytes::{slice_at, word_at};
use crate::v2::error::Error;
use crate::v2::kind::ValueType;
use crate::v2::layout::WORD;

/// Three copies of a file, each by the file's offsets, from which values are taken. A file that nobody
/// writes needs one ([`Copies::at_rest`]); one that somebody writes is copied in this order, with
/// a sequentially consistent fence between two (SPEC.md 2.13). Of `before` and `after` only what
/// [`super::Directory::watched`] names is looked at, of `cells` only what [`super::Directory::cells`] does;
/// what isn't there reads as 0.
#[derive(Clone, Copy, Debug)]
pub struct Copies<'a> {
    /// The sequences and epochs before (step 4).
    pub before: &'a [u8],
    /// The cells (step 5).
    pub cells: &'a [u8],
    /// The sequences and epochs again (step 6).
    pub after: &'a [u8],
}

impl<'a> Copies<'a> {
    /// Of a file that nobody writes.
    pub const fn at_rest(bytes: &'a [u8]) -> Copies<'a> {
        Copies { before: bytes, cells: bytes, after: bytes }
    }
}

/// Why a value can't be had now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It changed while it was copied (F2-BUSY): copy again, a bounded number of times.
    Busy,
    /// It was copied whole, and it is none: the file is corrupt.
    Corrupt(Error),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::Busy => f.write_str("busy: the value changed while it was copied"),
            Unread::Corrupt(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Unread {}

/// A cell of stripe 0 and, by the offsets of their blocks, those of the other stripes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    pub copies: Copies<'a>,
    /// The cell's offset in the file.
    pub at: u64,
    /// The cell's offset in its block.
    pub within: u64,
    /// Where the blocks of the other stripes begin.
    pub others: &'a [u64],
}

impl<'a> Cell<'a> {
    /// Where the cell is in each stripe, stripe 0 first.
    #[inline(always)]
    pub fn places(self) -> impl Iterator<Item = u64> + Clone + use<'a> {
        let others = self.others.iter().map(move |block| block + self.within);
        core::iter::once(self.at).chain(others)
    }

    /// The word with that index in each stripe's cell.
    #[inline(always)]
    pub fn words(self, index: usize) -> impl Iterator<Item = u64> + Clone + use<'a> {
        self.places().map(move |place| word_at(self.copies.cells, place + (index * WORD) as u64))
    }

    /// A count, over the stripes.
    #[inline(always)]
    pub fn count(self, index: usize) -> u64 {
        self.words(index).fold(0, u64::wrapping_add)
    }

    /// A value that adds up, over the stripes.
    #[inline(always)]
    pub fn sum(self, index: usize, value_type: ValueType) -> Scalar<'static> {
        Scalar::sum(self.words(index), value_type)
    }

    /// Bytes of stripe 0's cell.
    pub fn bytes(self, offset: u64, length: usize) -> &'a [u8] {
        let bytes = slice_at(self.copies.cells, self.at + offset);
        bytes.and_then(|rest| rest.get(..length)).unwrap_or_default()
    }
}
