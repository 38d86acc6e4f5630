//! Format 1's writers in a forked child (F2-FORK): their files are the parent's, too.

use std::fs;

use mmstats::Cause;
use mmstats::v1::{Reader, Value, Writer};

use crate::case::{alone, in_child};
use crate::folder::Folder;

fn writer(folder: &Folder) -> Writer {
    let options = Writer::options("test").path(folder.path()).filename("{PID}.mmstats");
    options.build().expect("a writer")
}

#[test]
fn what_a_child_writes_is_not_in_the_file() {
    alone("format1::what_a_child_writes_is_not_in_the_file", || {
        let folder = Folder::new();
        let mut stats = writer(&folder);
        let hits = stats.counter("hits").expect("a field");
        let word = stats.text("word", 16).expect("a field");
        let mut mean = stats.average("mean").expect("a field");
        let path = stats.create_file().expect("a file");
        hits.add(3);
        word.set("parent");
        mean.add(1.0);
        let before = fs::read(&path).expect("a file");
        in_child("it writes", || {
            assert_eq!((hits.get(), word.get().as_str()), (3, "parent"), "it goes on with those");
            hits.inc();
            word.set("child");
            mean.add(2.0);
            assert_eq!((hits.get(), word.get().as_str()), (4, "child"));
            assert_eq!(stats.path(), None);
            for refused in [stats.flush(), stats.flush_async(), stats.remove()] {
                let error = refused.expect_err("the file is the parent's");
                assert_eq!(error.cause(), Cause::Closed, "{error}");
            }
            let open = fs::read_dir("/proc/self/fd").expect("a folder").flatten();
            let mut open = open.filter_map(|file| fs::read_link(file.path()).ok());
            assert!(!open.any(|to| to == path), "a descriptor");
        });
        assert_eq!(fs::read(&path).expect("a file"), before);
        hits.inc();
        let reader = Reader::open(&path).expect("a file");
        assert_eq!(reader.get("hits").expect("a field").value(), Value::U64(4));
    });
}

/// Handles outlive their writer, and their memory is the file's.
#[test]
fn handles_of_a_writer_that_has_gone() {
    alone("format1::handles_of_a_writer_that_has_gone", || {
        let folder = Folder::new();
        let mut stats = writer(&folder);
        let hits = stats.counter("hits").expect("a field");
        let path = stats.create_file().expect("a file");
        drop(stats);
        in_child("it writes", || hits.add(10));
        hits.inc();
        let reader = Reader::open(&path).expect("a file");
        assert_eq!(reader.get("hits").expect("a field").value(), Value::U64(1));
    });
}

#[test]
fn one_without_a_file_makes_its_own() {
    alone("format1::one_without_a_file_makes_its_own", || {
        let folder = Folder::new();
        let mut stats = writer(&folder);
        let hits = stats.counter("hits").expect("a field");
        hits.add(2);
        in_child("it creates a file", || {
            hits.inc();
            let path = stats.create_file().expect("a file of its own");
            let reader = Reader::open(&path).expect("a file");
            assert_eq!(reader.get("hits").expect("a field").value(), Value::U64(3));
            assert_eq!(reader.writer_pid(), Some(std::process::id().into()));
            stats.remove().expect("its own");
        });
        let path = stats.create_file().expect("a file");
        let reader = Reader::open(&path).expect("a file");
        assert_eq!(reader.get("hits").expect("a field").value(), Value::U64(2));
    });
}
