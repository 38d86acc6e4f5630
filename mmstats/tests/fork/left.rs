//! A child that doesn't follow (F2-FORK).

use std::fs;
use std::os::fd::AsRawFd;

use mmstats::{Cause, FixedText, Kept, Leftover, Liveness, Metric, Reader, Struct};

use crate::case::{alone, fork_unseen, in_child};
use crate::folder::Folder;

#[derive(Struct)]
struct Pair {
    n: u64,
    word: FixedText<8>,
}

fn closed<T: std::fmt::Debug>(result: Result<T, mmstats::Error>) {
    let error = result.expect_err("the file is the parent's");
    assert_eq!(error.cause(), Cause::Closed, "{error}");
    assert!(error.to_string().contains("follow"), "it says what to do: {error}");
}

/// F2-FORK, F2-LATE: whatever the child writes, the parent's file has what the parent wrote.
#[test]
fn what_it_writes_is_not_in_the_file() {
    alone("left::what_it_writes_is_not_in_the_file", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let hits = stats.counter("hits").register().expect("a counter");
        let load = stats.gauge_f64("load").register().expect("a gauge");
        let word = stats.text("word").register().expect("a text");
        let pair = stats.structure::<Pair>("pair").register().expect("a struct");
        let sizes = stats.histogram("sizes").register().expect("a histogram");
        let recent = stats.window("recent").register().expect("a window");
        let local = stats.local().expect("a stripe");
        let (mine, my_window) = (local.counter(&hits), local.window(&recent));
        let write = |n: u64| {
            hits.add(n);
            load.set(n as f64);
            word.set(&format!("word {n}"));
            pair.publish(&Pair { n, word: "x".into() });
            sizes.observe(n);
            recent.observe_at(1, n);
            mine.add(n);
            my_window.observe_at(1, n);
        };
        write(3);
        let before = folder.decoded();
        in_child("it writes", || {
            assert_eq!((hits.get(), load.get()), (0, 0.0), "its memory begins empty");
            (1..=100).for_each(write);
            assert_eq!((hits.get(), load.get()), (5050, 100.0), "and is its own");
            assert_eq!(folder.decoded(), before);
        });
        assert_eq!(folder.decoded(), before);
        write(4);
        assert_eq!(folder.decoded().value("hits{}"), "14");
        assert_eq!(folder.decoded().value("pair{}"), "(4 \"x\")");
    });
}

#[test]
fn it_has_neither_file_nor_mapping_nor_lock() {
    alone("left::it_has_neither_file_nor_mapping_nor_lock", || {
        let folder = Folder::new();
        let mut stats = Some(folder.writer());
        let hits = stats.as_ref().expect("it").counter("hits").register().expect("a counter");
        let name = folder.path().to_str().expect("UTF-8").to_owned();
        let alive = || {
            let reader = Reader::open(folder.file()).expect("a file");
            assert_eq!(reader.writer(), Liveness::Alive);
        };
        in_child("it looks", || {
            let mut files = fs::read_dir("/proc/self/fd").expect("a folder");
            let is_there = |file: fs::DirEntry| {
                fs::read_link(file.path()).is_ok_and(|to| to.starts_with(folder.path()))
            };
            assert!(!files.any(|file| is_there(file.expect("an entry"))), "a descriptor");
            let maps = fs::read_to_string("/proc/self/maps").expect("a text");
            assert!(!maps.contains(&name), "a mapping");
            hits.inc();
            alive();
            drop(stats.take());
        });
        alive();
        hits.inc();
        assert_eq!(folder.decoded().value("hits{}"), "1");
    });
}

#[test]
fn nothing_is_registered_and_what_is_there_is_found() {
    alone("left::nothing_is_registered_and_what_is_there_is_found", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
        let known = hits.with(["/"]).expect("a series");
        let before = folder.decoded();
        in_child("it registers", || {
            assert_eq!(stats.path(), None);
            let said = stats.warning().expect("there is no file").to_string();
            assert!(said.contains("not published") && said.contains("follow"), "{said}");
            hits.with(["/"]).expect("what is there is found").inc();
            closed(hits.with(["/new"]));
            closed(stats.counter("more").register());
            closed(stats.local());
            closed(stats.flush(true));
            closed(known.clone().retire());
            stats.close().expect("nothing to close");
            stats.close().expect("nothing to close");
        });
        assert_eq!(folder.decoded(), before);
        hits.with(["/new"]).expect("the parent goes on").inc();
        assert_eq!(folder.decoded().value("hits{path=/new}"), "1");
    });
}

/// Past all handlers nobody knows what the parent's other threads were doing: it is refused, and
/// nothing waits for them.
#[test]
fn a_child_by_the_system_call_is_refused() {
    alone("left::a_child_by_the_system_call_is_refused", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let mut local = Some(stats.local().expect("a stripe"));
        let before = folder.decoded();
        let child = fork_unseen("it registers", || {
            let refused = [stats.counter("more").register().map(drop), stats.follow()];
            for refused in refused {
                assert_eq!(refused.expect_err("nobody's").cause(), Cause::Closed);
            }
            assert_eq!((stats.path(), stats.size()), (None, 12 << 10));
            drop(local.take());
            stats.close().expect("nothing to close");
        });
        child.wait();
        assert_eq!(folder.decoded(), before);
    });
}

/// Whether anybody holds a lock of the file.
fn is_locked(folder: &Folder) -> bool {
    let file = fs::File::open(folder.file()).expect("a file");
    let mut lock = libc::flock {
        l_type: libc::F_RDLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: an open file, and a place for the answer.
    let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
    assert_eq!(asked, 0, "the file system tells of locks");
    lock.l_type != libc::F_UNLCK as libc::c_short
}

/// F2-LOCK: the lock stays the parent's, also where a child takes itself for the parent: each is the
/// first process of its own pid namespace.
#[test]
fn a_child_with_the_process_id_of_its_parent() {
    alone("left::a_child_with_the_process_id_of_its_parent", || {
        let own_namespace = || {
            // SAFETY: a number; children of this process get a namespace.
            unsafe { libc::unshare(libc::CLONE_NEWPID) == 0 }
        };
        if !own_namespace() {
            let error = std::io::Error::last_os_error();
            return eprintln!("not tested in pid namespaces, which need CAP_SYS_ADMIN: {error}");
        }
        in_child("the first process of a namespace", || {
            assert_eq!(std::process::id(), 1);
            let folder = Folder::new();
            let stats = folder.writer();
            let hits = stats.counter("hits").register().expect("a counter");
            assert!(is_locked(&folder) && own_namespace());
            in_child("that of the next", || {
                assert_eq!(std::process::id(), 1);
                hits.inc();
                stats.follow().expect("a file");
            });
            assert!(is_locked(&folder), "the child gave the parent's lock back");
            assert_eq!(folder.decoded().value("hits{}"), "0");
        });
    });
}

/// F2-TAKEN: what a parent has under its lock stays locked, whatever a child does with its copy.
#[test]
fn what_the_parent_would_remove_stays_locked() {
    alone("left::what_the_parent_would_remove_stays_locked", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let path = stats.path().expect("a file");
        drop(stats);
        let mut left = Some(Leftover::of(&path).expect("its writer closed it"));
        in_child("it drops its copy", || drop(left.take()));
        let again = Leftover::of(&path).expect_err("the parent has it");
        assert!(matches!(again, Kept::Locked), "{again:?}");
        assert!(left.is_some());
    });
}
