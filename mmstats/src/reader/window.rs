//! Windows: what happened lately, as of any moment.

use std::time::Duration;

use mmstats_core::v2::cells::epoch_at;
use mmstats_core::v2::{self, Ring, Scalar, WindowSlot};

use super::clock::nanoseconds;
use super::histogram::mean;
use super::number::Number;

/// A window, its stripes added up.
#[derive(Clone, Debug)]
pub struct Window {
    inner: v2::Window,
    /// When the series was made, CLOCK_BOOTTIME.
    created: Duration,
    /// When the file was read, CLOCK_BOOTTIME.
    taken: Duration,
}

impl Window {
    pub(super) fn new(inner: v2::Window, created: Duration, taken: Duration) -> Window {
        Window { inner, created, taken }
    }

    /// How long its slots are, and how many there are: one more than what "the last" ones are.
    pub fn ring(&self) -> Ring {
        self.inner.ring()
    }

    /// How many values were negative or NaN.
    pub fn refused(&self) -> u64 {
        self.inner.refused()
    }

    /// The slots of time that have values, by their epochs.
    pub fn slots(&self) -> &[WindowSlot] {
        self.inner.slots()
    }

    /// What happened in the last slots of time, as of the moment when the file was read.
    pub fn last(&self) -> Recent {
        self.last_at(self.taken)
    }

    /// What happened in the last slots of time, and in the one that is not over, as of a moment
    /// of CLOCK_BOOTTIME.
    pub fn last_at(&self, now: Duration) -> Recent {
        Recent::of(self.ring(), self.slots(), self.created, now)
    }
}

/// What a window says of the time before a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recent {
    /// How many values there were.
    pub count: u64,
    /// Their sum; `None` where there were none.
    pub sum: Option<Number>,
    /// The greatest; `None` where there were none.
    pub max: Option<Number>,
    /// The time that this is about: the whole slots and the part of the last one that has passed,
    /// or less where the series is younger.
    pub covered: Duration,
}

impl Recent {
    /// Of the slots of a ring, whose series is there since `created`, as of `now`.
    pub(crate) fn of(ring: Ring, slots: &[WindowSlot], created: Duration, now: Duration) -> Recent {
        let Ring { duration, slots: number } = ring;
        let whole = u64::from(number) - 1;
        let epoch = epoch_at(nanoseconds(now), duration);
        let epochs = epoch.saturating_sub(whole).max(1)..=epoch;
        let passed = Duration::from_nanos(nanoseconds(now) % duration);
        let wanted = Duration::from_nanos(duration.saturating_mul(whole)).saturating_add(passed);
        let covered = wanted.min(now.saturating_sub(created));
        let slots = slots.iter().filter(|slot| epochs.contains(&slot.epoch));
        slots.fold(Recent::nothing(covered), Recent::with)
    }

    fn nothing(covered: Duration) -> Recent {
        Recent { count: 0, sum: None, max: None, covered }
    }

    fn with(self, slot: &WindowSlot) -> Recent {
        if slot.count == 0 {
            return self;
        }
        Recent {
            count: self.count.wrapping_add(slot.count),
            sum: joined(self.sum, slot.sum, Number::plus),
            max: joined(self.max, slot.max, |a, b| if a.is_less(b) { b } else { a }),
            covered: self.covered,
        }
    }

    /// The mean of the values; nothing where there were none.
    pub fn mean(&self) -> Option<f64> {
        mean(self.sum?, self.count)
    }

    /// Values a second; nothing where no time is covered.
    pub fn rate(&self) -> Option<f64> {
        per_second(self.count as f64, self.covered)
    }
}

fn joined(
    known: Option<Number>,
    more: Scalar<'_>,
    join: impl FnOnce(Number, Number) -> Number,
) -> Option<Number> {
    match (known, Number::of(more)) {
        (Some(known), Some(more)) => Some(join(known, more)),
        (known, more) => known.or(more),
    }
}

/// So much in that time, in a second.
pub(super) fn per_second(amount: f64, time: Duration) -> Option<f64> {
    (!time.is_zero()).then(|| amount / time.as_secs_f64())
}
