//! Families that are full (SPEC.md 2.6).

use mmstats::{Cause, Metric};

use crate::folder::Folder;

/// F2-OVERFLOW.
#[test]
fn what_is_beyond_the_limit_is_counted_together() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").labels(["path"]).limit(2).register().expect("a family");
    for path in ["/a", "/b"] {
        hits.with([path]).expect("a series").inc();
    }
    assert_eq!(folder.decoded().labels_of("hits"), ["path=/a", "path=/b"]);
    let overflow = hits.with(["/c"]).expect("a series");
    overflow.inc();
    hits.with(["/d"]).expect("a series").add(10);
    hits.with(["/a"]).expect("a series").inc();
    let local = stats.local().expect("a stripe").counter(&overflow);
    local.inc();
    let decoded = folder.decoded();
    assert_eq!(decoded.labels_of("hits"), ["otel.metric.overflow=true", "path=/a", "path=/b"]);
    assert_eq!(decoded.value("hits{otel.metric.overflow=true}"), "12");
    assert_eq!(decoded.value("hits{path=/a}"), "2");
    assert_eq!(decoded.value("mmstats.overflow{}"), "2", "look-ups");
    let error = overflow.retire().expect_err("it stays");
    assert_eq!(error.cause(), Cause::Invalid, "{error}");
}

#[test]
fn a_series_that_goes_makes_room() {
    let folder = Folder::new();
    let stats = folder.options().series_limit(1).build().expect("a writer");
    let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
    assert!(hits.with(["/a"]).expect("a series").retire().expect("a file"));
    hits.with(["/b"]).expect("a series").inc();
    hits.with(["/c"]).expect("a series").inc();
    let decoded = folder.decoded();
    assert_eq!(decoded.labels_of("hits"), ["otel.metric.overflow=true", "path=/b"]);
}

/// The series of texts and structs are such as any other.
#[test]
fn every_kind_has_one() {
    let folder = Folder::new();
    let stats = folder.options().series_limit(0).build().expect("a writer");
    let texts = stats.text("texts").labels(["a"]).register().expect("a family");
    texts.with(["1"]).expect("a series").set("first");
    texts.with(["2"]).expect("a series").set("second");
    let histograms = stats.histogram("histograms").labels(["a"]).register().expect("a family");
    histograms.with(["1"]).expect("a series").observe(1);
    let windows = stats.window("windows").labels(["a"]).register().expect("a family");
    windows.with(["1"]).expect("a series").observe(1);
    let decoded = folder.decoded();
    assert_eq!(decoded.value("texts{otel.metric.overflow=true}"), "\"second\"");
    assert!(decoded.value("histograms{otel.metric.overflow=true}").starts_with("count 1 "));
    assert_eq!(decoded.value("mmstats.overflow{}"), "4");
}

/// F2-NAME-UNIQUE: the counter of look-ups has its name, and is one that can be registered.
#[test]
fn the_counter_of_lookups_is_one_as_any_other() {
    let folder = Folder::new();
    let stats = folder.writer();
    let error =
        stats.counter("mmstats.overflow").labels(["a"]).register().expect_err("it has none");
    assert_eq!(error.cause(), Cause::WrongType, "{error}");
    let family = stats.counter("hits").labels(["a"]).limit(0).register().expect("a family");
    family.with(["1"]).expect("a series").inc();
    let lookups = stats.counter("mmstats.overflow").register().expect("that counter");
    assert_eq!((lookups.get(), folder.decoded().families.len()), (1, 2));
}
