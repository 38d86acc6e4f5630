//! What keeps a cell: its series' handles hold one of these together.

use std::ptr::NonNull;
use std::sync::Arc;

use mmstats_core::v2::Parameters;
use mmstats_core::v2::cells::Word;
use mmstats_core::v2::layout::WORD;

use super::publisher::{Publisher, Publishing};
use crate::map::Region;

/// Where a series is, its cell being that of stripe 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Offset of the entry.
    pub(super) entry: usize,
    pub(super) entry_length: usize,
    /// Offset of the cell.
    pub(super) cell: usize,
}

/// A series' place, in memory that stays as long as this.
#[derive(Debug)]
pub(super) struct Hold {
    pub(super) region: Arc<Region>,
    /// The family's number among the families, from 0.
    pub(super) family: usize,
    pub(super) parameters: Parameters,
    pub(super) overflow: bool,
    pub(super) place: Place,
    pub(super) label_values: Box<[u8]>,
    publisher: Publisher,
}

impl Hold {
    pub(super) fn new(
        region: &Arc<Region>,
        family: (usize, Parameters),
        overflow: bool,
        place: Place,
        label_values: &[u8],
    ) -> Hold {
        Hold {
            region: Arc::clone(region),
            family: family.0,
            parameters: family.1,
            overflow,
            place,
            label_values: label_values.into(),
            publisher: Publisher::default(),
        }
    }

    /// Words of the cell.
    pub(super) fn cell_words(&self) -> usize {
        usize::try_from(self.parameters.cell_length()).map_or(0, |length| length / WORD)
    }

    /// The words of the cell where it stands in that stripe, for a handle that keeps this.
    pub(super) fn words_at(&self, cell: usize) -> &'static [Word] {
        // SAFETY: handles have an Arc of this, which keeps the region alive, beside the words.
        unsafe { self.region.words_of_handle(cell, self.cell_words()) }
    }

    pub(super) fn address_of(&self, cell: usize) -> NonNull<u64> {
        self.region.at(cell).cast()
    }

    /// The right to publish (F2-PUBLISH, F2-STRIPE).
    #[inline(always)]
    pub(super) fn lock(&self) -> Publishing<'_> {
        self.publisher.lock()
    }
}
