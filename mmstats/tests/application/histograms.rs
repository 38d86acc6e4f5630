//! Histograms of any buckets as one: every count is what one histogram of all values would have
//! (F2-MERGE-BUCKETS).

use mmstats::application::{Histogram, Problem, Value};
use mmstats::reader::Number;
use mmstats::{Buckets, Reader, Writer, reader};
use proptest::prelude::*;

use crate::folder::{Folder, assert_fine, said};

const PERCENTILES: [f64; 7] = [0.0, 1.0, 25.0, 50.0, 90.0, 99.9, 100.0];

fn observe(stats: &Writer, buckets: Buckets, values: &[u64]) {
    let latency = stats.histogram("latency").buckets(buckets).register().expect("a histogram");
    values.iter().for_each(|value| latency.observe(*value));
}

fn observe_f64(stats: &Writer, buckets: Buckets, values: &[f64]) {
    let load = stats.histogram_f64("load").buckets(buckets).register().expect("a histogram");
    values.iter().for_each(|value| load.observe(*value));
}

/// What `name` is over files with these buckets and values, and what is said of it.
fn merged<T>(
    name: &str,
    files: &[(Buckets, Vec<T>)],
    observe: impl Fn(&Writer, Buckets, &[T]),
) -> (Histogram, Vec<String>) {
    let folder = Folder::new();
    for (i, (buckets, values)) in files.iter().enumerate() {
        observe(&folder.writer(&format!("{i}.mmstats")), *buckets, values);
    }
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    let apart = |problem: &Problem| matches!(problem, Problem::Buckets { .. });
    assert!(totals.problems().iter().all(apart), "{:?}", said(totals));
    let histogram = totals.get(name).expect("a series").value().as_histogram();
    (histogram.expect("a histogram").clone(), said(totals))
}

/// The histogram in one file of all values.
fn assert_is_one<T: Clone>(
    name: &str,
    merged: &Histogram,
    values: &[T],
    observe: impl Fn(&Writer, Buckets, &[T]),
) {
    let folder = Folder::new();
    observe(&folder.writer("one.mmstats"), merged.buckets(), values);
    let reader = Reader::open(folder.join("one.mmstats")).expect("a file");
    let series = reader.snapshot().get(name).expect("a series");
    let reader::Value::Histogram(one) = series.value() else { panic!("a histogram") };
    assert_eq!(merged.non_empty().collect::<Vec<_>>(), one.non_empty().collect::<Vec<_>>());
    let counts = [merged.zero(), merged.above(), merged.negative(), merged.nan(), merged.count()];
    assert_eq!(counts, [one.zero(), one.above(), one.negative(), one.nan(), one.count()]);
    assert_eq!((merged.min(), merged.max()), (one.min(), one.max()));
    if let Number::U64(sum) = one.sum() {
        assert_eq!(merged.sum(), Number::U64(sum));
    }
    for percent in PERCENTILES {
        assert_eq!(merged.percentile(percent), one.percentile(percent), "{percent} %");
    }
}

/// Buckets somewhere: `first` and `number` in powers of 2, so that scales meet.
fn some_buckets() -> impl Strategy<Value = Buckets> {
    (0_u32..=8, -4_i32..20, 1_u32..30, 0_i32..256).prop_map(|(scale, first, number, odd)| {
        let first = (first << scale) + odd % (1 << scale);
        Buckets { scale, first, number: number << scale }
    })
}

fn some_values() -> impl Strategy<Value = Vec<u64>> {
    let value = (0_u32..40, any::<u64>()).prop_map(|(bits, any)| any & ((1 << bits) - 1));
    prop::collection::vec(value, 0..30)
}

fn some_floats() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![
        8 => (-12_i32..40, 0.0..1.0_f64).prop_map(|(e, part)| 2_f64.powi(e) * (1.0 + part)),
        1 => (-12_i32..40).prop_map(|e| 2_f64.powi(e)),
        1 => prop::sample::select(&[0.0, -1.0, f64::NAN, f64::INFINITY, 5e-324][..]),
    ];
    prop::collection::vec(value, 0..30)
}

fn files<T: std::fmt::Debug>(
    values: impl Strategy<Value = Vec<T>>,
) -> impl Strategy<Value = Vec<(Buckets, Vec<T>)>> {
    prop::collection::vec((some_buckets(), values), 1..5)
}

