//! Everything at once, as fast as it goes: series that come and go in several threads, under readers
//! (SPEC.md 2.12); families that are full (2.6); a full file system under writers (2.18).

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use mmstats::{Cause, Family, Metric, Reader, Struct, Text, Value, raw};

use crate::child;
use crate::folder::Folder;
use crate::tmpfs::on_tmpfs;

const WRITERS: u64 = 3;
/// How many values a reader has to see of each kind.
const SEEN: u64 = 100;

#[derive(Struct)]
struct Named {
    n: u64,
    inverse: u64,
}

/// What a reader saw of the family `name`: values that are one of their labels, or just begun.
fn check(snapshot: &mmstats::Snapshot, name: &str, is_of: impl Fn(u64, Value<'_>) -> bool) -> u64 {
    let mut seen = 0;
    for series in snapshot.series().filter(|series| series.name() == name) {
        let (_, label) = series.labels().next().expect("a label");
        let n: u64 = label.parse().expect("a number");
        seen += u64::from(is_of(n, series.value()));
    }
    seen
}

/// A counter has its number, or one half of it, as long as one of two handles has added it.
fn counter(n: u64, value: Value<'_>) -> bool {
    let Some(value) = value.as_u64() else { return false };
    assert!([0, n, 2 * n].contains(&value), "{value} in the series {n}");
    value != 0
}

fn text(n: u64, value: Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.to_string();
    assert!(text.is_empty() || text == format!("text of {n}"), "{text:?} in the series {n}");
    !text.is_empty()
}

fn named(n: u64, value: Value<'_>) -> bool {
    let Value::Struct(values) = value else { return false };
    let mut values = values.values().filter_map(|(_, value)| Value::from(value).as_u64());
    let (Some(one), Some(two)) = (values.next(), values.next()) else { return false };
    assert!((one, two) == (0, 0) || (one, two) == (n, !n), "({one}, {two}) in the series {n}");
    one != 0
}

/// F2-REUSE, F2-STATE-READ, F2-COPY, F2-SEQUENCE-KEPT: no reader takes what was written to one series
/// for another's, though their places are used again and again, in every stripe.
#[test]
fn series_come_and_go() {
    let folder = Folder::new();
    let stats = folder.writer();
    let counters = stats.counter("counters").labels(["n"]).register().expect("a family");
    let texts: Family<Text, 1> = stats.text("texts").labels(["n"]).register().expect("a family");
    let structs = stats.structure::<Named>("structs").labels(["n"]).register().expect("a family");
    let (numbers, stop) = (AtomicU64::new(1), AtomicBool::new(false));
    let write = || {
        let local = stats.local().expect("a stripe");
        while !stop.load(Ordering::Relaxed) {
            let n = numbers.fetch_add(1, Ordering::Relaxed);
            let counter = counters.with([n.to_string()]).expect("a series");
            let text = texts.with([n.to_string()]).expect("a series");
            let one = structs.with([n.to_string()]).expect("a series");
            counter.add(n);
            text.set(&format!("text of {n}"));
            one.publish(&Named { n, inverse: !n });
            local.counter(&counter).add(n);
            assert!(counter.retire().expect("a file"));
            assert!(text.retire().expect("a file"));
            assert!(one.retire().expect("a file"));
        }
    };
    let read = || {
        let mut reader = Reader::open(folder.file()).expect("a file");
        let mut seen = [0; 3];
        while seen.iter().any(|seen| *seen < SEEN) {
            let snapshot = reader.refresh().expect("a file");
            seen[0] += check(snapshot, "counters", counter);
            seen[1] += check(snapshot, "texts", text);
            seen[2] += check(snapshot, "structs", named);
        }
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let readers = [scope.spawn(read), scope.spawn(read)];
        let read = readers.map(|reader| reader.join());
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().for_each(|writer| writer.join().expect("each series is its own"));
        read.into_iter().for_each(|read| read.expect("nothing but what was written"));
    });
    let decoded = folder.decoded();
    assert!(["counters", "texts", "structs"].iter().all(|it| decoded.labels_of(it).is_empty()));
    // Families, series beyond their limits, look-ups; and a place for each writer and kind, one more
    // where label values get longer.
    let places = decoded.header.append - 2 * 3 - 2;
    assert!(places <= 2 * 3 * WRITERS, "{places} places for {WRITERS} writers");
}

