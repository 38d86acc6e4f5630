//! Every system call of a fold fails, one after the other, once and for good: no total changes.

use std::fs;
use std::time::Duration;

use crate::child;
use crate::items::{ago, list};
use crate::place::{Place, total};
use crate::trap::{Failure, Lack, name_of, run, with_traps};

const HITS: u64 = 3;

/// What a call may say.
const ERRORS: [i32; 3] = [libc::EIO, libc::ENOSPC, libc::EMFILE];

/// Runs a test in a process of its own: a lock that can't be given back goes with its file, but a
/// process that another test forks has that open, too.
fn alone(test: &str, body: impl FnOnce() + Send) {
    match child::role() {
        Some(_) => with_traps(body),
        None => child::run(child::command(test, "alone")),
    }
}

/// Has each call of a fold fail, in a folder of three hits. `expected` are some that have to be
/// among them.
fn every_call_fails(lacks: &'static [Lack], expected: &[&str], prepare: impl Fn(&Place)) {
    let round = |failure| {
        let place = Place::in_memory();
        prepare(&place);
        let ((), made) = run(lacks, failure, || drop(place.fold().run()));
        let failed = failure.and_then(|failure: Failure| made.get(failure.at));
        let what = failed.map_or("no call", |call| name_of(*call));
        let mut web = place.application();
        assert_eq!(total(&mut web), HITS, "{what} failed: {failure:?}");
        // Whoever folds next goes on, and folds what is left.
        let report = place.run();
        assert_eq!(total(&mut web), HITS, "behind it; {what} failed: {failure:?}, {report:?}");
        assert_eq!((place.hits(), place.names().len()), (HITS, 1), "{what} failed: {failure:?}");
        made
    };
    // The first time some calls are made once for all.
    round(None);
    let calls = round(None);
    let names: Vec<_> = calls.iter().map(|call| name_of(*call)).collect();
    for name in expected {
        assert!(names.contains(name), "no {name} among {names:?}");
    }
    for at in 0..calls.len() {
        for error in ERRORS {
            for for_good in [false, true] {
                round(Some(Failure { at, error, for_good }));
            }
        }
    }
    println!("{} calls: {}", calls.len(), names.join(" "));
}

/// A file that was folded long ago and is still there, for who folded it was killed; and one that
/// is to be folded.
fn leave(place: &Place) {
    let left = place.leave("a.mmstats", 1);
    let bytes = fs::read(&left).expect("ours");
    place.run();
    let mut items = mmstats::format::Folded { id: [0; 16], time: ago(Duration::from_secs(7200)) };
    items.id.copy_from_slice(&bytes[mmstats::format::layout::header::FILE_ID..][..16]);
    fs::remove_file(place.accumulator()).expect("ours");
    // What the file counted, and another id.
    place.leave("first.mmstats", 1);
    place.run();
    list(&place.accumulator(), &[items]);
    fs::write(&left, bytes).expect("ours");
    place.leave("b.mmstats", 2);
}

/// F2-FOLD, F2-FOLD-AGAIN: where an accumulator is, which lists a file that is there.
#[test]
fn of_a_fold() {
    let expected = ["openat", "getdents64", "fallocate", "pwrite64", "renameat", "unlinkat"];
    alone("failures::of_a_fold", || every_call_fails(&[], &expected, leave));
}

/// F2-FOLD-AGAIN: a list that ends too early isn't a folder that has no more: an accumulator would
/// forget what it holds of files that are there.
#[test]
fn of_a_list() {
    alone("failures::of_a_list", || {
        let place = Place::in_memory();
        leave(&place);
        let fold = place.fold().dry_run(true);
        fold.run().expect("a folder");
        let (_, made) = run(&[], None, || fold.run());
        let lists = (0..).zip(&made).filter(|(_, call)| name_of(**call) == "getdents64");
        let lists: Vec<usize> = lists.map(|(at, _)| at).collect();
        assert!(lists.len() >= 2, "{made:?}");
        for at in lists {
            let failure = Failure { at, error: libc::EIO, for_good: false };
            let (report, _) = run(&[], Some(failure), || fold.run());
            assert!(report.is_err(), "call {at}: {report:?}");
        }
    });
}

/// F2-FOLD: where no accumulator is, and no file can be without a name.
#[test]
fn of_the_first_fold() {
    const NO_UNNAMED: &[Lack] = &[Lack {
        call: libc::SYS_openat,
        when: |arguments| arguments[2] & libc::O_TMPFILE as usize == libc::O_TMPFILE as usize,
        error: libc::EOPNOTSUPP,
    }];
    let expected = ["openat", "getdents64", "fallocate", "pwrite64", "linkat", "unlinkat"];
    let prepare = |place: &Place| {
        place.leave("a.mmstats", 1);
        place.leave("b.mmstats", 2);
    };
    alone("failures::of_the_first_fold", || every_call_fails(NO_UNNAMED, &expected, prepare));
}
