//! Creation and removal of a file of format 1: the handles go on, and it can be tried again.

use std::fs;

use mmstats::v1::{Counter, Reader, Value, Writer};

use crate::every::every_call_fails;
use crate::fallbacks::NO_UNNAMED_FILE;
use crate::place::Place;
use crate::trap::{Lack, with_traps};

fn writer(place: &Place) -> (Writer, Counter) {
    let options = Writer::options("test").path(place.path()).filename("test.mmstats");
    let mut writer = options.build().expect("a writer");
    let counter = writer.counter("hits").expect("a field");
    counter.add(3);
    (writer, counter)
}

fn assert_count(place: &Place, expected: u64) {
    let reader = Reader::open(place.file()).expect("a stats file");
    assert_eq!(reader.get("hits").expect("a field").value(), Value::U64(expected));
}

fn creating(lacks: &'static [Lack], expected: &[&str]) {
    with_traps(|| {
        every_call_fails(
            lacks,
            expected,
            writer,
            |(writer, counter)| {
                let created = writer.create_file();
                counter.inc();
                created
            },
            |place: &Place, (mut writer, counter), result| {
                if result.is_err() {
                    assert_eq!(writer.path(), None);
                    writer.create_file().expect("now it works");
                }
                counter.inc();
                assert_count(place, 5);
                writer.remove().expect("a file of ours");
                assert!(!fs::exists(place.file()).expect("a folder that can be looked at"));
            },
        );
    });
}

#[test]
fn a_file_without_a_name() {
    creating(&[], &["openat", "fallocate", "pwrite64", "fcntl", "mmap", "linkat"]);
}

#[test]
fn a_file_with_a_dot_name() {
    creating(&NO_UNNAMED_FILE, &["openat", "linkat", "unlinkat"]);
}

#[test]
fn removing() {
    with_traps(|| {
        every_call_fails(
            &[],
            &["mremap", "fcntl"],
            |place: &Place| {
                let (mut writer, counter) = writer(place);
                writer.create_file().expect("a file");
                (writer, counter)
            },
            |(writer, counter)| {
                let removed = writer.remove();
                counter.inc();
                removed
            },
            |place: &Place, (mut writer, counter), result| {
                if result.is_err() {
                    writer.remove().expect("now it works");
                }
                assert_eq!(place.names().iter().filter(|name| name.starts_with('.')).count(), 0);
                counter.inc();
                assert_eq!(counter.get(), 5);
            },
        );
    });
}
