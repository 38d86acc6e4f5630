//! Window cells: what happened lately (SPEC.md 2.9 and 2.10).

use core::hint::spin_loop;
use core::marker::PhantomData;

use super::histogram::{count_local, raise_local};
use super::{Busy, Observed, Word, epoch_at, slot_of};
use crate::atomic::{self, Ordering, Point};
use crate::v2::layout::window::{COUNT, EPOCH, MAX, REFUSED, SLOT_WORDS, SLOTS, SUM};
use crate::v2::parameters::Ring;

/// What happened in one slot of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeSlot<T> {
    /// Which slot of time it is: [`epoch_at`].
    pub epoch: u64,
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: T,
    /// The greatest.
    pub max: T,
}

/// The cell of a window.
#[derive(Debug)]
pub struct WindowCell<'a, T> {
    refused: &'a Word,
    slots: &'a [[Word; SLOT_WORDS]],
    ring: Ring,
    value: PhantomData<T>,
}

impl<T> Clone for WindowCell<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WindowCell<'_, T> {}

impl<'a, T: Observed> WindowCell<'a, T> {
    /// The cell that is these words; `None` where there is no such ring, or not as many words as
    /// it needs.
    pub fn new(cell: &'a [Word], ring: Ring) -> Option<WindowCell<'a, T>> {
        let (refused, slots) = cell.split_at_checked(SLOTS)?;
        let (slots, rest) = slots.as_chunks();
        let whole = ring.is_valid() && rest.is_empty() && slots.len() == ring.slots as usize;
        let refused = refused.get(REFUSED)?;
        whole.then_some(WindowCell { refused, slots, ring, value: PhantomData })
    }

    /// Its ring.
    pub const fn ring(&self) -> Ring {
        self.ring
    }

    /// Adds a value to the slot of a moment, nanoseconds of CLOCK_BOOTTIME. Nobody else writes the cell
    /// meanwhile (F2-STRIPE).
    #[inline]
    pub fn observe(&self, value: T, time: u64) {
        let Ok(value) = value.accepted() else {
            return count_local(self.refused);
        };
        let epoch = epoch_at(time, self.ring.duration);
        let slot = &self.slots[slot_of(epoch, self.ring.slots)];
        // A later epoch is none of a clock that only goes forward; its slot takes the value as it is.
        if slot[EPOCH].own() < epoch {
            reset(slot, epoch);
        }
        count_local(&slot[COUNT]);
        let sum = T::from_word(slot[SUM].own()).plus(value);
        slot[SUM].store(sum.to_word(), Ordering::Relaxed);
        raise_local(&slot[MAX], value.to_word());
    }

    /// How many values were refused.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// A slot of the ring; `None` where it is empty or there is no such slot (F2-WINDOW-READ). Busy after so many
    /// tries (F2-BUSY).
    pub fn read(&self, slot: usize, tries: u32) -> Result<Option<TimeSlot<T>>, Busy> {
        let Some(slot) = self.slots.get(slot) else {
            return Ok(None);
        };
        for _ in 0..tries {
            let epoch = slot[EPOCH].load(Ordering::Relaxed);
            // Pairs with the release store of the epoch in `reset`: the words are of this epoch or
            // a later one.
            atomic::fence(Point::WindowEpoch, Ordering::Acquire);
            if epoch == 0 {
                return Ok(None);
            }
            let count = slot[COUNT].load(Ordering::Relaxed);
            let sum = T::from_word(slot[SUM].load(Ordering::Relaxed));
            let max = T::from_word(slot[MAX].load(Ordering::Relaxed));
            // Pairs with the fence in `reset`: if a word above was of a later epoch, this isn't
            // that from before any more.
            atomic::fence(Point::WindowWords, Ordering::Acquire);
            let again = slot[EPOCH].load(Ordering::Relaxed);
            if atomic::holds(Point::WindowAgain, epoch == again) {
                return Ok(Some(TimeSlot { epoch, count, sum, max }));
            }
            spin_loop();
        }
        Err(Busy)
    }
}

/// F2-WINDOW-RESET.
#[cold]
fn reset(slot: &[Word; SLOT_WORDS], epoch: u64) {
    if atomic::enabled(Point::ResetEmpty) {
        slot[EPOCH].store(0, Ordering::Relaxed);
    }
    // Pairs with the second fence of `read`: who saw a word from here on doesn't see the old
    // epoch any more.
    atomic::fence(Point::ResetFence, Ordering::Release);
    for word in [COUNT, SUM, MAX] {
        slot[word].store(0, Ordering::Relaxed);
    }
    // Pairs with the first fence of `read`: who sees this epoch sees none of the old words.
    let release = atomic::ordering(Point::ResetEpoch, Ordering::Release);
    slot[EPOCH].store(epoch, release);
}