fn assert_merges<T: Clone>(
    name: &str,
    files: Vec<(Buckets, Vec<T>)>,
    observe: impl Fn(&Writer, Buckets, &[T]) + Copy,
) {
    let (forwards, apart) = merged(name, &files, observe);
    if !apart.is_empty() {
        // What could not be merged is left out, and named; the rest is whole.
        assert!(apart.len() < files.len());
        return;
    }
    let all: Vec<T> = files.iter().flat_map(|(_, values)| values.clone()).collect();
    assert_is_one(name, &forwards, &all, observe);
    let least = files.iter().map(|(buckets, _)| buckets.scale).min().expect("a file");
    assert_eq!(forwards.buckets().scale, least);
    let mut turned = files;
    turned.reverse();
    let (backwards, apart) = merged(name, &turned, observe);
    assert_eq!(apart, [""; 0]);
    assert_eq!(backwards.buckets(), forwards.buckets());
    assert!(backwards.non_empty().eq(forwards.non_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_count_is_that_of_one_histogram(files in files(some_values())) {
        assert_merges("latency", files, observe);
    }

    #[test]
    fn of_floats_too(files in files(some_floats())) {
        assert_merges("load", files, observe_f64);
    }
}

/// At scale 1 an index is two of scale 2, rounded down below 1 too.
#[test]
fn a_bucket_of_a_lower_scale_is_two_of_the_next() {
    let buckets = |scale, first, number| Buckets { scale, first, number };
    let files =
        [(buckets(2, -3, 10), vec![0.7, 0.75, 2.0]), (buckets(1, -2, 8), vec![0.8, 1.0, 9.0])];
    let (merged, apart) = merged("load", &files, observe_f64);
    assert_eq!(apart, [""; 0]);
    // 0.7 and 0.75 are above 2^-0.5, 0.8 and 1.0 too: index -1. 2 is the end of index 1, 9 is above 8.
    assert_eq!(merged.buckets(), buckets(1, -2, 8));
    assert_eq!(merged.non_empty().collect::<Vec<_>>(), [(-2, 1), (-1, 3), (1, 1)]);
    assert_eq!((merged.zero(), merged.above(), merged.count()), (0, 1, 6));
}

/// Where 0.5 was in the range below 16 nobody knows, so that no bucket there would tell the truth.
#[test]
fn what_is_below_the_buckets_of_one_is_below_all() {
    let buckets = |first, number| Buckets { scale: 0, first, number };
    let values = |value: f64, count: usize| vec![value; count];
    let all = [values(0.5, 1), values(100.0, 3)].concat();
    let files = [(buckets(4, 6), all), (buckets(0, 6), values(3.0, 8))];
    let (with, _) = merged("load", &files, observe_f64);
    assert_eq!((with.buckets(), with.zero()), (buckets(4, 6), 9));
    let files = [(buckets(4, 6), values(100.0, 3)), (buckets(0, 6), values(3.0, 8))];
    let (without, _) = merged("load", &files, observe_f64);
    assert_eq!((without.buckets(), without.zero(), without.bucket(1)), (buckets(0, 10), 0, 8));
}

#[test]
fn what_has_nothing_in_common_is_left_out_and_named() {
    let files = [
        (Buckets { scale: 0, first: 10, number: 5 }, vec![1, 2000]),
        (Buckets { scale: 0, first: 0, number: 5 }, vec![3, 1000]),
    ];
    let (merged, apart) = merged("latency", &files, observe);
    assert_eq!((merged.count(), merged.zero()), (2, 1));
    assert!(apart[0].contains("1.mmstats: latency: its buckets"), "{apart:?}");
}

/// More than 65,536 buckets are none of the format.
#[test]
fn a_range_that_is_too_long_takes_a_lower_scale() {
    let buckets = |first| Buckets { scale: 8, first, number: 100 };
    let (small, large) = (2_f64.powf(-390.4), 2_f64.powf(390.8));
    let files = [(buckets(-100_000), vec![small]), (buckets(100_000), vec![large])];
    let (merged, apart) = merged("load", &files, observe_f64);
    assert_eq!((apart.len(), merged.buckets().scale), (0, 6));
    assert_eq!((merged.zero(), merged.above()), (0, 0));
    assert_is_one("load", &merged, &[small, large], observe_f64);
}

/// Counts of several threads' stripes, and of many files.
#[test]
fn stripes_of_many_files() {
    let folder = Folder::new();
    for i in 0..20 {
        let stats = folder.writer(&format!("{i}.mmstats"));
        let latency = stats.histogram("latency").register().expect("a histogram");
        let local = stats.local().expect("a stripe").histogram(&latency);
        for value in 0..100 {
            latency.observe(value);
            local.observe(1000 * value);
        }
    }
    let mut web = folder.application();
    for _ in 0..2 {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        let Value::Histogram(latency) = totals.get("latency").expect("a series").value() else {
            panic!("a histogram")
        };
        assert_eq!(latency.count(), 20 * 200);
        assert_eq!(latency.sum(), Number::U64(20 * 4950 * 1001));
        assert_eq!(
            (latency.min(), latency.max()),
            (Some(Number::U64(0)), Some(Number::U64(99_000)))
        );
    }
}
