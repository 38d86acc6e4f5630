//! Histogram cells (SPEC.md 2.8).

use core::marker::PhantomData;

use super::{Number, Word, downscale, index_f64, index_u64};
use crate::atomic::{self, Ordering, Point};
use crate::v2::layout::histogram::{
    ABOVE, BUCKETS, MAX, MAX_SCALE, MIN_INVERTED, NAN, NEGATIVE, SUM, ZERO,
};
use crate::v2::parameters::Buckets;

/// Why a value is counted apart from all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It is less than 0.
    Negative,
    /// It is no number.
    Nan,
}

/// A value that histograms and windows take: `u64` or `f64`; sealed. As words these order as they do as
/// values, those that are refused left out.
pub trait Observed: Number {
    /// Its index at scale 8.
    fn index(self) -> i32;
    /// The value, -0.0 as 0.
    fn accepted(self) -> Result<Self, Refusal>;
}

impl Observed for u64 {
    #[inline(always)]
    fn index(self) -> i32 {
        index_u64(self)
    }
    #[inline(always)]
    fn accepted(self) -> Result<u64, Refusal> {
        Ok(self)
    }
}

impl Observed for f64 {
    #[inline(always)]
    fn index(self) -> i32 {
        index_f64(self)
    }
    #[inline(always)]
    fn accepted(self) -> Result<f64, Refusal> {
        if self.to_bits() <= f64::INFINITY.to_bits() {
            Ok(self)
        } else if self == 0.0 {
            Ok(0.0)
        } else if self < 0.0 {
            Err(Refusal::Negative)
        } else {
            Err(Refusal::Nan)
        }
    }
}

/// Makes a word the greater of what it is and `value`; any thread may, at any time (F2-SHARED).
#[inline(always)]
fn raise_shared(word: &Word, value: u64) {
    let mut old = word.load(Ordering::Relaxed);
    while old < value {
        match word.replace(old, value) {
            Ok(_) => break,
            Err(now) => old = now,
        }
        if !atomic::enabled(Point::RaiseAgain) {
            break;
        }
    }
}

/// Makes a word the greater of what it is and `value`; nobody else writes it meanwhile.
#[inline(always)]
pub(super) fn raise_local(word: &Word, value: u64) {
    if word.own() < value {
        word.store(value, Ordering::Relaxed);
    }
}

/// Adds 1 to a count that nobody else writes meanwhile.
#[inline(always)]
pub(super) fn count_local(word: &Word) {
    word.store(word.own().wrapping_add(1), Ordering::Relaxed);
}

/// The cell of a histogram. Nothing but one value at most hangs together in it, so that all is
/// relaxed (SPEC.md 2.8 and 2.10).
#[derive(Debug)]
pub struct HistogramCell<'a, T> {
    head: &'a [Word; BUCKETS],
    counts: &'a [Word],
    /// From an index at scale 8 to one at that of the cell.
    downscale: u32,
    first: i32,
    value: PhantomData<T>,
}

impl<T> Clone for HistogramCell<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for HistogramCell<'_, T> {}

impl<'a, T: Observed> HistogramCell<'a, T> {
    /// The cell that is these words; `None` where there are no such buckets, or not as many words as they need.
    pub fn new(cell: &'a [Word], buckets: Buckets) -> Option<HistogramCell<'a, T>> {
        let (head, counts) = cell.split_first_chunk()?;
        let whole = buckets.is_valid() && counts.len() == buckets.number as usize;
        let Buckets { scale, first, .. } = buckets;
        let downscale = MAX_SCALE.checked_sub(scale)?;
        whole.then_some(HistogramCell { head, counts, downscale, first, value: PhantomData })
    }

    /// The word that counts values of this index at scale 8: that of their [`Place`](super::Place), by as few
    /// comparisons as can be.
    #[inline(always)]
    fn count_of(&self, index: i32) -> &'a Word {
        let bucket = downscale(index, self.downscale) - self.first;
        // One that is less than 0 is beyond all buckets as a u32.
        match self.counts.get(bucket as u32 as usize) {
            Some(count) => count,
            None => self.outside(bucket),
        }
    }

    /// The word that counts values in none of the buckets. Few are: this keeps their branch out of the
    /// way of others.
    #[cold]
    fn outside(&self, bucket: i32) -> &'a Word {
        &self.head[if bucket < 0 { ZERO } else { ABOVE }]
    }

    /// The word that counts values that are refused.
    #[cold]
    fn refused(&self, refusal: Refusal) -> &'a Word {
        match refusal {
            Refusal::Negative => &self.head[NEGATIVE],
            Refusal::Nan => &self.head[NAN],
        }
    }

    /// Counts a value (F2-BUCKET); any thread may, at any time (F2-SHARED).
    #[inline(always)]
    pub fn observe_shared(&self, value: T) {
        let value = match value.accepted() {
            Ok(value) => value,
            Err(refusal) => return self.refused(refusal).add(1),
        };
        let bits = value.to_word();
        self.count_of(value.index()).add(1);
        T::add_shared(&self.head[SUM], value);
        raise_shared(&self.head[MAX], bits);
        raise_shared(&self.head[MIN_INVERTED], !bits);
    }

    /// Counts a value (F2-BUCKET); nobody else writes the cell meanwhile (F2-STRIPE).
    #[inline(always)]
    pub fn observe_local(&self, value: T) {
        let value = match value.accepted() {
            Ok(value) => value,
            Err(refusal) => return count_local(self.refused(refusal)),
        };
        let bits = value.to_word();
        count_local(self.count_of(value.index()));
        let sum = &self.head[SUM];
        let total = T::from_word(sum.own()).plus(value);
        sum.store(total.to_word(), Ordering::Relaxed);
        raise_local(&self.head[MAX], bits);
        raise_local(&self.head[MIN_INVERTED], !bits);
    }
}
