//! Percentiles against the values themselves: never off by more than the bucket that the value is in.

use mmstats::reader::{Histogram, Value};
use mmstats_core::v2::Buckets;
use mmstats_core::v2::cells::{Place, index_f64, index_u64};

use crate::image::{Family, Image, words};
use crate::kinds::snapshot;

/// The words of a cell with these values counted, as SPEC.md 2.8 says.
fn cell(
    buckets: Buckets,
    values: &[u64],
    index: impl Fn(u64) -> i32,
    add: impl Fn(u64, u64) -> u64,
) -> Vec<u8> {
    let mut cell = vec![0; 8 + buckets.number as usize];
    for &value in values {
        match buckets.place(index(value)) {
            Place::Zero => cell[0] += 1,
            Place::Above => cell[4] += 1,
            Place::Bucket(number) => cell[8 + number] += 1,
        }
        cell[1] = add(cell[1], value);
        cell[2] = cell[2].max(value);
        cell[3] = cell[3].max(!value);
    }
    words(cell)
}

fn of_integers(buckets: Buckets, values: &[u64]) -> Vec<u8> {
    cell(buckets, values, index_u64, u64::wrapping_add)
}

fn of_floats(buckets: Buckets, values: &[f64]) -> Vec<u8> {
    let bits: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
    let index = |bits| index_f64(f64::from_bits(bits));
    cell(buckets, &bits, index, |a, b| (f64::from_bits(a) + f64::from_bits(b)).to_bits())
}

fn with<T>(
    value_type: u8,
    buckets: Buckets,
    cell: &[u8],
    check: impl FnOnce(Histogram<'_>) -> T,
) -> T {
    let mut image = Image::new();
    let Buckets { scale, first, number } = buckets;
    let family = image.family(&Family::histogram("h", value_type, scale, first, number));
    image.series(family, &[], cell);
    let snapshot = snapshot(&image.bytes());
    let Value::Histogram(histogram) = snapshot.get("h").expect("a series").value() else {
        panic!("a histogram");
    };
    check(histogram)
}

/// Numbers that look like chance, the same each time.
fn random(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) ^ state
    }
}

const PERCENTS: [f64; 11] = [0.0, 0.1, 1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 99.0, 99.9, 100.0];

/// The value of that rank among sorted ones.
fn exact<T: Copy>(sorted: &[T], percent: f64) -> T {
    let rank = (percent * sorted.len() as f64 / 100.0).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

#[test]
fn integers_are_off_by_less_than_a_bucket() {
    for scale in 0..=8 {
        let buckets = Buckets { scale, first: -1, number: 40 << scale };
        let factor = (1.0 / f64::from(1 << scale)).exp2();
        let mut next = random(scale.into());
        let mut values: Vec<u64> = (0..5000).map(|_| next() % (1 << (next() % 36))).collect();
        let cell = of_integers(buckets, &values);
        values.sort_unstable();
        with(1, buckets, &cell, |histogram| {
            for percent in PERCENTS {
                let (found, expected) =
                    (histogram.percentile(percent), exact(&values, percent) as f64);
                let found = found.expect("there are values");
                assert!(
                    found <= expected * factor && expected <= found * factor,
                    "scale {scale}, {percent} %: {found} for {expected}"
                );
            }
        });
    }
}

#[test]
fn floats_are_off_by_less_than_a_bucket() {
    for scale in 0..=8 {
        let buckets = Buckets { scale, first: -20 << scale, number: 40 << scale };
        let factor = (1.0 / f64::from(1 << scale)).exp2() * (1.0 + 1e-12);
        let mut next = random(scale.into());
        let mut float = || ((next() % 38_000) as f64 / 1000.0 - 19.0).exp2();
        let mut values: Vec<f64> = (0..5000).map(|_| float()).collect();
        let cell = of_floats(buckets, &values);
        values.sort_unstable_by(f64::total_cmp);
        with(3, buckets, &cell, |histogram| {
            for percent in PERCENTS {
                let (found, expected) = (histogram.percentile(percent), exact(&values, percent));
                let found = found.expect("there are values");
                assert!(
                    found <= expected * factor && expected <= found * factor,
                    "scale {scale}, {percent} %: {found} for {expected}"
                );
            }
        });
    }
}

/// At scale 4 every integer up to 16 has a bucket of its own, and 0 the zero bucket.
#[test]
fn small_integers_are_exact() {
    let buckets = Buckets { scale: 4, first: -1, number: 640 };
    let values: Vec<u64> = (0..=16).flat_map(|n| [n; 3]).collect();
    with(1, buckets, &of_integers(buckets, &values), |histogram| {
        for percent in 0..=100 {
            let percent = f64::from(percent);
            assert_eq!(
                histogram.percentile(percent),
                Some(exact(&values, percent) as f64),
                "{percent}"
            );
        }
        assert_eq!(histogram.percentile(-5.0), Some(0.0));
        assert_eq!(histogram.percentile(1000.0), Some(16.0));
        assert_eq!(histogram.percentile(f64::NAN), None);
    });
}

#[test]
fn one_value_is_itself() {
    let buckets = Buckets { scale: 4, first: -1, number: 640 };
    for value in [1, 1000, 123_456_789, 1 << 39, 1 << 50] {
        with(1, buckets, &of_integers(buckets, &[value]), |histogram| {
            for percent in PERCENTS {
                assert_eq!(histogram.percentile(percent), Some(value as f64), "{value}");
            }
        });
    }
}

/// Beyond the buckets all that is known is the range: bounds, minimum and maximum.
#[test]
fn values_beyond_the_buckets() {
    let buckets = Buckets { scale: 0, first: 0, number: 4 };
    let values = [0.25, 0.25, 100.0, 1000.0];
    with(3, buckets, &of_floats(buckets, &values), |histogram| {
        let at = |percent| histogram.percentile(percent).expect("there are values");
        assert!((0.25..=1.0).contains(&at(25.0)), "{}", at(25.0));
        assert!((16.0..=1000.0).contains(&at(75.0)), "{}", at(75.0));
        assert_eq!((at(0.0), at(100.0)), (0.25, 1000.0));
    });
    with(3, buckets, &of_floats(buckets, &[2.0, f64::INFINITY]), |histogram| {
        assert_eq!(histogram.percentile(99.0), Some(16.0), "at least the last bound");
        assert_eq!(histogram.percentile(100.0), Some(f64::INFINITY));
    });
}

/// The greatest and least bounds that a file can have.
#[test]
fn the_widest_range() {
    let buckets = Buckets { scale: 0, first: -1022, number: 2046 };
    let values = [f64::MIN_POSITIVE / 4.0, f64::MIN_POSITIVE * 1.5, 1.0, f64::MAX];
    with(3, buckets, &of_floats(buckets, &values), |histogram| {
        for (percent, value) in [(26.0, values[1]), (75.0, 1.0), (99.0, f64::MAX)] {
            let found = histogram.percentile(percent).expect("there are values");
            assert!(found.is_finite() && found <= value * 2.0 && found >= value / 2.0, "{found:e}");
        }
    });
}

/// A file may say anything: counts that wrap, a minimum above the maximum.
#[test]
fn counts_of_any_kind() {
    let buckets = Buckets { scale: 8, first: -1022 << 8, number: 4 };
    for cell in [[u64::MAX; 12], [1 << 63; 12], [!0 >> 1; 12]] {
        with(1, buckets, &words(cell), |histogram| {
            for percent in PERCENTS {
                let _ = histogram.percentile(percent);
            }
            let _ = (histogram.mean(), histogram.count());
        });
    }
}
