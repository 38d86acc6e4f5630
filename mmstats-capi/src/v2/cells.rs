//! From a handle to its cell.

use std::ptr::NonNull;

use mmstats_rs::format::cells::{
    HistogramCell, Number, Observed, Scalar, ScalarCell, SequencedCell, WindowCell, Word, words,
};
use mmstats_rs::format::layout::WORD;
use mmstats_rs::format::{Buckets, Ring, Sequence};

use crate::v2::handles::*;

/// The words of a handle's cell; `None` of a handle that is all zeros.
///
/// A handle was made by a writer, of a cell of just these words, in memory that stays mapped for
/// the life of the process; the header demands that C doesn't make one up.
fn cell(cell: *mut u64, len: usize) -> Option<&'static [Word]> {
    // SAFETY: as said above; all of this library accesses cells as words.
    NonNull::new(cell).map(|cell| unsafe { words(cell, len) })
}

pub(super) fn scalar<T: Scalar>(at: *mut u64) -> Option<ScalarCell<'static, T>> {
    cell(at, 1).map(|words| ScalarCell::new(&words[0]))
}

/// Adds to a scalar, as `mode` says.
pub(super) fn add<T: Number>(at: *mut u64, n: T, mode: u32) {
    if let Some(cell) = scalar::<T>(at) {
        match mode {
            MMSTATS_OWN => cell.add_local(n),
            _ => cell.add_shared(n),
        }
    }
}

/// A cell whose length follows from its parameters.
fn cell_of(at: *mut u64, bytes: u64) -> Option<&'static [Word]> {
    cell(at, usize::try_from(bytes).ok()? / WORD)
}

pub(super) fn histogram<T: Observed>(of: mmstats_histogram) -> Option<HistogramCell<'static, T>> {
    let buckets = Buckets { scale: of.scale, first: of.first, number: of.buckets };
    HistogramCell::new(cell_of(of.cell, buckets.cell_length())?, buckets)
}

pub(super) fn window<T: Observed>(of: mmstats_window) -> Option<WindowCell<'static, T>> {
    let ring = Ring { duration: of.duration, slots: of.slots };
    WindowCell::new(cell_of(of.cell, ring.cell_length())?, ring)
}

/// A cell of so many slots of so many bytes.
pub(super) fn sequenced(at: *mut u64, slots: u32, width: u32) -> Option<SequencedCell<'static>> {
    let sequence = Sequence { slots, width };
    SequencedCell::new(cell_of(at, sequence.cell_length())?, sequence)
}
