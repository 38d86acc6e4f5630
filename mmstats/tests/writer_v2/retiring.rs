//! Series that go, and what comes in their place (SPEC.md 2.12).

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use mmstats::{Metric, Reader};

use crate::folder::Folder;

/// F2-RETIRE, F2-REUSE, F2-LIVE.
#[test]
fn a_place_is_used_again_when_nobody_has_a_handle() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
    let a = hits.with(["/a"]).expect("a series");
    let kept = a.clone();
    let mine = stats.local().expect("a stripe").counter(&a);
    a.add(5);
    mine.add(6);
    assert!(a.retire().expect("a file"));
    assert!(!kept.clone().retire().expect("a file"), "it was retired");
    assert_eq!(folder.decoded().labels_of("hits"), [""; 0]);
    let entries = folder.decoded().header.append;
    hits.with(["/b"]).expect("a series").inc();
    assert_eq!(folder.decoded().header.append, entries + 1, "handles are left: another place");
    kept.inc();
    mine.inc();
    assert_eq!(folder.decoded().value("hits{path=/b}"), "1", "they hit nobody else's cell");
    drop((kept, mine));
    let c = hits.with(["/c"]).expect("a series");
    assert_eq!(c.get(), 0);
    c.inc();
    let decoded = folder.decoded();
    assert_eq!(decoded.header.append, entries + 1, "the first's place");
    assert_eq!(decoded.header.reuse % 2, 0);
    assert_eq!(decoded.labels_of("hits"), ["path=/b", "path=/c"]);
    assert_eq!(decoded.value("hits{path=/c}"), "1", "in every stripe");
}

/// Label values that don't fit get a place of their own.
#[test]
fn a_place_is_as_long_as_it_is() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
    let retire = |path: &str| hits.with([path]).expect("a series").retire().expect("a file");
    let entries = || folder.decoded().header.append;
    // 36 bytes, the value and its length are padded to a multiple of 32.
    retire("");
    let first = entries();
    retire(&"x".repeat(26));
    assert_eq!(entries(), first, "64 bytes are enough");
    retire(&"x".repeat(27));
    assert_eq!(entries(), first + 1, "64 bytes are not");
    retire(&"x".repeat(58));
    assert_eq!(entries(), first + 1, "96 bytes are");
}

/// A family without labels, and cells with a sequence (F2-SEQUENCE-KEPT).
#[test]
fn every_kind_begins_anew() {
    let folder = Folder::new();
    let stats = folder.writer();
    let text = || stats.text("text").register().expect("a text");
    let size = || stats.histogram("size").register().expect("a histogram");
    let recent = || stats.window("recent").register().expect("a window");
    text().set("old");
    size().observe(3);
    recent().observe(3);
    assert!(text().retire().expect("a file"));
    assert!(size().retire().expect("a file"));
    assert!(recent().retire().expect("a file"));
    let entries = folder.decoded().header.append;
    let kept = (text(), size(), recent());
    let decoded = folder.decoded();
    assert_eq!(decoded.header.append, entries);
    assert_eq!(decoded.value("text{}"), "\"\"");
    assert!(decoded.value("size{}").starts_with("count 0 sum 0 min none max none "));
    assert_eq!(decoded.value("recent{}"), "refused 0");
    kept.0.set("new");
    assert_eq!(folder.decoded().value("text{}"), "\"new\"");
}

/// F2-STATE-READ, F2-COPY: readers see each series with its own value, while others come and go.
#[test]
fn a_reader_takes_no_value_for_another_series() {
    const SEEN: u64 = 200;
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").labels(["n"]).register().expect("a family");
    let seen = AtomicU64::new(0);
    let path = folder.file();
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reader = Reader::open(&path).expect("a file");
            while seen.load(Ordering::Relaxed) < SEEN {
                let snapshot = reader.refresh().expect("a file");
                for series in snapshot.series().filter(|series| series.name() == "hits") {
                    let (_, n) = series.labels().next().expect("a label");
                    // Busy is no value; and a series is made, and only then given its number.
                    if let Some(value) = series.value().as_u64().filter(|value| *value != 0) {
                        assert_eq!(value.to_string(), n);
                        seen.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        });
        for n in 1_u64.. {
            if reader.is_finished() {
                break;
            }
            let series = hits.with([n.to_string()]).expect("a series");
            series.add(n);
            series.retire().expect("a file");
        }
        reader.join().expect("nothing but what was written");
    });
    assert_eq!(folder.decoded().labels_of("hits"), [""; 0]);
    assert_eq!(folder.decoded().header.append, 5, "one place for all of them");
}
