//! What folds, and how: the same totals before and after.

use std::fs;

use mmstats::application::{Application, Value};
use mmstats::reader::ValueType;
use mmstats::{Aggregate, Buckets, Reader, Writer};

use crate::place::{Place, assert_folded, count, outcome};

/// F2-FOLD, F2-FOLD-READ: what is there, in the application's words.
fn seen(web: &mut Application) -> Vec<String> {
    let totals = web.look().expect("a glob");
    assert!(totals.problems().is_empty(), "{:?}", totals.problems());
    let mut seen: Vec<_> = totals
        .series()
        .map(|series| {
            let labels: Vec<_> = series.labels().collect();
            format!("{} {labels:?} {:?}", series.name(), series.value())
        })
        .collect();
    seen.sort();
    seen
}

fn publish(stats: &Writer, n: u64) {
    let codes = stats.counter("requests").unit("1").help("Answered.").labels(["code", "method"]);
    let codes = codes.limit(2).register().expect("a family");
    codes.with(["200", "GET"]).expect("a series").add(n);
    codes.with([["500", "404"][n as usize % 2], ""]).expect("a series").add(2 * n);
    // Beyond the limit.
    codes.with(["503", "PUT"]).expect("a series").inc();
    stats.counter_f64("seconds").register().expect("a counter").add(n as f64 / 4.0);
    let sizes = stats.histogram("sizes").unit("By").register().expect("a histogram");
    let floats = stats.histogram_f64("ratios").labels(["of"]).register().expect("a histogram");
    let floats = floats.with(["cache"]).expect("a series");
    for value in [0, n, 1000 * n, u64::MAX >> n] {
        sizes.observe(value);
    }
    // Their sums are exact, in whichever order.
    for value in [0.0, n as f64 / 4.0, 2.0_f64.powi(40) * n as f64, 2.0_f64.powi(-30)] {
        floats.observe(value);
    }
    floats.observe(-1.0);
    floats.observe(f64::NAN);
}

/// F2-FOLD, F2-FOLD-KINDS: counters and histograms, with labels and overflow series, of dead
/// writers only; each file's as they were, file by file and all at once, and on top of what was
/// folded before.
#[test]
fn totals_are_what_they_were() {
    let place = Place::new();
    let alive = place.writer("alive.mmstats");
    publish(&alive, 9);
    for round in 0..3 {
        for n in 1..5 {
            publish(&place.writer(&format!("{round}-{n}.mmstats")), n + round);
        }
        let (mut web, before) = (place.application(), seen(&mut place.application()));
        assert_eq!(seen(&mut web), before);
        for limit in [1, 2, usize::MAX] {
            let report = place.fold().limit(Some(limit)).run().expect("a folder");
            assert!(report.folded() <= limit && report.folded() > 0, "{report:?}");
            assert_eq!(seen(&mut place.application()), before);
            assert_eq!(seen(&mut web), before);
        }
        let name = place.accumulator();
        let name = name.file_name().expect("a name").to_str().expect("UTF-8");
        assert_eq!(place.names(), ["alive.mmstats", name]);
        let departures = mmstats::validate(&fs::read(place.accumulator()).expect("a file"));
        assert!(departures.is_empty(), "{departures:?}");
    }
    // Who looks at it alone sees what it is.
    let reader = Reader::open(place.accumulator()).expect("a file");
    let snapshot = reader.snapshot();
    assert!(snapshot.is_accumulator() && snapshot.is_closed());
    assert_eq!(snapshot.application().to_str(), Ok("web"));
    let family = snapshot.family("requests").expect("a family");
    assert_eq!((family.unit(), family.help()), ("1", "Answered."));
}

/// F2-FOLD-KINDS: by each aggregate that folds; what has another one, or is no counter and no
/// histogram, is gone with its file.
#[test]
fn aggregates() {
    let place = Place::new();
    for (name, n) in [("a.mmstats", 3), ("b.mmstats", 5), ("c.mmstats", 2)] {
        let stats = place.writer(name);
        for (name, aggregate) in [
            ("sum", Aggregate::Sum),
            ("min", Aggregate::Min),
            ("max", Aggregate::Max),
            ("last", Aggregate::Last),
            ("each", Aggregate::Each),
        ] {
            stats.counter(name).aggregate(aggregate).register().expect("a counter").add(n);
        }
        stats.counter("living").alive_only().register().expect("a counter").add(n);
        stats.gauge("gauge").aggregate(Aggregate::Sum).register().expect("a gauge").set(7);
        stats.text("text").register().expect("a text").set("seven");
        stats.window("window").register().expect("a window").observe(7);
    }
    assert_eq!(place.run().folded(), 3);
    let mut web = place.application();
    let totals = web.look().expect("a glob");
    let found: Vec<_> =
        totals.series().map(|series| (series.name(), series.value().clone())).collect();
    let expected = [("sum", 10), ("min", 2), ("max", 5)].map(|(name, n)| (name, Value::U64(n)));
    assert_eq!(found, expected);
}

