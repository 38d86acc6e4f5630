//! Histograms (SPEC.md 2.8), as readers see them.

use super::Scalar;
use super::cell::Cell;
use crate::v2::kind::ValueType;
use crate::v2::layout::histogram;
use crate::v2::parameters::Buckets;

/// A histogram: all that is asked of it is added up over the stripes then.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    cell: Cell<'a>,
    value_type: ValueType,
    buckets: Buckets,
}

impl<'a> Histogram<'a> {
    pub(crate) const fn new(cell: Cell<'a>, value_type: ValueType, buckets: Buckets) -> Self {
        Histogram { cell, value_type, buckets }
    }

    /// Which buckets it has.
    pub const fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        let buckets = self.non_empty().fold(0, |sum: u64, (_, count)| sum.wrapping_add(count));
        buckets.wrapping_add(self.zero()).wrapping_add(self.above())
    }

    /// The sum of the values.
    pub fn sum(&self) -> Scalar<'static> {
        self.cell.sum(histogram::SUM, self.value_type)
    }

    /// The smallest value, if there was one.
    pub fn min(&self) -> Option<Scalar<'static>> {
        let inverted = self.greatest(histogram::MIN_INVERTED);
        (inverted != 0).then(|| Scalar::of_word(!inverted, self.value_type))
    }

    /// The greatest value, if there was one.
    pub fn max(&self) -> Option<Scalar<'static>> {
        let max = Scalar::of_word(self.greatest(histogram::MAX), self.value_type);
        self.min().map(|_| max)
    }

    /// How many values were at or below the lower bound of the first bucket.
    pub fn zero(&self) -> u64 {
        self.cell.count(histogram::ZERO)
    }

    /// How many values were above the upper bound of the last bucket.
    pub fn above(&self) -> u64 {
        self.cell.count(histogram::ABOVE)
    }

    /// How many values were negative, and counted nowhere else.
    pub fn negative(&self) -> u64 {
        self.cell.count(histogram::NEGATIVE)
    }

    /// How many values were NaN, and counted nowhere else.
    pub fn nan(&self) -> u64 {
        self.cell.count(histogram::NAN)
    }

    /// How many values are in the bucket with that index; 0 where there is none.
    pub fn bucket(&self, index: i32) -> u64 {
        let at = i64::from(index) - i64::from(self.buckets.first);
        if at < 0 || at >= self.buckets.number.into() {
            return 0;
        }
        self.cell.count(histogram::BUCKETS + at as usize)
    }

    /// The buckets that aren't empty: index and count, in the order of the indices.
    pub fn non_empty(&self) -> impl Iterator<Item = (i32, u64)> + use<'a> {
        let Histogram { cell, buckets, .. } = *self;
        // F2-BUCKETS: the last index is far below 2^31.
        (0..buckets.number as usize)
            .map(move |at| (buckets.first + at as i32, cell.count(histogram::BUCKETS + at)))
            .filter(|(_, count)| *count != 0)
    }

    /// Values have no sign, so the words of either type order as u64.
    fn greatest(&self, word: usize) -> u64 {
        self.cell.words(word).max().unwrap_or_default()
    }
}
