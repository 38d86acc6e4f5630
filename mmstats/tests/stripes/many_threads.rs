//! Threads that live for a moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::{Buckets, Reader};

use crate::folder::Folder;

const THREADS: u64 = 10_000;
/// As many at a time.
const AT_ONCE: u64 = 8;

/// F2-STRIPE, F2-MONOTONIC: 10,000 threads, each with its stripe, and a reader that never sees less
/// than before.
#[test]
fn ten_thousand_of_them() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let work = stats.counter_f64("work").register().expect("a counter");
    let buckets = Buckets { scale: 0, first: 0, number: 4 };
    let sizes = stats.histogram("sizes").buckets(buckets).register().expect("a histogram");
    let recent = stats.window("recent").register().expect("a window");
    let done = AtomicBool::new(false);
    let one = |n: u64| {
        let local = stats.local().expect("a stripe");
        local.counter(&hits).add(n);
        local.counter(&work).add(0.5);
        local.histogram(&sizes).observe(n % 4);
        local.window(&recent).observe_at(1, 1);
        hits.inc();
    };
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reader = Reader::open(folder.file()).expect("a file");
            let (mut last, mut looks) = (0, 0_u64);
            while !done.load(Ordering::Relaxed) {
                let snapshot = reader.refresh().expect("a file");
                let now = snapshot.get("hits").expect("a counter").value().as_u64();
                let now = now.expect("a counter is never busy");
                assert!(now >= last, "{now} after {last}");
                (last, looks) = (now, looks + 1);
            }
            looks
        });
        for batch in 0..THREADS / AT_ONCE {
            thread::scope(|scope| {
                for n in batch * AT_ONCE..(batch + 1) * AT_ONCE {
                    let one = &one;
                    scope.spawn(move || one(n));
                }
            });
        }
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().expect("no total goes back") > 0);
    });
    let decoded = folder.decoded();
    let sum = THREADS * (THREADS - 1) / 2 + THREADS;
    assert_eq!(decoded.value("hits{}"), sum.to_string());
    assert_eq!(decoded.value("work{}"), format!("{:?}", THREADS as f64 / 2.0));
    let quarter = THREADS / 4;
    let expected = format!("count {THREADS} sum {} min 0 max 3 ", quarter * 6);
    assert!(decoded.value("sizes{}").starts_with(&expected), "{decoded:?}");
    assert_eq!(decoded.value("recent{}"), format!("refused 0 1: {THREADS} {THREADS} 1"));
    let bytes = std::fs::read(folder.file()).expect("a file");
    let directory = mmstats::format::Directory::parse(&bytes).expect("a file");
    let last = directory.look().blocks().iter().map(|block| block.stripe).max();
    assert!(last.is_some_and(|stripe| u64::from(stripe) <= AT_ONCE), "{last:?} stripes were made");
}
