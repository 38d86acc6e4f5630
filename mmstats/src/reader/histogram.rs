//! Histograms, and what follows from them.

use mmstats_core::v2::{self, Buckets, ValueType};

use super::number::Number;
use super::percentile::Counts;

/// A histogram, its stripes added up.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    inner: v2::Histogram<'a>,
    value_type: ValueType,
}

impl<'a> Histogram<'a> {
    pub(super) fn new(inner: v2::Histogram<'a>, value_type: ValueType) -> Histogram<'a> {
        Histogram { inner, value_type }
    }

    /// Which buckets it has.
    pub fn buckets(&self) -> Buckets {
        self.inner.buckets()
    }

    /// Of u64 or f64.
    pub fn value_type(&self) -> ValueType {
        self.value_type
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.inner.count()
    }

    /// Their sum; that of integers is modulo 2^64.
    pub fn sum(&self) -> Number {
        Number::of(self.inner.sum()).unwrap_or(Number::U64(0))
    }

    /// Their mean; nothing where there are none.
    pub fn mean(&self) -> Option<f64> {
        mean(self.sum(), self.count())
    }

    /// The smallest of them.
    pub fn min(&self) -> Option<Number> {
        self.inner.min().and_then(Number::of)
    }

    /// The greatest of them.
    pub fn max(&self) -> Option<Number> {
        self.inner.max().and_then(Number::of)
    }

    /// How many were at most the lower bound of the first bucket.
    pub fn zero(&self) -> u64 {
        self.inner.zero()
    }

    /// How many were greater than the upper bound of the last bucket.
    pub fn above(&self) -> u64 {
        self.inner.above()
    }

    /// How many were negative, and are counted nowhere else.
    pub fn negative(&self) -> u64 {
        self.inner.negative()
    }

    /// How many were NaN, and are counted nowhere else.
    pub fn nan(&self) -> u64 {
        self.inner.nan()
    }

    /// How many are in the bucket of that index.
    pub fn bucket(&self, index: i32) -> u64 {
        self.inner.bucket(index)
    }

    /// Index and count of the buckets that aren't empty, by their indices.
    pub fn non_empty(&self) -> impl Iterator<Item = (i32, u64)> + Clone + use<'a> {
        let inner = self.inner;
        // F2-BUCKETS: the last index is far below 2^31.
        let Buckets { first, number, .. } = inner.buckets();
        let counts = (first..first + number.cast_signed()).map(move |i| (i, inner.bucket(i)));
        counts.filter(|(_, count)| *count != 0)
    }

    /// The value that `percent` percent of all values don't exceed: 50.0 for the median. Nothing
    /// where there are none.
    ///
    /// It is off by less than a bucket's width, a factor of 2^(1/2^scale): 4.4 % at scale 4. In a
    /// bucket, values are taken to be spread evenly on a logarithmic scale. The result is never
    /// below the minimum or above the maximum, and is just these at 0 and 100. Integers that have a
    /// bucket of their own are exact.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let (least, greatest) = (self.min().map(Number::to_f64), self.max().map(Number::to_f64));
        if percent <= 0.0 && least.is_some() {
            return least;
        }
        if percent >= 100.0 && greatest.is_some() {
            return greatest;
        }
        let counts = Counts {
            buckets: self.buckets(),
            value_type: self.value_type,
            zero: self.zero(),
            non_empty: self.non_empty(),
            above: self.above(),
            least,
            greatest,
        };
        counts.percentile(percent)
    }
}

pub(crate) fn mean(sum: Number, count: u64) -> Option<f64> {
    (count != 0).then(|| sum.to_f64() / count as f64)
}
