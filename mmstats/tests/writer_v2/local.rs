//! Local objects: stripes (SPEC.md 2.10).

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::Buckets;

use crate::folder::Folder;

const THREADS: u64 = 8;
const TIMES: u64 = 5_000;

/// F2-STRIPE, F2-SHARED: nothing is lost, however many threads write.
#[test]
fn local_and_shared_writes_add_up() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let work = stats.counter_f64("work").register().expect("a counter");
    let buckets = Buckets { scale: 0, first: 0, number: 4 };
    let sizes = stats.histogram("sizes").buckets(buckets).register().expect("a histogram");
    let declaration = stats.window("recent").slot_duration(std::time::Duration::from_secs(1));
    let recent = declaration.register().expect("a window");
    let body = || {
        let local = stats.local().expect("a stripe");
        let (mine, my_work) = (local.counter(&hits), local.counter(&work));
        let (my_sizes, my_window) = (local.histogram(&sizes), local.window(&recent));
        for i in 0..TIMES {
            mine.inc();
            hits.add(2);
            my_work.add(0.5);
            work.inc();
            my_sizes.observe(i % 4);
            sizes.observe(4);
            my_window.observe_at(1, 2);
            recent.observe_at(1, 3);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(body))));
    let decoded = folder.decoded();
    let all = THREADS * TIMES;
    assert_eq!(decoded.value("hits{}"), (3 * all).to_string());
    assert_eq!(decoded.value("work{}"), format!("{:?}", 1.5 * all as f64));
    let (quarter, sum) = (all / 4, all * 4 + all / 4 * 6);
    assert_eq!(
        decoded.value("sizes{}"),
        format!(
            "count {} sum {sum} min 0 max 4 zero {} above 0 negative 0 nan 0 [(0, {quarter}), (1, {})]",
            2 * all,
            2 * quarter,
            quarter + all
        )
    );
    assert_eq!(decoded.value("recent{}"), format!("refused 0 1: {} {} 3", 2 * all, 5 * all));
}

#[test]
fn a_stripe_is_given_back() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let inc = || stats.local().expect("a stripe").counter(&hits).inc();
    inc();
    let size = stats.size();
    for _ in 0..100 {
        thread::scope(|scope| drop(scope.spawn(inc)));
    }
    assert_eq!(stats.size(), size, "the next thread goes on with it");
    assert_eq!((folder.decoded().value("hits{}"), hits.get()), ("101", 0));
    let local = stats.local().expect("a stripe");
    let kept = local.counter(&hits);
    drop(local);
    let other = stats.local().expect("a stripe").counter(&hits);
    other.inc();
    kept.inc();
    assert!(stats.size() > size, "a handle keeps its stripe");
    assert_eq!(folder.decoded().value("hits{}"), "103");
}

#[test]
fn where_no_stripe_is_left_all_share_one() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let sizes = stats.histogram("sizes").register().expect("a histogram");
    let recent = stats.window("recent").register().expect("a window");
    let locals: Vec<_> = (0..66).map(|_| stats.local().expect("a local object")).collect();
    for local in &locals {
        local.counter(&hits).inc();
        local.histogram(&sizes).observe(1);
        local.window(&recent).observe(1);
    }
    assert_eq!((folder.decoded().value("hits{}"), hits.get()), ("66", 2));
    assert!(folder.decoded().value("sizes{}").starts_with("count 66 "));
}

#[test]
fn a_stripe_of_another_writer_is_not_used() {
    let folders = [Folder::new(), Folder::new()];
    let [stats, other] = folders.each_ref().map(Folder::writer);
    let hits = stats.counter("hits").register().expect("a counter");
    other.local().expect("a stripe").counter(&hits).inc();
    assert_eq!((folders[0].decoded().value("hits{}"), hits.get()), ("1", 1));
}

/// Stripes have the blocks that they need only, whatever their order (F2-ORDINAL, F2-STRIPE-LENGTH).
#[test]
fn blocks_of_stripes_come_when_they_are_needed() {
    let folder = Folder::new();
    let stats = folder.writer();
    let histograms: Vec<_> = (0..3)
        .map(|i| stats.histogram(&format!("h{i}")).register().expect("a histogram"))
        .collect();
    let first = stats.local().expect("a stripe");
    first.histogram(&histograms[2]).observe(1);
    let second = stats.local().expect("a stripe");
    second.histogram(&histograms[0]).observe(2);
    first.histogram(&histograms[0]).observe(3);
    let decoded = folder.decoded();
    assert!(decoded.value("h0{}").starts_with("count 2 sum 5 min 2 max 3 "), "{decoded:?}");
    assert!(decoded.value("h1{}").starts_with("count 0 "), "{decoded:?}");
    assert!(decoded.value("h2{}").starts_with("count 1 sum 1 "), "{decoded:?}");
}

/// A child may end a thread's local object that it was forked with, whoever had the writer's lock then.
#[test]
fn a_forked_child_gives_nothing_back() {
    let folder = Folder::new();
    let stats = folder.writer();
    let family = stats.counter("codes").labels(["code"]).limit(0).register().expect("a family");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Each look beyond the limit takes the lock.
            while !done.load(Ordering::Relaxed) {
                family.with(["200"]).expect("the series beyond the limit").inc();
            }
        });
        let mut statuses = (0..50).map(|_| {
            let local = stats.local().expect("a stripe");
            // SAFETY: the child runs nothing of this process but what is tested, and ends.
            let child = unsafe { libc::fork() };
            assert_ne!(child, -1, "no process to test in");
            if child == 0 {
                // SAFETY: ends this process, later if it hangs.
                unsafe { libc::alarm(5) };
                drop(local);
                // SAFETY: ends this process now.
                unsafe { libc::_exit(0) };
            }
            let mut status = 0;
            // SAFETY: our child, and a place for its status.
            assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
            status
        });
        let hung = statuses.find(|status| *status != 0);
        done.store(true, Ordering::Relaxed);
        assert_eq!(hung, None, "a child waited for a thread that it doesn't have");
    });
}
