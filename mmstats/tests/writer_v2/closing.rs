//! The end of a writer (SPEC.md 2.18).

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use mmstats::Cause;
use mmstats::format::layout::header;

use crate::folder::Folder;

/// F2-CLOSE: the last values stay, and what comes later is unseen.
#[test]
fn handles_outlive_the_file() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let word = stats.text("word").register().expect("a text");
    let mine = stats.local().expect("a stripe").counter(&hits);
    let family = stats.counter("codes").labels(["code"]).register().expect("a family");
    let ok = family.with(["200"]).expect("a series");
    hits.add(2);
    mine.add(3);
    ok.inc();
    word.set("last");
    stats.close().expect("a file");
    stats.close().expect("a second time does nothing");
    let closed = folder.decoded();
    assert_eq!(closed.header.state, header::CLOSED);
    assert_eq!((closed.value("hits{}"), closed.value("word{}")), ("5", "\"last\""));
    hits.inc();
    mine.inc();
    ok.inc();
    word.set("later");
    assert_eq!(hits.get(), 3, "it goes on, unseen");
    assert_eq!(folder.decoded(), closed);
    assert_eq!(stats.path(), None);
    family.with(["200"]).expect("what is there is found");
    let refused = [
        stats.counter("more").register().map(drop),
        family.with(["404"]).map(drop),
        stats.local().map(drop),
        stats.flush(true),
        mmstats::Metric::retire(ok).map(drop),
    ];
    for refused in refused {
        let error = refused.expect_err("the file is closed");
        assert_eq!(error.cause(), Cause::Closed, "{error}");
    }
    drop(stats);
    hits.inc();
    assert_eq!(hits.get(), 4);
}

#[test]
fn a_writer_that_is_dropped_closes_its_file() {
    let folder = Folder::new();
    let hits = folder.writer().counter("hits").register().expect("a counter");
    hits.inc();
    let decoded = folder.decoded();
    assert_eq!((decoded.header.state, decoded.value("hits{}")), (header::CLOSED, "0"));
}

/// As the C API ends one, whose handles are plain addresses.
#[test]
fn memory_that_is_left_behind_stays() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let address = AsRef::<mmstats::raw::Series>::as_ref(&hits).address();
    hits.inc();
    drop(hits);
    stats.leave_behind().expect("a file");
    // SAFETY: the memory stays mapped for the life of the process.
    let cell = unsafe { mmstats::format::cells::words(address, 1) };
    cell[0].add(7);
    assert_eq!(cell[0].load(Ordering::Relaxed), 7);
    assert_eq!(folder.decoded().value("hits{}"), "1");
}

/// F2-CLOSE, while others write: the file keeps what it had, whole, and nobody notices.
#[test]
fn threads_write_on() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let word = stats.text("word").register().expect("a text");
    let (written, closed) = (AtomicU64::new(0), AtomicBool::new(false));
    let start = Barrier::new(5);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mine = stats.local().expect("a stripe").counter(&hits);
                start.wait();
                while !closed.load(Ordering::Relaxed) {
                    hits.inc();
                    mine.inc();
                    word.set(if hits.get() % 2 == 0 { "even" } else { "odd, and longer" });
                    written.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let after = |more: u64| {
            let before = written.load(Ordering::Relaxed);
            while written.load(Ordering::Relaxed) < before + more {
                thread::yield_now();
            }
        };
        start.wait();
        after(1_000);
        stats.close().expect("a file");
        let decoded = folder.decoded();
        assert_eq!(decoded.header.state, header::CLOSED);
        assert!(["\"even\"", "\"odd, and longer\""].contains(&decoded.value("word{}")));
        after(1_000);
        assert_eq!(folder.decoded(), decoded);
        closed.store(true, Ordering::Relaxed);
    });
}

/// A child has no writer: it neither adds to its parent's file nor closes it.
#[test]
fn a_forked_child_leaves_the_file_alone() {
    let folder = Folder::new();
    let stats = folder.writer();
    // SAFETY: the child takes no lock that another thread could have held, but the allocator's,
    // which the C library looks after; and ends without running anything of this process.
    let child = unsafe { libc::fork() };
    assert_ne!(child, -1, "no process to test in");
    if child == 0 {
        let refused = stats.counter("more").register().is_err_and(|it| it.cause() == Cause::Closed);
        drop(stats);
        // SAFETY: ends this process.
        unsafe { libc::_exit(i32::from(!refused)) };
    }
    let mut status = 0;
    // SAFETY: our child, and a place for its status.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0, "the child was refused");
    let decoded = folder.decoded();
    assert_eq!((decoded.header.state, decoded.families.len()), (header::OPEN, 0));
    stats.counter("more").register().expect("the parent goes on").inc();
    assert_eq!(folder.decoded().value("more{}"), "1");
}

#[test]
fn flushed_values_are_there() {
    let folder = Folder::new();
    let stats = folder.writer();
    stats.counter("hits").register().expect("a counter").inc();
    stats.flush(true).expect("a file");
    stats.flush(false).expect("a file");
    assert_eq!(folder.decoded().value("hits{}"), "1");
}