/// F2-FOLD-KINDS: counters wrap in an accumulator as they do in a look.
#[test]
fn counters_wrap() {
    let place = Place::new();
    place.leave("a.mmstats", u64::MAX);
    place.leave("b.mmstats", 5);
    assert_eq!(place.hits(), 4);
    assert_eq!(place.run().folded(), 2);
    assert_eq!(place.hits(), 4);
    place.leave("c.mmstats", u64::MAX - 3);
    assert_eq!(place.run().folded(), 1);
    assert_eq!(place.hits(), 0);
}

/// F2-FOLD-KINDS: histograms of several scales, and of buckets that begin elsewhere, fold into the
/// lowest scale; all series of a family have the same buckets then.
#[test]
fn scales() {
    let place = Place::new();
    let shapes = [(4, 0, 200), (2, -10, 60), (6, 64, 300)];
    for (n, (scale, first, number)) in (1..).zip(shapes) {
        let stats = place.writer(&format!("{n}.mmstats"));
        let buckets = Buckets { scale, first, number };
        let sizes = stats.histogram("sizes").buckets(buckets).labels(["of"]).register();
        let sizes = sizes.expect("a histogram");
        let series = sizes.with([format!("{}", n % 2)]).expect("a series");
        (1..100).for_each(|value| series.observe(value * n));
    }
    let counts = |place: &Place| {
        let mut web = place.application();
        let totals = web.look().expect("a glob");
        assert!(totals.problems().is_empty());
        let family = totals.family("sizes").expect("a family");
        assert_eq!(family.value_type(), ValueType::U64);
        let of = |of: &str| {
            let series = family.with(&[("of", of)]).expect("a series");
            let one = series.value().as_histogram().expect("a histogram").clone();
            (one.count(), one.sum(), one.min(), one.max())
        };
        (of("0"), of("1"))
    };
    let before = counts(&place);
    assert_eq!(place.run().folded(), 3);
    assert_eq!(counts(&place), before);
    let reader = Reader::open(place.accumulator()).expect("a file");
    let family = reader.snapshot().family("sizes").expect("a family");
    let series = family.series().next().expect("a series");
    let mmstats::Value::Histogram(one) = series.value() else { panic!("no histogram") };
    assert_eq!(one.buckets().scale, 2);
}

/// Each application has an accumulator of its own, whose name is one in every file system.
#[test]
fn applications() {
    let place = Place::new();
    for name in ["web", "we/b %", "日本"] {
        let stats = Writer::options(name).path(place.path()).filename("{CLASS}-{PID}.mmstats");
        let stats = match name.contains('/') {
            true => stats.filename("other.mmstats"),
            false => stats,
        };
        count(&stats.fold(false).build().expect("a writer")).add(3);
    }
    let report = mmstats::fold::Fold::in_folder(place.path()).keep_newest(0).run();
    assert_eq!(report.expect("a folder").folded(), 3);
    let names: Vec<_> =
        place.names().iter().map(|name| name.split('~').next().map(str::to_owned)).collect();
    let expected = ["%E6%97%A5%E6%9C%AC", "we%2Fb%20%25", "web"].map(|name| Some(name.to_owned()));
    assert_eq!(names, expected);
}

/// What is asked for: so many, all but the newest, nothing.
#[test]
fn what_is_asked_for() {
    let place = Place::new();
    let paths: Vec<_> = (1..6).map(|n| place.leave(&format!("{n}.mmstats"), 1 << n)).collect();
    let before = place.names();
    let report = place.fold().dry_run(true).run().expect("a folder");
    assert_eq!((report.folded(), place.names()), (5, before));
    let report = place.fold().keep_newest(2).limit(Some(1)).run().expect("a folder");
    assert_folded(&report, &[&paths[0]]);
    let found: Vec<_> = paths[1..].iter().map(|path| outcome(&report, path)).collect();
    let enough = "kept: enough files were folded";
    let newest = "kept: it is one of the newest";
    assert_eq!(found, [enough, enough, newest, newest]);
    assert_eq!(place.hits(), 62);
}
