//! Windows of several files as one.

use std::time::Duration;

use mmstats_core::v2::cells::epoch_at;
use mmstats_core::v2::layout::window::MAX_SLOTS;
use mmstats_core::v2::{Ring, Scalar, WindowSlot};

use crate::reader::{self, Number, Recent, nanoseconds};

/// Windows of several files of this boot as one, by the slots of time, which are the same in all.
/// It stands by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    ring: Ring,
    refused: u64,
    /// By their epochs.
    slots: Vec<WindowSlot>,
    /// When the first of the files was created, CLOCK_BOOTTIME.
    created: Duration,
    /// When the files were read, CLOCK_BOOTTIME.
    taken: Duration,
}

impl Window {
    /// That of one file.
    pub(super) fn of(one: &reader::Window, created: Duration, now: Duration) -> Window {
        let (ring, slots) = (one.ring(), Vec::new());
        let mut window = Window { ring, refused: 0, slots, created, taken: now };
        window.add(one, created);
        window
    }

    /// Adds that of another file, whose slots last as long.
    pub(super) fn add(&mut self, one: &reader::Window, created: Duration) {
        self.ring.slots = self.ring.slots.max(one.ring().slots);
        self.refused = self.refused.wrapping_add(one.refused());
        self.created = self.created.min(created);
        // No ring reaches farther back, so that files of long ago take no memory.
        let oldest = self.epoch().saturating_sub(MAX_SLOTS.into());
        for slot in one.slots().iter().filter(|slot| slot.epoch >= oldest) {
            match self.slots.binary_search_by_key(&slot.epoch, |own| own.epoch) {
                Ok(at) => join(&mut self.slots[at], slot),
                Err(at) => self.slots.insert(at, *slot),
            }
        }
    }

    /// Once all files were added: leaves out what is older than the longest of the rings.
    pub(super) fn finish(&mut self, taken: Duration) {
        self.taken = taken;
        let oldest = self.epoch().saturating_sub(self.ring.slots.into());
        self.slots.retain(|slot| slot.epoch >= oldest);
    }

    fn epoch(&self) -> u64 {
        epoch_at(nanoseconds(self.taken), self.ring.duration)
    }

    /// How long its slots are, and how many there are in the longest of the rings: one more than
    /// what "the last" ones are.
    pub fn ring(&self) -> Ring {
        self.ring
    }

    /// How many values were negative or NaN.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// The slots of time that have values, by their epochs, as far back as the longest ring goes.
    pub fn slots(&self) -> &[WindowSlot] {
        &self.slots
    }

    /// What happened in the last slots of time, as of the moment when the files were read.
    pub fn last(&self) -> Recent {
        self.last_at(self.taken)
    }

    /// What happened in the last slots of time, and in the one that is not over, as of a moment
    /// of CLOCK_BOOTTIME. It covers no more time than the oldest of the files is there.
    pub fn last_at(&self, now: Duration) -> Recent {
        Recent::of(self.ring, &self.slots, self.created, now)
    }
}

/// Adds a slot of the same epoch.
fn join(own: &mut WindowSlot, more: &WindowSlot) {
    own.count = own.count.wrapping_add(more.count);
    own.sum = match (own.sum, more.sum) {
        (Scalar::U64(a), Scalar::U64(b)) => Scalar::U64(a.wrapping_add(b)),
        (Scalar::F64(a), Scalar::F64(b)) => Scalar::F64(a + b),
        (own, _) => own,
    };
    let less = Number::of(own.max).zip(Number::of(more.max)).is_some_and(|(a, b)| a.is_less(b));
    if less {
        own.max = more.max;
    }
}
