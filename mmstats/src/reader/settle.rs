//! Values that change together: which of what was copied belongs together, and what is copied
//! again where it doesn't (SPEC.md 2.10 and 2.13).
//!
//! Each of these values has a word that tells: a sequence, or the epoch of a slot. It was copied
//! before the cells, and after them. What the cells were copied with is of no use; in its place goes the
//! word of before, for which the value was found to be whole.

use mmstats_core::v2::cells::{accepts, slot_of};
use mmstats_core::v2::layout::{WORD, sequenced, window};
use mmstats_core::v2::{Parameters, Sequence, Unread};

use super::plan::{Plan, Watched, epoch_at};
use super::snapshot::Snapshot;
use super::source::Source;
use crate::Error;

/// How often a value is copied alone before it is said to be busy. A copy of a small one takes about
/// a microsecond, so whoever publishes all the time, with few slots, is busy.
const TRIES: usize = 16;

/// How often values are copied alone in one look: what changes all the time in a large file must not
/// hold the reader up.
const TRIES_OF_A_LOOK: usize = 4096;

/// Copies of the sequences and epochs, by the offsets of the file.
#[derive(Debug, Default)]
pub(super) struct Guards {
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

impl Guards {
    /// Makes room for what the plan names.
    pub(super) fn make_room(&mut self, plan: &Plan) {
        let end = plan.guards.end();
        for copy in [&mut self.before, &mut self.after] {
            if copy.len() < end {
                // Zeros that the system has: what is not copied to takes no memory.
                *copy = vec![0; end];
            }
        }
    }
}

/// Decides on all watched values of a snapshot whose cells were copied between the two guards.
pub(super) fn settle(
    source: &Source,
    plan: &Plan,
    guards: &Guards,
    snapshot: &mut Snapshot,
) -> Result<(), Error> {
    let mut budget = TRIES_OF_A_LOOK;
    for watched in &plan.watched {
        let Some(series) = snapshot.view().get(watched.series as usize) else { continue };
        let parameters = series.family().parameters();
        let (source, image, at) = (source, &mut snapshot.image[..], watched.at);
        let mut cell = Cell { source, guards, image, at, budget: &mut budget };
        let whole = match parameters {
            Parameters::Sequence(sequence) => cell.settle_sequence(sequence)?,
            Parameters::Ring(ring) => cell.settle_epochs(ring.slots as usize)?,
            _ => true,
        };
        if !whole {
            if snapshot.busy.last() != Some(&watched.series) {
                snapshot.busy.push(watched.series);
            }
        } else if let Parameters::Sequence(_) = parameters {
            check_text(source, snapshot, watched)?;
        }
    }
    Ok(())
}

/// F2-TEXT-LENGTH, of a text that is whole.
fn check_text(source: &Source, snapshot: &Snapshot, watched: &Watched) -> Result<(), Error> {
    let value = snapshot.view().get(watched.series as usize).map(|series| series.value());
    match value {
        Some(Err(Unread::Corrupt(error))) => {
            Err(Error::Format2 { path: source.path().to_path_buf(), source: error })
        }
        _ => Ok(()),
    }
}

struct Cell<'a> {
    source: &'a Source,
    guards: &'a Guards,
    image: &'a mut [u8],
    at: usize,
    /// How many tries this look has left.
    budget: &'a mut usize,
}

impl Cell<'_> {
    /// Whether there may be another try of a value that has had so many; counts it.
    fn may_try(&mut self, tries: &mut usize) -> bool {
        let may = *tries < TRIES && *self.budget > 0;
        if may {
            *tries += 1;
            *self.budget -= 1;
        }
        may
    }

    /// Whether the slot of the sequence that goes into the image is whole (F2-SEQUENCED-READ).
    fn settle_sequence(&mut self, Sequence { slots, width }: Sequence) -> Result<bool, Error> {
        let mut sequence = word(&self.guards.before, self.at);
        let mut whole = accepts(sequence, word(&self.guards.after, self.at), slots);
        let mut tries = 0;
        while !whole && self.may_try(&mut tries) {
            let Some(first) = self.source.word(self.at)? else { return Ok(false) };
            let slot = self.at + sequenced::SLOTS + slot_of(first, slots) * width as usize;
            let Some(second) = self.copy_again(slot, width as usize, self.at)? else {
                return Ok(false);
            };
            (sequence, whole) = (first, accepts(first, second, slots));
        }
        self.put(self.at, sequence);
        Ok(whole)
    }

    /// Whether all slots of time are whole, with the epochs that go into the image
    /// (F2-WINDOW-READ).
    fn settle_epochs(&mut self, slots: usize) -> Result<bool, Error> {
        let mut all = true;
        for slot in 0..slots {
            all &= self.settle_epoch(self.at + epoch_at(slot))?;
        }
        Ok(all)
    }

    fn settle_epoch(&mut self, at: usize) -> Result<bool, Error> {
        const REST: usize = WORD * (window::SLOT_WORDS - 1);
        let mut epoch = word(&self.guards.before, at);
        let mut whole = epoch == word(&self.guards.after, at);
        let mut tries = 0;
        while !whole && self.may_try(&mut tries) {
            let Some(first) = self.source.word(at)? else { return Ok(false) };
            let Some(second) = self.copy_again(at + WORD, REST, at)? else { return Ok(false) };
            (epoch, whole) = (first, first == second);
        }
        self.put(at, epoch);
        Ok(whole)
    }

    /// Copies that much into the image, and then the word that tells, in that order. Nothing where
    /// the file has become shorter: the next look says so.
    fn copy_again(&mut self, at: usize, length: usize, guard: usize) -> Result<Option<u64>, Error> {
        self.source.fence();
        if !self.source.copy(at..at + length, self.image)? {
            return Ok(None);
        }
        self.source.fence();
        self.source.word(guard)
    }

    fn put(&mut self, at: usize, value: u64) {
        if let Some(place) = self.image.get_mut(at..at + WORD) {
            place.copy_from_slice(&value.to_le_bytes());
        }
    }
}

fn word(bytes: &[u8], at: usize) -> u64 {
    let word = bytes.get(at..).and_then(|rest| rest.first_chunk());
    word.map_or(0, |word| u64::from_le_bytes(*word))
}

#[cfg(test)]
mod tests;
