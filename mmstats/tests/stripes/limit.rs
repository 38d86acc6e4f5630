//! More threads than stripes.

use std::sync::Barrier;
use std::thread;

use crate::folder::Folder;

const THREADS: u64 = 80;
const STRIPES: u64 = 64;
const TIMES: u64 = 500;

/// F2-STRIPE, F2-SHARED: those who got none share stripe 0, atomically, and nothing is lost.
#[test]
fn the_others_share() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let work = stats.counter_f64("work").register().expect("a counter");
    let sizes = stats.histogram("sizes").register().expect("a histogram");
    let recent = stats.window("recent").register().expect("a window");
    let all_have_one = Barrier::new(THREADS as usize);
    let body = || {
        let local = stats.local().expect("a local object");
        let (mine, my_work) = (local.counter(&hits), local.counter(&work));
        let (my_sizes, my_window) = (local.histogram(&sizes), local.window(&recent));
        all_have_one.wait();
        for _ in 0..TIMES {
            mine.inc();
            my_work.add(0.5);
            my_sizes.observe(2);
            my_window.observe_at(1, 3);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(body))));
    assert_eq!(hits.get(), (THREADS - STRIPES) * TIMES, "that many shared");
    let (decoded, all) = (folder.decoded(), THREADS * TIMES);
    assert_eq!(decoded.value("hits{}"), all.to_string());
    assert_eq!(decoded.value("work{}"), format!("{:?}", all as f64 / 2.0));
    let sizes = format!("count {all} sum {} min 2 max 2 ", 2 * all);
    assert!(decoded.value("sizes{}").starts_with(&sizes), "{decoded:?}");
    assert_eq!(decoded.value("recent{}"), format!("refused 0 1: {all} {} 3", 3 * all));
    let again = stats.raw_local().expect("a local object");
    assert!(again.stripe().is_some(), "they were given back");
}