/// F2-OVERFLOW, from all threads at once: nothing is lost, and each look-up beyond the limit counts.
#[test]
fn a_family_that_is_full() {
    const THREADS: u64 = 8;
    const LABELS: u64 = 500;
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").labels(["n"]).limit(20).register().expect("a family");
    let beyond = AtomicU64::new(0);
    let body = || {
        let local = stats.local().expect("a stripe");
        for n in 0..LABELS {
            let series = hits.with([n.to_string()]).expect("never an error");
            let is_overflow = AsRef::<raw::Series>::as_ref(&series).is_overflow();
            beyond.fetch_add(u64::from(is_overflow), Ordering::Relaxed);
            series.inc();
            local.counter(&series).inc();
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(body))));
    let decoded = folder.decoded();
    assert_eq!(decoded.labels_of("hits").len(), 20 + 1);
    let of_hits = decoded.values.iter().filter(|(name, _)| name.starts_with("hits{"));
    let sum: u64 = of_hits.map(|(_, value)| value.parse::<u64>().expect("a number")).sum();
    assert_eq!(sum, 2 * THREADS * LABELS);
    let beyond = beyond.into_inner();
    assert_eq!(beyond, THREADS * (LABELS - 20));
    assert_eq!(decoded.value("mmstats.overflow{}"), beyond.to_string());
    assert_eq!(decoded.value("hits{otel.metric.overflow=true}"), (2 * beyond).to_string());
}

/// F2-FULL: threads write on while there is no space for what others register.
fn no_space_under_writers(folder: &Folder) {
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let sizes = stats.histogram("sizes").register().expect("a histogram");
    let word = stats.text("word").register().expect("a text");
    let (stop, all) = (AtomicBool::new(false), AtomicU64::new(0));
    let write = || {
        let local = stats.local().expect("a stripe");
        let (mine, my_sizes) = (local.counter(&hits), local.histogram(&sizes));
        let mut written = 0;
        // At least once, also where all is registered before this thread has begun.
        loop {
            hits.inc();
            mine.inc();
            sizes.observe(1);
            my_sizes.observe(1);
            word.set("a word");
            written += 2;
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        all.fetch_add(written, Ordering::Relaxed);
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let mut registered = Vec::new();
        let mut refused = 0;
        for n in 0..200 {
            match stats.histogram(&format!("h{n}")).register() {
                Ok(histogram) => registered.push(histogram),
                Err(error) => {
                    assert_eq!(error.cause(), Cause::Full, "{error}");
                    refused += 1;
                }
            }
            registered.iter().for_each(|histogram| histogram.observe(1));
        }
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().for_each(|writer| writer.join().expect("writes can't fail"));
        assert!(refused > 0 && !registered.is_empty(), "{refused} of 200 refused");
    });
    let (decoded, all) = (folder.decoded(), all.into_inner());
    assert_eq!(decoded.value("hits{}"), all.to_string());
    assert!(decoded.value("sizes{}").starts_with(&format!("count {all} sum {all} ")));
    assert_eq!(decoded.value("word{}"), "\"a word\"");
}

#[test]
fn a_full_file_system_under_writers() {
    on_tmpfs("size=256k", no_space_under_writers);
}

/// The same where nothing can be mounted, in a process of its own.
#[test]
fn a_limit_on_the_size_of_files_under_writers() {
    if child::role().is_none() {
        let test = "full_rate::a_limit_on_the_size_of_files_under_writers";
        return child::run(child::command(test, "limited"));
    }
    let limit = libc::rlimit { rlim_cur: 256 << 10, rlim_max: 256 << 10 };
    // SAFETY: a limit that outlives the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) }, 0);
    no_space_under_writers(&Folder::new());
}
