//! A forked child that asks for a file of its own: it stays without, and can ask again (F2-FOLLOW).

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use mmstats::{Counter, Reader, Writer};

use crate::every::{ALONE, ways};
use crate::place::Place;
use crate::trap::{self, Failure, Lack, name_of, with_traps};

/// What a child ends with.
const FAILED_CALL_CAME: i32 = 0;
const CHECK_FAILED: i32 = 1;
const NO_SUCH_CALL: i32 = 2;

/// In the child. What it wrote before it has a file is in it.
fn follow(place: &Place, stats: (Writer, Counter), failure: Failure) -> i32 {
    let (writer, counter) = stats;
    counter.add(2);
    let (followed, made) = trap::run(&[], Some(failure), || writer.follow());
    let Some(failed) = made.get(failure.at).map(|call| name_of(*call)) else {
        followed.expect("nothing failed");
        return NO_SUCH_CALL;
    };
    counter.add(3);
    if followed.is_err() {
        assert_eq!(place.names().iter().filter(|name| *name != "test.mmstats").count(), 0);
        writer.follow().expect("now it works");
    }
    let path = writer.path().expect("a file of its own");
    let reader = Reader::open(&path).expect("a stats file");
    let hits = reader.snapshot().get("hits").expect("a series");
    assert_eq!(hits.value().as_u64(), Some(5), "{failed}");
    drop((reader, writer, counter));
    place.assert_nothing_is_left(failed);
    FAILED_CALL_CAME
}

/// A write of this thread between two calls: after the content of the file was taken.
#[test]
fn what_is_written_meanwhile_is_in_it() {
    static COUNTER: OnceLock<Counter> = OnceLock::new();
    fn write(_: &[usize; 6]) -> bool {
        COUNTER.get().expect("it was set").inc();
        false
    }
    static WRITES: [Lack; 1] = [Lack { call: libc::SYS_fallocate, when: write, error: 0 }];
    let _alone = ALONE.lock();
    with_traps(|| {
        let place = Place::new();
        let writer = place.writer();
        let counter = writer.counter("hits").register().expect("a counter");
        let code = in_child(|| {
            // Here, for it keeps its memory.
            COUNTER.set(counter.clone()).expect("once");
            counter.add(2);
            let (followed, _) = trap::run(&WRITES, None, || writer.follow());
            followed.expect("a file");
            let reader = Reader::open(writer.path().expect("a file")).expect("a stats file");
            let hits = reader.snapshot().get("hits").expect("a series");
            assert_eq!(hits.value().as_u64(), Some(3));
            FAILED_CALL_CAME
        });
        assert_eq!(code, FAILED_CALL_CAME);
    });
}

/// Forks; ends the child with what `body` says.
fn in_child(body: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child does what a process with one thread may, and ends by itself: in time, should a
    // lock be another thread's.
    let child = unsafe { libc::fork() };
    assert_ne!(child, -1, "no process to test in");
    if child == 0 {
        // SAFETY: a number.
        unsafe { libc::alarm(60) };
        let code = catch_unwind(AssertUnwindSafe(body)).unwrap_or(CHECK_FAILED);
        // SAFETY: ends this process, and nothing else.
        unsafe { libc::_exit(code) };
    }
    let mut status = 0;
    // SAFETY: our child, and a place for its status.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert!(libc::WIFEXITED(status), "the child ended by signal {}", libc::WTERMSIG(status));
    libc::WEXITSTATUS(status)
}

#[test]
fn following() {
    let _alone = ALONE.lock();
    with_traps(|| {
        let mut calls = 0;
        for at in 0.. {
            let mut ends = Vec::new();
            for (error, for_good) in ways() {
                let failure = Failure { at, error, for_good };
                let place = Place::new();
                let writer = place.writer();
                let counter = writer.counter("hits").register().expect("a counter");
                let stats = (writer, counter);
                // The parent's go with the child's, and its file stays.
                let end = in_child(|| follow(&place, stats, failure));
                assert_ne!(end, CHECK_FAILED, "{failure:?}");
                ends.push(end);
                assert!(fs::exists(place.file()).expect("a folder"), "{failure:?}");
            }
            if ends.contains(&NO_SUCH_CALL) {
                break;
            }
            calls = at + 1;
        }
        println!("{calls} calls failed");
        assert!(calls > 10, "a file takes more calls");
    });
}
