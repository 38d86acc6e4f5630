//! What a histogram counted in some time.

use mmstats_core::v2::{Buckets, ValueType};

use super::histogram::{Histogram, mean};
use super::number::Number;
use super::percentile::Counts;

/// What a histogram counted in some time. It stands by itself, unlike a [`Histogram`].
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    buckets: Buckets,
    value_type: ValueType,
    zero: u64,
    non_empty: Vec<(i32, u64)>,
    above: u64,
    negative: u64,
    nan: u64,
    sum: Number,
    /// The range of all values that the histogram ever counted.
    range: (Option<f64>, Option<f64>),
}

impl Distribution {
    /// What `later` counted that `earlier` hadn't; all of it where a count fell, since it began anew.
    pub(super) fn between(later: &Histogram<'_>, earlier: Option<&Histogram<'_>>) -> Distribution {
        let earlier = earlier.filter(|earlier| !fell(later, earlier));
        let since = |count: &dyn Fn(&Histogram<'_>) -> u64| {
            count(later).saturating_sub(earlier.map_or(0, count))
        };
        let counts = later.non_empty().map(|(i, _)| (i, since(&|histogram| histogram.bucket(i))));
        let sum = earlier.map_or(later.sum(), |earlier| later.sum().minus(earlier.sum()));
        Distribution {
            buckets: later.buckets(),
            value_type: later.value_type(),
            zero: since(&|histogram| histogram.zero()),
            non_empty: counts.filter(|(_, count)| *count != 0).collect(),
            above: since(&|histogram| histogram.above()),
            negative: since(&|histogram| histogram.negative()),
            nan: since(&|histogram| histogram.nan()),
            sum,
            range: (later.min().map(Number::to_f64), later.max().map(Number::to_f64)),
        }
    }

    /// Which buckets the histogram has.
    pub fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        let buckets = self.non_empty.iter().map(|(_, count)| count);
        buckets.fold(self.zero.wrapping_add(self.above), |sum, count| sum.wrapping_add(*count))
    }

    /// Their sum; that of integers is modulo 2^64.
    pub fn sum(&self) -> Number {
        self.sum
    }

    /// Their mean; nothing where there are none.
    pub fn mean(&self) -> Option<f64> {
        mean(self.sum, self.count())
    }

    /// How many were at most the lower bound of the first bucket.
    pub fn zero(&self) -> u64 {
        self.zero
    }

    /// How many were greater than the upper bound of the last bucket.
    pub fn above(&self) -> u64 {
        self.above
    }

    /// How many were negative, and are counted nowhere else.
    pub fn negative(&self) -> u64 {
        self.negative
    }

    /// How many were NaN, and are counted nowhere else.
    pub fn nan(&self) -> u64 {
        self.nan
    }

    /// Index and count of the buckets that aren't empty, by their indices.
    pub fn non_empty(&self) -> impl Iterator<Item = (i32, u64)> + Clone {
        self.non_empty.iter().copied()
    }

    /// As [`Histogram::percentile`], of these values alone. Their own minimum and maximum are not known:
    /// the result is within those of all values.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let counts = Counts {
            buckets: self.buckets,
            value_type: self.value_type,
            zero: self.zero,
            non_empty: self.non_empty(),
            above: self.above,
            least: self.range.0,
            greatest: self.range.1,
        };
        counts.percentile(percent)
    }
}

/// Whether a count is less than it was.
fn fell(later: &Histogram<'_>, earlier: &Histogram<'_>) -> bool {
    later.zero() < earlier.zero()
        || later.above() < earlier.above()
        || earlier.non_empty().any(|(index, count)| later.bucket(index) < count)
}
