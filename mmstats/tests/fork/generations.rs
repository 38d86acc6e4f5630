//! Children of children.

use std::fs;
use std::path::PathBuf;

use crate::case::{alone, in_child};
use crate::folder::{Decoded, Folder};

fn own(folder: &Folder) -> PathBuf {
    folder.path().join(format!("test-{}.mmstats", std::process::id()))
}

fn hits(path: PathBuf) -> String {
    Decoded::of(&fs::read(path).expect("a file")).value("hits{}").to_owned()
}

/// F2-FOLLOW: each counts from 0, and what it counts is in its file only.
#[test]
fn each_follows() {
    alone("generations::each_follows", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let counter = stats.counter("hits").register().expect("a counter");
        counter.add(1);
        in_child("a child", || {
            counter.add(10);
            in_child("a grandchild", || {
                counter.add(100);
                in_child("its child", || {
                    counter.add(1_000);
                    assert_eq!(hits(own(&folder)), "1000");
                });
                assert_eq!(hits(own(&folder)), "100");
            });
            assert_eq!(hits(own(&folder)), "10");
        });
        assert_eq!(hits(folder.file()), "1");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4);
    });
}

/// What a child without a file counted is not counted again by its own child.
#[test]
fn a_child_of_one_that_has_no_file() {
    alone("generations::a_child_of_one_that_has_no_file", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let counter = stats.counter("hits").register().expect("a counter");
        counter.add(1);
        in_child("a child", || {
            counter.add(10);
            in_child("a grandchild", || {
                counter.add(100);
                stats.follow().expect("a file");
                assert_eq!(hits(own(&folder)), "100");
            });
            stats.follow().expect("a file");
            in_child("a grandchild of one that has a file", || {
                counter.add(1_000);
                assert_eq!(stats.path(), None);
            });
            assert_eq!(hits(own(&folder)), "10");
        });
        assert_eq!(hits(folder.file()), "1");
    });
}

/// Two forks and an end in between, as of a daemon.
#[test]
fn one_whose_parent_has_ended() {
    alone("generations::one_whose_parent_has_ended", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let counter = stats.counter("hits").register().expect("a counter");
        let (mut reader, writer) = std::io::pipe().expect("a pipe");
        in_child("a child that ends at once", || {
            // Nobody waits for it: the pipe says when it has ended.
            let _ = crate::case::fork("a daemon", || {
                counter.add(100);
                assert_eq!(hits(own(&folder)), "100");
                std::io::Write::write_all(&mut &writer, b"done").expect("a pipe");
            });
        });
        drop(writer);
        let mut said = String::new();
        std::io::Read::read_to_string(&mut reader, &mut said).expect("a pipe");
        assert_eq!(said, "done");
    });
}
