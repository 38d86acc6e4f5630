//! What happened between two snapshots.

use std::time::Duration;

use mmstats::reader::{Number, Snapshot};
use mmstats_core::v2::layout::series;

use crate::image::{Family, Image, put, sequenced, words};
use crate::kinds::snapshot;

const SECONDS: Duration = Duration::from_secs(4);

/// A file with a counter of each type, a gauge, a histogram and a struct.
fn image(n: u64, file_id: u8) -> Image {
    let mut image = Image::new();
    image.file_id = file_id;
    let families = [
        Family::counter("requests"),
        Family::new("cost", 1, 3),
        Family::new("load", 2, 1),
        Family::histogram("latency", 1, 0, 0, 3),
        Family::structure(
            "pair",
            2,
            24,
            &[(0, 8, 1, 1, "n"), (8, 8, 2, 1, "less"), (16, 8, 1, 2, "level")],
        ),
        Family::text("status", 2, 8),
    ];
    let ids = families.map(|family| image.family(&family));
    image.series(ids[0], &[], &words([n]));
    image.series(ids[1], &[], &words([(n as f64 / 2.0).to_bits()]));
    image.series(ids[2], &[], &words([n]));
    image.series(ids[3], &[], &words([n, 10 * n, 9, !1, 0, n, 2 * n, 0, 3 * n, 4, 0]));
    let slot = words([n, (n as i64 - 5).cast_unsigned(), n]);
    image.series(ids[4], &[], &sequenced(2, &[&slot, &slot], 24));
    image.series(ids[5], &[], &words([0; 3]));
    image
}

fn at(n: u64) -> Snapshot {
    snapshot(&image(n, 7).bytes())
}

#[test]
fn how_much_and_how_fast() {
    let (earlier, later) = (at(100), at(108));
    let diff = later.diff(&earlier).over(SECONDS);
    let requests = diff.get("requests").expect("a series");
    assert_eq!((requests.delta(), requests.rate()), (Some(Number::U64(8)), Some(2.0)));
    assert!(!requests.is_new() && requests.distribution().is_none());
    let cost = diff.get("cost").expect("a series");
    assert_eq!((cost.delta(), cost.rate()), (Some(Number::F64(4.0)), Some(1.0)));
    let load = diff.get("load").expect("a series");
    assert_eq!((load.delta(), load.rate()), (None, None), "a gauge has no rate");
    assert_eq!(diff.get("status").expect("a series").components().count(), 0);
    assert_eq!((diff.series().count(), diff.elapsed()), (6, SECONDS));
    assert!(diff.get("nothing").is_none());
}

#[test]
fn structs_component_by_component() {
    let (earlier, later) = (at(1), at(9));
    let diff = later.diff(&earlier).over(SECONDS);
    let pair = diff.get("pair").expect("a series");
    let grown: Vec<_> =
        pair.components().map(|diff| (diff.component.name, diff.delta, diff.rate())).collect();
    assert_eq!(
        grown,
        [("n", Number::U64(8), Some(2.0)), ("less", Number::U64(8), Some(2.0))],
        "the gauge is left out, and less passes 0"
    );
}

#[test]
fn what_a_histogram_counted_meanwhile() {
    let (earlier, later) = (at(10), at(14));
    let diff = later.diff(&earlier).over(SECONDS);
    let latency = diff.get("latency").expect("a series");
    assert_eq!((latency.delta(), latency.rate()), (None, Some(4.0)));
    let counted = latency.distribution().expect("a histogram");
    assert_eq!((counted.count(), counted.zero(), counted.above()), (16, 4, 0));
    assert_eq!((counted.negative(), counted.nan()), (4, 8));
    assert_eq!(counted.non_empty().collect::<Vec<_>>(), [(0, 12)], "the other bucket didn't grow");
    assert_eq!((counted.sum(), counted.mean()), (Number::U64(40), Some(2.5)));
    let median = counted.percentile(50.0).expect("there are values");
    assert!((1.0..=2.0).contains(&median), "{median}");
}

/// Nothing is ever negative.
#[test]
fn counters_that_began_anew() {
    let (earlier, later) = (at(100), at(3));
    let diff = later.diff(&earlier).over(SECONDS);
    let requests = diff.get("requests").expect("a series");
    assert_eq!((requests.delta(), requests.rate()), (Some(Number::U64(3)), Some(0.75)));
    assert_eq!(diff.get("cost").and_then(|cost| cost.delta()), Some(Number::F64(1.5)));
    let counted = diff.get("latency").and_then(|latency| latency.distribution());
    assert_eq!(counted.map(|counted| (counted.count(), counted.zero())), Some((16, 3)));
    let pair: Vec<_> =
        diff.get("pair").expect("a series").components().map(|diff| diff.delta).collect();
    assert_eq!(pair, [Number::U64(3), Number::U64(0)], "less is -2");
}

/// A restarted program's file is another one: what its counters have, they counted since.
#[test]
fn another_file() {
    let (earlier, later) = (at(100), snapshot(&image(108, 8).bytes()));
    let diff = later.diff(&earlier).over(SECONDS);
    let requests = diff.get("requests").expect("a series");
    assert_eq!((requests.is_new(), requests.delta()), (true, Some(Number::U64(108))));
}

#[test]
fn series_that_came_went_and_came_again() {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests").labels(&["code"]));
    let kept = image.series(family, &["200"], &words([5]));
    let gone = image.series(family, &["404"], &words([6]));
    let reused = image.series(family, &["500"], &words([7]));
    let earlier = snapshot(&image.bytes());
    let new = image.series(family, &["503"], &words([8]));
    let mut bytes = image.bytes();
    put(&mut bytes, image.cell_at(kept), &[15]);
    put(&mut bytes, image.entry_at(gone) + series::STATE, &[6]);
    // The next incarnation has the same place and label values.
    put(&mut bytes, image.entry_at(reused) + series::STATE, &[9]);
    put(&mut bytes, image.cell_at(reused), &[17]);
    let later = snapshot(&bytes);
    assert_eq!((kept, new), (0, 3));
    let diff = later.diff(&earlier);
    let of = |code| {
        let series = diff.get_with("requests", &[("code", code)]);
        series.map(|series| (series.is_new(), series.delta()))
    };
    assert_eq!(of("200"), Some((false, Some(Number::U64(10)))));
    assert_eq!(of("404"), None);
    assert_eq!(of("500"), Some((true, Some(Number::U64(17)))), "not 10: it isn't the same");
    assert_eq!(of("503"), Some((true, Some(Number::U64(8)))));
}

/// Snapshots have the time of the reader's clock.
#[test]
fn no_time_has_no_rate() {
    let later = at(9);
    let same = later.diff(&later);
    assert_eq!(same.elapsed(), Duration::ZERO);
    let requests = same.get("requests").expect("a series");
    assert_eq!((requests.delta(), requests.rate()), (Some(Number::U64(0)), None));
    let taken_after = at(1);
    assert_eq!(later.diff(&taken_after).elapsed(), Duration::ZERO, "never negative");
}
