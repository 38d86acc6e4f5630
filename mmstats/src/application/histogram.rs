//! Histograms of several files as one.

use mmstats_core::v2::layout::histogram::MAX_BUCKETS;
use mmstats_core::v2::{Buckets, ValueType};

use crate::reader::{self, Counts, Number, mean};

/// Histograms of several files as one. It stands by itself.
///
/// Those of several scales merge at the lowest one, and every count is what one histogram of all
/// values with the merged buckets would have: a bucket of a lower scale is so many of a higher one,
/// whole. Where in the range below its first bucket a histogram's values were, nobody knows, so
/// where it has any, the merged buckets begin no lower than its own; and likewise above. What
/// others have in buckets beyond these is counted in [`zero`](Histogram::zero) and
/// [`above`](Histogram::above) then: percentiles never tell more than is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    buckets: Buckets,
    value_type: ValueType,
    tally: Tally,
    /// Whether minimum and maximum are those of these values, and not of more.
    exact: bool,
    /// Index and count of the buckets that aren't empty, by their indices.
    counts: Vec<(i32, u64)>,
}

/// What a histogram has beside its buckets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tally {
    zero: u64,
    above: u64,
    negative: u64,
    nan: u64,
    sum: Number,
    min: Option<Number>,
    max: Option<Number>,
}

impl Histogram {
    /// That of one file.
    pub(super) fn of(one: &reader::Histogram<'_>) -> Histogram {
        Histogram {
            buckets: one.buckets(),
            value_type: one.value_type(),
            tally: Tally::of(one),
            exact: true,
            counts: one.non_empty().collect(),
        }
    }

    /// That of several files with the same buckets, by the counts of all buckets.
    pub(super) fn of_counts(
        buckets: Buckets,
        value_type: ValueType,
        tally: Tally,
        counts: &[u64],
    ) -> Histogram {
        let counts = (buckets.first..).zip(counts.iter().copied());
        let counts = counts.filter(|(_, count)| *count != 0).collect();
        Histogram { buckets, value_type, tally, exact: true, counts }
    }

    /// Adds that of another file. Returns false where no buckets can hold both; then it stays as it
    /// is.
    #[must_use]
    pub(super) fn add(&mut self, one: &reader::Histogram<'_>) -> bool {
        if self.buckets != one.buckets() {
            return self.merge(Histogram::of(one));
        }
        self.tally = self.tally.plus(&Tally::of(one));
        self.add_counts(one.non_empty());
        true
    }

    /// The same of one that stands by itself.
    #[must_use]
    pub(super) fn merge(&mut self, mut other: Histogram) -> bool {
        let Some(buckets) = self.shape().common(&other.shape()) else { return false };
        self.fit(buckets);
        other.fit(buckets);
        self.tally = self.tally.plus(&other.tally);
        self.add_counts(other.counts.into_iter());
        true
    }

    /// Adds counts, which come by their indices.
    fn add_counts(&mut self, counts: impl Iterator<Item = (i32, u64)>) {
        let mut at = 0;
        for (index, count) in counts {
            while self.counts.get(at).is_some_and(|(own, _)| *own < index) {
                at += 1;
            }
            match self.counts.get_mut(at) {
                Some((own, sum)) if *own == index => *sum = sum.wrapping_add(count),
                _ => self.counts.insert(at, (index, count)),
            }
        }
    }

    /// Counts in other buckets, of the same scale or a lower one.
    pub(super) fn fit(&mut self, buckets: Buckets) {
        if self.buckets == buckets {
            return;
        }
        let shift = self.buckets.scale - buckets.scale;
        let indices =
            i64::from(buckets.first)..i64::from(buckets.first) + i64::from(buckets.number);
        let mut counts: Vec<(i32, u64)> = Vec::new();
        for (index, count) in self.counts.drain(..) {
            // Rounded down, whatever the sign (SPEC.md 2.8).
            let index = index >> shift;
            let sum = match counts.last_mut() {
                _ if i64::from(index) < indices.start => &mut self.tally.zero,
                _ if i64::from(index) >= indices.end => &mut self.tally.above,
                Some((last, sum)) if *last == index => sum,
                _ => {
                    counts.push((index, count));
                    continue;
                }
            };
            *sum = sum.wrapping_add(count);
        }
        (self.buckets, self.counts) = (buckets, counts);
    }

