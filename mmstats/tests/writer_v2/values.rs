//! Every kind of metric, written and decoded (SPEC.md 2.5 and 2.7 to 2.9).

use std::time::Duration;

use mmstats::format::{Aggregate, Buckets};

use crate::folder::Folder;

/// F2-KIND-TYPE, F2-BOOL.
#[test]
fn scalars() {
    let folder = Folder::new();
    let stats = folder.writer();
    let counter =
        stats.counter("counter").unit("1").help("Counted.").register().expect("a counter");
    let float = stats.counter_f64("counter.f64").register().expect("a counter");
    let gauge = stats.gauge("gauge").register().expect("a gauge");
    let unsigned = stats.gauge_u64("gauge.u64").register().expect("a gauge");
    let real = stats.gauge_f64("gauge.f64").alive_only().register().expect("a gauge");
    let flag =
        stats.gauge_bool("gauge.bool").aggregate(Aggregate::Max).register().expect("a gauge");
    counter.inc();
    counter.add(41);
    float.inc();
    float.add(0.5);
    gauge.set(-3);
    gauge.add(1);
    gauge.sub(5);
    unsigned.add(7);
    unsigned.sub(2);
    real.set(0.25);
    real.add(1.5);
    real.sub(0.5);
    flag.set(true);
    assert_eq!((counter.get(), float.get(), gauge.get()), (42, 1.5, -7));
    let decoded = folder.decoded();
    assert_eq!(
        decoded.families,
        [
            "counter counter u64 unit=1 help=Counted. sum all []",
            "counter.f64 counter f64 unit= help= sum all []",
            "gauge gauge i64 unit= help= each all []",
            "gauge.u64 gauge u64 unit= help= each all []",
            "gauge.f64 gauge f64 unit= help= each alive []",
            "gauge.bool gauge bool unit= help= max all []",
        ]
    );
    for (series, value) in [
        ("counter{}", "42"),
        ("counter.f64{}", "1.5"),
        ("gauge{}", "-7"),
        ("gauge.u64{}", "5"),
        ("gauge.f64{}", "1.25"),
        ("gauge.bool{}", "true"),
    ] {
        assert_eq!(decoded.value(series), value, "{series}");
    }
    assert_eq!(decoded.header.append, 12, "one for each entry");
}

/// F2-MONOTONIC.
#[test]
fn counters_of_floats_do_not_fall() {
    let folder = Folder::new();
    let stats = folder.writer();
    let counter = stats.counter_f64("work").register().expect("a counter");
    let mine = stats.local().expect("a stripe").counter(&counter);
    for n in [2.5, -1.0, f64::NAN, f64::NEG_INFINITY] {
        counter.add(n);
        mine.add(n);
    }
    assert_eq!(folder.decoded().value("work{}"), "5.0");
}

/// F2-SEQUENCE, F2-PUBLISH, F2-TEXT-LENGTH, F2-TEXT-UTF8.
#[test]
fn texts() {
    let folder = Folder::new();
    let stats = folder.writer();
    let text = stats.text("text").capacity(8).register().expect("a text");
    assert_eq!(folder.decoded().value("text{}"), "none");
    for (set, found) in [
        ("", ""),
        ("12345678", "12345678"),
        ("1234567é", "1234567"),
        ("größer", "größer"),
        ("1", "1"),
    ] {
        text.set(set);
        assert_eq!(folder.decoded().value("text{}"), format!("{found:?}"));
    }
    let mut exclusive = text.exclusive();
    exclusive.set("mine");
    assert_eq!(folder.decoded().value("text{}"), "\"mine\"");
}

/// F2-BUCKETS, F2-BUCKET.
#[test]
fn histograms() {
    let folder = Folder::new();
    let stats = folder.writer();
    let shape = Buckets { scale: 0, first: 0, number: 3 };
    let ints = stats.histogram("ints").buckets(shape).register().expect("a histogram");
    let floats = stats.histogram_f64("floats").buckets(shape).register().expect("a histogram");
    for value in [0, 1, 2, 3, 8, 9] {
        ints.observe(value);
    }
    for value in [0.5, 1.5, 8.0, f64::INFINITY, -1.0, f64::NAN] {
        floats.observe(value);
    }
    let decoded = folder.decoded();
    assert_eq!(
        decoded.value("ints{}"),
        "count 6 sum 23 min 0 max 9 zero 2 above 1 negative 0 nan 0 [(0, 1), (1, 1), (2, 1)]"
    );
    assert_eq!(
        decoded.value("floats{}"),
        "count 4 sum inf min 0.5 max inf zero 1 above 1 negative 1 nan 1 [(0, 1), (2, 1)]"
    );
}

#[test]
fn default_buckets() {
    let folder = Folder::new();
    let stats = folder.writer();
    let ints = stats.histogram("ints").register().expect("a histogram");
    let floats = stats.histogram_f64("floats").register().expect("a histogram");
    let coarse = stats.histogram("coarse").scale(2).register().expect("a histogram");
    let fine = stats.histogram("fine").scale(5).register().expect("a histogram");
    for histogram in [&ints, &coarse, &fine] {
        // The least and the greatest value that have a bucket; and those that have none.
        [0, 1, 1 << 39, 1 << 41].into_iter().for_each(|value| histogram.observe(value));
    }
    for value in [0.0, 1e-6, 1e6, 1.1e6] {
        floats.observe(value);
    }
    let decoded = folder.decoded();
    for series in ["ints{}", "floats{}", "coarse{}", "fine{}"] {
        let value = decoded.value(series);
        assert!(value.contains("zero 1 above 1"), "{series}: {value}");
    }
}

#[test]
fn timers() {
    let folder = Folder::new();
    let stats = folder.writer();
    let timer = stats.timer("latency").register().expect("a timer");
    timer.observe(Duration::from_micros(1));
    drop(timer.start());
    timer.start().cancel();
    assert!(timer.start().elapsed() < Duration::from_secs(60));
    let decoded = folder.decoded();
    assert_eq!(decoded.families, ["latency histogram u64 unit=ns help= sum all []"]);
    assert!(decoded.value("latency{}").starts_with("count 3 sum "), "{decoded:?}");
}

/// F2-RING, F2-WINDOW-RESET.
#[test]
fn windows() {
    let folder = Folder::new();
    let stats = folder.writer();
    let declaration = stats.window("window").slot_duration(Duration::from_nanos(10)).slots(2);
    let window = declaration.register().expect("a window");
    for (time, value) in [(5, 1), (12, 2), (19, 5), (35, 7)] {
        window.observe_at(time, value);
    }
    assert_eq!(folder.decoded().value("window{}"), "refused 0 2: 2 7 5 4: 1 7 7");
    let now = stats.window_f64("now").register().expect("a window");
    now.observe(2.5);
    now.observe(-1.0);
    let decoded = folder.decoded();
    assert!(decoded.value("now{}").starts_with("refused 1 "), "{decoded:?}");
    assert!(decoded.value("now{}").ends_with(": 1 2.5 2.5"), "{decoded:?}");
}
