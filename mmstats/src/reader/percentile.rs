//! Percentiles from buckets.
//!
//! The value of rank k is in the bucket that the k-th value was counted in, so an estimate is off
//! by less than that bucket's width: a factor of 2^(1/2^scale), 4.4 % at scale 4. Values in a
//! bucket are taken to be spread evenly on a logarithmic scale, each in the middle of its share:
//! that makes it 2.2 % for a single one. Of a histogram of integers only integers come into
//! question, so that small ones are exact.

use mmstats_core::v2::cells::{lower_bound, upper_bound};
use mmstats_core::v2::{Buckets, ValueType};

/// What was counted, of one histogram or of several that are alike.
pub(crate) struct Counts<I> {
    pub(crate) buckets: Buckets,
    pub(crate) value_type: ValueType,
    pub(crate) zero: u64,
    /// Index and count of the buckets that aren't empty, by their indices.
    pub(crate) non_empty: I,
    pub(crate) above: u64,
    /// No value was less, or more, where that is known.
    pub(crate) least: Option<f64>,
    pub(crate) greatest: Option<f64>,
}

impl<I: Iterator<Item = (i32, u64)> + Clone> Counts<I> {
    /// How many values there are.
    fn total(&self) -> u64 {
        let buckets = self.non_empty.clone().map(|(_, count)| count);
        buckets.fold(self.zero.wrapping_add(self.above), u64::wrapping_add)
    }

    /// The value that `percent` percent of all values don't exceed, as near as buckets tell;
    /// nothing where there are no values.
    pub(crate) fn percentile(&self, percent: f64) -> Option<f64> {
        let total = self.total();
        if total == 0 || percent.is_nan() {
            return None;
        }
        let rank = (percent * total as f64 / 100.0).ceil() as u64;
        let estimate = self.at_rank(rank.clamp(1, total));
        let raised = self.least.map_or(estimate, |least| estimate.max(least));
        Some(self.greatest.map_or(raised, |greatest| raised.min(greatest)))
    }

    /// The value of that rank, from 1.
    fn at_rank(&self, mut rank: u64) -> f64 {
        if rank <= self.zero {
            return self.within_zero(share(rank, self.zero));
        }
        rank -= self.zero;
        let scale = self.buckets.scale;
        for (index, count) in self.non_empty.clone() {
            if rank <= count {
                let (lower, upper) = (lower_bound(index, scale), upper_bound(index, scale));
                return self.within(lower, upper, share(rank, count));
            }
            rank -= count;
        }
        self.within_above(share(rank, self.above))
    }

    /// Part of the way from 0 to the first bucket, evenly: 0 has no logarithm.
    fn within_zero(&self, share: f64) -> f64 {
        let bound = lower_bound(self.buckets.first, self.buckets.scale);
        if self.of_integers() { (bound.floor() * share).round() } else { bound * share }
    }

    /// Part of the way from the last bucket to the greatest value; where that isn't known, all that
    /// is known is that it is more than the bucket's bound.
    fn within_above(&self, share: f64) -> f64 {
        // F2-BUCKETS: the last index is far below 2^31.
        let last = self.buckets.first + (self.buckets.number - 1).cast_signed();
        let bound = upper_bound(last, self.buckets.scale);
        let greatest = self.greatest.filter(|greatest| greatest.is_finite() && *greatest > bound);
        greatest.map_or(bound, |greatest| self.within(bound, greatest, share))
    }

    /// Part of the way from a bound that is exceeded to one that isn't, on a logarithmic scale.
    fn within(&self, lower: f64, upper: f64, share: f64) -> f64 {
        if !self.of_integers() {
            let upper = upper.min(f64::MAX);
            return lower * (upper / lower).powf(share);
        }
        let (least, most) = (lower.floor() + 1.0, upper.floor());
        if least >= most { most } else { least * (most / least).powf(share) }
    }

    fn of_integers(&self) -> bool {
        self.value_type == ValueType::U64
    }
}

/// The middle of the share that the value of that rank has of a bucket with so many.
fn share(rank: u64, count: u64) -> f64 {
    (rank as f64 - 0.5) / count as f64
}