    /// What was counted since an earlier moment; `None` where a count fell. Minimum and maximum of
    /// what is left aren't known.
    pub(super) fn since(&self, earlier: &Histogram) -> Option<Histogram> {
        let (mut now, mut before) = (self.clone(), earlier.clone());
        now.exact = false;
        let buckets = now.shape().common(&before.shape())?;
        now.fit(buckets);
        before.fit(buckets);
        if now.fell(&before) {
            return None;
        }
        for (index, count) in &before.counts {
            if let Ok(at) = now.counts.binary_search_by_key(index, |(index, _)| *index) {
                now.counts[at].1 -= count;
            }
        }
        now.counts.retain(|(_, count)| *count != 0);
        now.tally = now.tally.minus(&before.tally);
        Some(now)
    }

    /// The same histogram before it counted anything.
    pub(super) fn emptied(self) -> Histogram {
        let sum = self.tally.sum.minus(self.tally.sum);
        let tally = Tally { zero: 0, above: 0, negative: 0, nan: 0, sum, min: None, max: None };
        Histogram { tally, exact: false, counts: Vec::new(), ..self }
    }

    /// Whether a count is less than it was, in the same buckets.
    fn fell(&self, earlier: &Histogram) -> bool {
        let (now, before) = (&self.tally, &earlier.tally);
        now.zero < before.zero
            || now.above < before.above
            || now.negative < before.negative
            || now.nan < before.nan
            || earlier.non_empty().any(|(index, count)| self.bucket(index) < count)
    }

    /// Which buckets it has.
    pub fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// Of u64 or f64.
    pub fn value_type(&self) -> ValueType {
        self.value_type
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        let beside = self.tally.zero.wrapping_add(self.tally.above);
        self.counts.iter().fold(beside, |sum, (_, count)| sum.wrapping_add(*count))
    }

    /// Their sum; that of integers is modulo 2^64.
    pub fn sum(&self) -> Number {
        self.tally.sum
    }

    /// Their mean; nothing where there are none.
    pub fn mean(&self) -> Option<f64> {
        mean(self.sum(), self.count())
    }

    /// The smallest of them; nothing where there are none, and where it isn't known, of values that
    /// came between two looks.
    pub fn min(&self) -> Option<Number> {
        self.tally.min.filter(|_| self.exact)
    }

    /// The greatest of them, likewise.
    pub fn max(&self) -> Option<Number> {
        self.tally.max.filter(|_| self.exact)
    }

    /// How many were at most the lower bound of the first bucket.
    pub fn zero(&self) -> u64 {
        self.tally.zero
    }

    /// How many were greater than the upper bound of the last bucket.
    pub fn above(&self) -> u64 {
        self.tally.above
    }

    /// How many were negative, and are counted nowhere else.
    pub fn negative(&self) -> u64 {
        self.tally.negative
    }

    /// How many were NaN, and are counted nowhere else.
    pub fn nan(&self) -> u64 {
        self.tally.nan
    }

    /// How many are in the bucket of that index.
    pub fn bucket(&self, index: i32) -> u64 {
        let found = self.counts.binary_search_by_key(&index, |(index, _)| *index);
        found.map_or(0, |at| self.counts[at].1)
    }

    /// Index and count of the buckets that aren't empty, by their indices.
    pub fn non_empty(&self) -> impl Iterator<Item = (i32, u64)> + Clone {
        self.counts.iter().copied()
    }

