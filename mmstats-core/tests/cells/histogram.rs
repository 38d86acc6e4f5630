//! Histogram cells (SPEC.md 2.8): F2-BUCKET, F2-MONOTONIC.

use mmstats_core::v2::Buckets;
use mmstats_core::v2::cells::{HistogramCell, Observed, Place};
use mmstats_core::v2::layout::histogram::{
    ABOVE, BUCKETS, MAX, MIN_INVERTED, NAN, NEGATIVE, SUM, ZERO,
};
use proptest::prelude::*;

use crate::memory::{values, zeros};

/// 1 < v <= 2, 2 < v <= 4, 4 < v <= 8.
const SMALL: Buckets = Buckets { scale: 0, first: 0, number: 3 };

/// The cell's words after these values, counted both ways.
fn observed<T: Observed>(buckets: Buckets, all: &[T]) -> Vec<u64> {
    let [shared, local] = [(); 2].map(|()| zeros(BUCKETS + buckets.number as usize));
    for value in all {
        HistogramCell::new(&shared, buckets).expect("a cell").observe_shared(*value);
        HistogramCell::new(&local, buckets).expect("a cell").observe_local(*value);
    }
    assert_eq!(values(&shared), values(&local));
    values(&shared)
}

#[test]
fn only_cells_that_there_are() {
    let words = zeros(BUCKETS + 3);
    assert!(HistogramCell::<u64>::new(&words, SMALL).is_some());
    assert!(HistogramCell::<u64>::new(&words[..10], SMALL).is_none());
    assert!(HistogramCell::<u64>::new(&words[..7], SMALL).is_none());
    assert!(HistogramCell::<u64>::new(&words, Buckets { number: 2, ..SMALL }).is_none());
    assert!(HistogramCell::<u64>::new(&words, Buckets { scale: 9, ..SMALL }).is_none());
}

#[test]
fn integers() {
    let words = observed(SMALL, &[0u64, 1, 2, 3, 4, 5, 8, 9, 1000]);
    assert_eq!(words[ZERO], 2, "0 and 1 are at most the lower bound");
    assert_eq!(words[BUCKETS..], [1, 2, 2]);
    assert_eq!(words[ABOVE], 2);
    assert_eq!((words[SUM], words[MAX], !words[MIN_INVERTED]), (1032, 1000, 0));
    assert_eq!((words[NEGATIVE], words[NAN], words[7]), (0, 0, 0));
}

#[test]
fn the_first_value_is_minimum_and_maximum() {
    let words = observed(SMALL, &[3u64]);
    assert_eq!((words[MAX], !words[MIN_INVERTED]), (3, 3));
    let words = observed(SMALL, &[3.5f64]);
    assert_eq!((words[MAX], !words[MIN_INVERTED]), (3.5f64.to_bits(), 3.5f64.to_bits()));
}

#[test]
fn floats() {
    let words = observed(SMALL, &[0.0, -0.0, 0.5, 1.0, 1.5, 2.0, 8.0, 8.5]);
    assert_eq!(words[ZERO], 4);
    assert_eq!(words[BUCKETS..], [2, 0, 1]);
    assert_eq!(words[ABOVE], 1);
    assert_eq!(f64::from_bits(words[SUM]), 21.5);
    assert_eq!(f64::from_bits(words[MAX]), 8.5);
    assert_eq!(f64::from_bits(!words[MIN_INVERTED]), 0.0);
}

/// -0.0 isn't negative: it is 0, and the minimum has no sign.
#[test]
fn minus_zero_is_zero() {
    let words = observed(SMALL, &[-0.0]);
    assert_eq!((words[ZERO], words[NEGATIVE]), (1, 0));
    assert_eq!((words[SUM], words[MAX], !words[MIN_INVERTED]), (0, 0, 0));
}

#[test]
fn negative_values_and_nan_are_counted_apart() {
    let negative = [-1.0, -f64::MIN_POSITIVE, -f64::from_bits(1), f64::NEG_INFINITY];
    let nan = [f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001)];
    let words = observed(SMALL, &[&negative[..], &nan[..]].concat());
    assert_eq!((words[NEGATIVE], words[NAN]), (4, 3));
    let others = [ZERO, SUM, MAX, MIN_INVERTED, ABOVE, 7, 8, 9, 10];
    assert!(others.iter().all(|word| words[*word] == 0), "{words:?}");
}

#[test]
fn infinity_is_above_all_buckets() {
    let last = Buckets { scale: 0, first: 1023, number: 1 };
    let words = observed(last, &[f64::MAX, f64::INFINITY]);
    assert_eq!((words[BUCKETS], words[ABOVE]), (1, 1));
    assert_eq!(f64::from_bits(words[SUM]), f64::INFINITY);
    assert_eq!(f64::from_bits(words[MAX]), f64::INFINITY);
    assert_eq!(f64::from_bits(!words[MIN_INVERTED]), f64::MAX);
}

#[test]
fn sums_wrap() {
    let words = observed(SMALL, &[u64::MAX, 3]);
    assert_eq!((words[SUM], words[MAX], !words[MIN_INVERTED]), (2, u64::MAX, 3));
}

proptest! {
    /// The count of all values is zero + the buckets + above; the rest is what it says.
    #[test]
    fn all_that_is_observed_is_there(
        all in prop::collection::vec((any::<u64>(), 0u32..64).prop_map(|(v, s)| v >> s), 1..60),
        scale in 0u32..=8,
        first in -40i32..400,
        number in 1u32..2000,
    ) {
        let buckets = Buckets { scale, first, number };
        prop_assume!(buckets.is_valid());
        let words = observed(buckets, &all);
        let count: u64 = words[BUCKETS..].iter().sum::<u64>() + words[ZERO] + words[ABOVE];
        prop_assert_eq!(count, all.len() as u64);
        prop_assert_eq!(words[SUM], all.iter().fold(0, |sum: u64, v| sum.wrapping_add(*v)));
        prop_assert_eq!(words[MAX], *all.iter().max().expect("one"));
        prop_assert_eq!(!words[MIN_INVERTED], *all.iter().min().expect("one"));
        for value in all {
            let count = match buckets.place(value.index()) {
                Place::Zero => words[ZERO],
                Place::Bucket(bucket) => words[BUCKETS + bucket],
                Place::Above => words[ABOVE],
            };
            prop_assert!(count > 0);
        }
    }
}
