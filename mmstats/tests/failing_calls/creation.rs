//! Creation of a file of format 2, in each of its ways (F2-CREATE, F2-TAKEN).

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

use mmstats::format::layout::header;
use mmstats::{Error, Writer};

use crate::every::every_call_fails;
use crate::fallbacks::{NO_LINK_OF_A_FILE, NO_UNNAMED_FILE, NO_UNNAMED_FILE_NO_LINK};
use crate::place::Place;
use crate::trap::{Lack, with_traps};

/// A writer that works, or an error; then one that works.
fn check(place: &Place, result: Result<Writer, Error>) {
    if let Ok(writer) = result {
        assert_goes_on(place, &writer);
    }
    assert_goes_on(place, &place.writer());
}

fn assert_goes_on(place: &Place, writer: &Writer) {
    let counter = writer.counter("hits").register().expect("a counter");
    counter.add(3);
    assert_eq!(place.count("hits"), 3);
}

fn every_failure(lacks: &'static [Lack], prepare: fn(&Place), expected: &[&str]) {
    let prepare = |place: &Place| {
        prepare(place);
        place.options()
    };
    with_traps(|| {
        every_call_fails(
            lacks,
            expected,
            prepare,
            |options| options.clone().build(),
            |place, _, result| check(place, result),
        );
    });
}

fn nothing(_: &Place) {}

/// Its writer closed it.
fn dead_file(place: &Place) {
    drop(place.writer());
}

/// Nobody can say whether its writer lives.
fn unknown_file(place: &Place) {
    dead_file(place);
    let file = OpenOptions::new().write(true).open(place.file()).expect("a file");
    let put = |at: usize, word: u64| {
        file.write_all_at(&word.to_le_bytes(), at as u64).expect("a file of ours");
    };
    put(header::STATE, header::OPEN);
    put(header::PID_NAMESPACE, 0);
    put(header::INODE, 0);
}

#[test]
fn a_file_without_a_name() {
    let calls = ["openat", "fchmod", "fallocate", "fcntl", "pwrite64", "mmap", "linkat", "madvise"];
    every_failure(&[], nothing, &calls);
}

#[test]
fn a_file_with_a_dot_name() {
    let calls = ["openat", "getrandom", "getdents64", "linkat", "unlinkat", "newfstatat"];
    every_failure(&NO_UNNAMED_FILE, nothing, &calls);
}

#[test]
fn a_file_that_can_be_named_by_a_rename_only() {
    every_failure(&NO_UNNAMED_FILE_NO_LINK, nothing, &["renameat2"]);
}

#[test]
fn a_file_that_has_to_be_made_again() {
    every_failure(&NO_LINK_OF_A_FILE, nothing, &["openat", "getrandom", "linkat", "unlinkat"]);
}

#[test]
fn in_the_place_of_a_dead_writers() {
    every_failure(&[], dead_file, &["linkat", "fcntl", "pread64", "renameat", "getrandom"]);
}

#[test]
fn in_the_place_of_a_dead_writers_by_a_dot_name() {
    every_failure(&NO_UNNAMED_FILE, dead_file, &["linkat", "pread64", "renameat"]);
}

/// Whatever fails, the bytes are kept.
#[test]
fn where_somebody_may_write() {
    with_traps(|| {
        every_call_fails(
            &[],
            &["renameat2", "getrandom"],
            |place: &Place| {
                unknown_file(place);
                (place.options(), fs::read(place.file()).expect("a file"))
            },
            |(options, _)| options.clone().build(),
            |place: &Place, (_, before), result| {
                check(place, result);
                let names = place.names();
                let kept = names.iter().any(|name| {
                    fs::read(place.path().join(name)).is_ok_and(|bytes| bytes == before)
                });
                assert!(kept, "{names:?}");
            },
        );
    });
}