    /// The value that `percent` percent of all values don't exceed, as
    /// [`reader::Histogram::percentile`] tells it for one file.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let ends = (self.min().map(Number::to_f64), self.max().map(Number::to_f64));
        match ends {
            (Some(min), _) if percent <= 0.0 => return Some(min),
            (_, Some(max)) if percent >= 100.0 => return Some(max),
            _ => {}
        }
        let counts = Counts {
            buckets: self.buckets,
            value_type: self.value_type,
            zero: self.tally.zero,
            non_empty: self.non_empty(),
            above: self.tally.above,
            // Also of values among others: those are within the bounds of all.
            least: self.tally.min.map(Number::to_f64),
            greatest: self.tally.max.map(Number::to_f64),
        };
        counts.percentile(percent)
    }

    pub(super) fn shape(&self) -> Shape {
        let Tally { zero, above, .. } = self.tally;
        Shape { buckets: self.buckets, below: zero != 0, above: above != 0 }
    }
}

/// Buckets, and whether values were counted below or above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) buckets: Buckets,
    pub(super) below: bool,
    pub(super) above: bool,
}

impl Shape {
    /// The buckets that values of both can be counted in, if there are any.
    pub(super) fn common(&self, other: &Shape) -> Option<Buckets> {
        let mut scale = self.buckets.scale.min(other.buckets.scale);
        loop {
            let (own, others) = (self.first_at(scale), other.first_at(scale));
            let first = chosen(own.1, others.1, |a, b| a < b).unwrap_or(own.0.min(others.0));
            let (own, others) = (self.end_at(scale), other.end_at(scale));
            let end = chosen(own.1, others.1, |a, b| b < a).unwrap_or(own.0.max(others.0));
            let number = u32::try_from(end - first).ok().filter(|number| *number != 0)?;
            if number <= MAX_BUCKETS {
                // F2-BUCKETS: no index has more than 19 bits.
                return Some(Buckets { scale, first: first as i32, number });
            }
            // Scale 0 has 2046 indices in all.
            scale = scale.checked_sub(1)?;
        }
    }

    /// Where the first bucket begins at a lower scale: at least there if some values are below it.
    fn first_at(&self, scale: u32) -> (i64, Option<i64>) {
        let shift = self.buckets.scale - scale;
        let first = i64::from(self.buckets.first);
        (first >> shift, self.below.then_some(-(-first >> shift)))
    }

    /// Where the last bucket ends, likewise.
    fn end_at(&self, scale: u32) -> (i64, Option<i64>) {
        let shift = self.buckets.scale - scale;
        let end = i64::from(self.buckets.first) + i64::from(self.buckets.number);
        (-(-end >> shift), self.above.then_some(end >> shift))
    }
}

impl Tally {
    pub(super) fn of(one: &reader::Histogram<'_>) -> Tally {
        Tally {
            zero: one.zero(),
            above: one.above(),
            negative: one.negative(),
            nan: one.nan(),
            sum: one.sum(),
            min: one.min(),
            max: one.max(),
        }
    }

    /// Whether values were counted beside the buckets.
    pub(super) fn has_counts(&self) -> bool {
        self.zero | self.above | self.negative | self.nan != 0
    }

    pub(super) fn plus(&self, other: &Tally) -> Tally {
        Tally {
            zero: self.zero.wrapping_add(other.zero),
            above: self.above.wrapping_add(other.above),
            negative: self.negative.wrapping_add(other.negative),
            nan: self.nan.wrapping_add(other.nan),
            sum: self.sum.plus(other.sum),
            min: chosen(self.min, other.min, |a, b| b.is_less(a)),
            max: chosen(self.max, other.max, |a, b| a.is_less(b)),
        }
    }

    /// Without the values of an earlier moment; minimum and maximum stay those of all.
    fn minus(&self, earlier: &Tally) -> Tally {
        Tally {
            zero: self.zero - earlier.zero,
            above: self.above - earlier.above,
            negative: self.negative - earlier.negative,
            nan: self.nan - earlier.nan,
            sum: self.sum.minus(earlier.sum),
            ..*self
        }
    }
}

/// The one that is there; of two the second where it `wins`.
fn chosen<T: Copy>(a: Option<T>, b: Option<T>, wins: impl Fn(T, T) -> bool) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if wins(a, b) { b } else { a }),
        (a, b) => a.or(b),
    }
}
