//! What keeps a cell: its series' handles hold one of these together.

use std::ptr::NonNull;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mmstats_core::v2::Parameters;
use mmstats_core::v2::cells::Word;
use mmstats_core::v2::layout::WORD;

use crate::map::Region;

/// A series' place, in memory that stays as long as this.
#[derive(Debug)]
pub(super) struct Hold {
    pub(super) region: Arc<Region>,
    /// The family's number among the families, from 0.
    pub(super) family: usize,
    pub(super) parameters: Parameters,
    pub(super) overflow: bool,
    /// Offsets of the entry and of the cell, in stripe 0.
    pub(super) entry: usize,
    pub(super) cell: usize,
    pub(super) label_values: Box<[u8]>,
    /// One publisher at a time (F2-PUBLISH, F2-STRIPE). No lock is ever in the file.
    publisher: Mutex<()>,
}

impl Hold {
    pub(super) fn new(
        region: &Arc<Region>,
        family: (usize, Parameters),
        overflow: bool,
        (entry, cell): (usize, usize),
        label_values: &[u8],
    ) -> Hold {
        Hold {
            region: Arc::clone(region),
            family: family.0,
            parameters: family.1,
            overflow,
            entry,
            cell,
            label_values: label_values.into(),
            publisher: Mutex::new(()),
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

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, ()> {
        self.publisher.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
