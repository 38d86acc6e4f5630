//! What writers have counted, in memory that all processes share: before and after each step.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering, fence};

use crate::run::Outcome;
use crate::shared::Shared;

/// What is added up.
pub const MEASURES: [&str; 5] = ["hits", "local", "calls", "took", "the sum of took"];

/// How much a step adds to each.
pub const STEP: Amounts = [1, 1, 2, 1, 3];

/// So much of each measure.
pub type Amounts = [u64; MEASURES.len()];

/// What happened, and how often.
#[derive(Clone, Copy, Debug)]
pub enum Tally {
    KilledFolding,
    KilledBeginning,
    /// Whose file was there: all that it did behind that was to fold.
    KilledBehindItsFile,
    Late,
    WritersKilled,
    /// In the middle of a step.
    WritersKilledCounting,
    WritersEnded,
    /// Files that a killed fold had added, and not removed yet.
    Removed,
}

/// All of them, and how they are called.
pub const TALLIES: [(Tally, &str); 8] = [
    (Tally::KilledFolding, "folds killed in it"),
    (Tally::KilledBeginning, "writers killed while they begin"),
    (Tally::KilledBehindItsFile, "of these, behind the creation of their files"),
    (Tally::Late, "killed behind it"),
    (Tally::WritersKilled, "writers killed that counted"),
    (Tally::WritersKilledCounting, "of these, in the middle of counting"),
    (Tally::WritersEnded, "writers that ended in order"),
    (Tally::Removed, "files that a killed fold had added and not removed"),
];

/// A slot has what the writers that used it, one behind the other, counted of each measure.
#[derive(Debug)]
pub struct Ledger {
    words: Shared,
    slots: usize,
}

impl Ledger {
    pub fn new(slots: usize) -> io::Result<Ledger> {
        Ok(Ledger { words: Shared::new(TALLIES.len() + 2 * slots * MEASURES.len())?, slots })
    }

    pub fn slot(&self, number: usize) -> Slot<'_> {
        let words = &self.words[TALLIES.len()..][2 * number * MEASURES.len()..];
        let (before, words) = words.split_at(MEASURES.len());
        Slot { before, after: &words[..MEASURES.len()] }
    }

    /// No more than this has been counted.
    pub fn most(&self) -> Amounts {
        self.sum(|slot| load(slot.before))
    }

    /// No less than this has been counted.
    pub fn least(&self) -> Amounts {
        self.sum(|slot| load(slot.after))
    }

    fn sum(&self, amounts: impl Fn(Slot<'_>) -> Amounts) -> Amounts {
        (0..self.slots).map(|number| amounts(self.slot(number))).fold(Amounts::default(), plus)
    }

    pub fn tally(&self, what: Tally, times: u64) {
        self.words[what as usize].fetch_add(times, Ordering::Relaxed);
    }

    pub fn times(&self, what: Tally) -> u64 {
        self.words[what as usize].load(Ordering::Relaxed)
    }
}

/// What one writer at a time counts.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    before: &'a [AtomicU64],
    after: &'a [AtomicU64],
}

impl Slot<'_> {
    /// What the writers before have counted. Nobody counts.
    pub fn base(&self) -> Amounts {
        load(self.after)
    }

    /// One step of the writer that has this slot.
    pub fn step(&self, count: impl FnOnce()) {
        add_step(self.before);
        // Who sees what is counted sees that it may be; pairs with the acquire in `load`.
        fence(Ordering::SeqCst);
        count();
        add_step(self.after);
    }

    /// A writer has ended whose file has so much: that is what it counted, no less than it said
    /// afterwards, no more than it said before. Returns whether it ended in the middle of a step.
    pub fn settle(&self, base: Amounts, file: Amounts) -> Outcome<bool> {
        let (least, found, most) = (load(self.after), plus(base, file), load(self.before));
        let fits = |at: usize| (least[at]..=most[at]).contains(&found[at]);
        if !(0..MEASURES.len()).all(fits) {
            let text = "a writer has counted";
            return Err(format!("{text} {least:?} to {most:?}, and its file has {found:?}").into());
        }
        for (at, amount) in found.into_iter().enumerate() {
            self.after[at].store(amount, Ordering::Release);
            self.before[at].store(amount, Ordering::Release);
        }
        Ok(least != most)
    }
}

fn add_step(words: &[AtomicU64]) {
    for (word, step) in words.iter().zip(STEP) {
        word.store(word.load(Ordering::Relaxed) + step, Ordering::Release);
    }
}

fn load(words: &[AtomicU64]) -> Amounts {
    std::array::from_fn(|at| words[at].load(Ordering::Acquire))
}

fn plus(a: Amounts, b: Amounts) -> Amounts {
    std::array::from_fn(|at| a[at] + b[at])
}
