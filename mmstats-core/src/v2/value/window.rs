//! Windows (SPEC.md 2.9), as readers see them.

use alloc::vec::Vec;

use super::Scalar;
use super::cell::{Cell, Unread};
use crate::v2::bytes::word_at;
use crate::v2::kind::ValueType;
use crate::v2::layout::{WORD, window};
use crate::v2::parameters::Ring;

/// What happened lately, added up over the stripes.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    ring: Ring,
    refused: u64,
    slots: Vec<WindowSlot>,
}

/// What happened in one slot of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowSlot {
    /// Which slot of time: that from (epoch - 1) * duration on, in nanoseconds of CLOCK_BOOTTIME.
    pub epoch: u64,
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: Scalar<'static>,
    /// The greatest of them.
    pub max: Scalar<'static>,
}

/// A slot of one stripe, as words.
#[derive(Clone, Copy)]
struct Slot {
    epoch: u64,
    count: u64,
    sum: u64,
    max: u64,
}

impl Window {
    /// Takes the slots whose epochs are the same before and after (F2-WINDOW-READ); with one whose aren't,
    /// the window is busy.
    pub(crate) fn read(
        cell: Cell<'_>,
        value_type: ValueType,
        ring: Ring,
    ) -> Result<Window, Unread> {
        let mut found = Vec::new();
        for place in cell.places() {
            for slot in 0..ring.slots as usize {
                found.extend(read_slot(cell, place, slot)?);
            }
        }
        // Stable: slots of one epoch stay in the order of the file, in which floats are added.
        found.sort_by_key(|slot| slot.epoch);
        let slots = found
            .chunk_by(|a, b| a.epoch == b.epoch)
            .map(|slots| WindowSlot {
                epoch: slots[0].epoch,
                count: slots.iter().fold(0, |sum, slot| sum.wrapping_add(slot.count)),
                sum: Scalar::sum(slots.iter().map(|slot| slot.sum), value_type),
                max: Scalar::of_word(greatest(slots), value_type),
            })
            .collect();
        Ok(Window { ring, refused: cell.count(window::REFUSED), slots })
    }

    /// How its slots are.
    pub const fn ring(&self) -> Ring {
        self.ring
    }

    /// How many values were negative or NaN.
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// The slots of time that have values, by their epochs.
    pub fn slots(&self) -> &[WindowSlot] {
        &self.slots
    }
}

/// Values have no sign, so the words of either type order as u64.
fn greatest(slots: &[Slot]) -> u64 {
    slots.iter().map(|slot| slot.max).max().unwrap_or_default()
}

/// A slot that isn't empty.
fn read_slot(cell: Cell<'_>, place: u64, slot: usize) -> Result<Option<Slot>, Unread> {
    let word = |bytes, index| {
        let index = window::SLOTS + slot * window::SLOT_WORDS + index;
        word_at(bytes, place + (index * WORD) as u64)
    };
    let copies = cell.copies;
    let epoch = word(copies.before, window::EPOCH);
    if epoch != word(copies.after, window::EPOCH) {
        return Err(Unread::Busy);
    }
    Ok((epoch != 0).then(|| Slot {
        epoch,
        count: word(copies.cells, window::COUNT),
        sum: word(copies.cells, window::SUM),
        max: word(copies.cells, window::MAX),
    }))
}
