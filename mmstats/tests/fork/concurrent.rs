//! Forks while other threads are in the middle of everything.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use mmstats::{Metric, Struct, Writer};

use crate::case::{alone, in_child};
use crate::folder::{Decoded, Folder};

const FORKS: usize = 200;

#[derive(Struct)]
struct One {
    n: u64,
}

/// Has threads stop, also where a test fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// All that takes a lock, again and again, until told to stop.
fn disturb(folder: &Folder, stats: &Writer, thread: usize, stop: &AtomicBool, rounds: &AtomicU64) {
    let family = stats.counter("family").labels(["n"]).limit(8).register().expect("a family");
    let one = stats.structure::<One>("one").register().expect("a struct");
    for n in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        match thread {
            0 => {
                let name = format!("m{}", n % 300);
                stats.counter(&name).register().expect("a counter").inc();
            }
            1 => {
                let series = family.with([(n % 20).to_string()]).expect("a series");
                series.inc();
                if !AsRef::<mmstats::raw::Series>::as_ref(&series).is_overflow() {
                    series.retire().expect("a file");
                }
            }
            2 => {
                let local = stats.local().expect("a stripe");
                local.counter(&family.with(["local"]).expect("a series")).inc();
                one.publish(&One { n });
            }
            _ => {
                let options = folder.options().filename("{TID}.mmstats").follow(true);
                let other = options.build().expect("a writer");
                other.counter("c").register().expect("a counter").inc();
                let path = other.path().expect("a file");
                drop(other);
                fs::remove_file(path).expect("ours");
            }
        }
        rounds.fetch_add(1, Ordering::Relaxed);
    }
}

/// What it has open in the folder, and in its address space, is its own: the files that have its
/// process id in their names.
fn assert_has_only_its_own(folder: &Folder) {
    let own_name = std::process::id().to_string();
    let named = fs::read_dir(folder.path()).expect("a folder").flatten();
    let named = named.filter(|file| file.file_name().to_string_lossy().contains(&own_name));
    let own: Vec<_> = named.filter_map(|file| Some(file.metadata().ok()?.ino())).collect();
    let name = folder.path().to_str().expect("UTF-8");
    for file in fs::read_dir("/proc/self/fd").expect("a folder").flatten() {
        let Ok(to) = fs::read_link(file.path()) else { continue };
        let is_own = fs::metadata(file.path()).is_ok_and(|about| own.contains(&about.ino()));
        assert!(is_own || !to.starts_with(folder.path()), "{to:?} is not of child {own_name}");
    }
    let maps = fs::read_to_string("/proc/self/maps").expect("a text");
    for line in maps.lines().filter(|line| line.contains(name)) {
        // Addresses, permissions, offset, device, inode, path.
        let inode = line.split_ascii_whitespace().nth(4).and_then(|inode| inode.parse().ok());
        assert!(inode.is_some_and(|inode| own.contains(&inode)), "{line} is not of {own_name}");
    }
}

/// What a child does that has none of those threads.
fn use_all(folder: &Folder, stats: &Writer) {
    assert_has_only_its_own(folder);
    let path = folder.path().join(format!("test-{}.mmstats", std::process::id()));
    assert_eq!(stats.path(), Some(path.clone()), "{:?}", stats.warning());
    stats.counter("new").register().expect("a counter").inc();
    let family = stats.counter("family").labels(["n"]).limit(8).register().expect("a family");
    for n in 0..20 {
        family.with([n.to_string()]).expect("a series").inc();
    }
    let one = stats.structure::<One>("one").register().expect("a struct");
    one.publish(&One { n: 7 });
    let local = stats.local().expect("a stripe");
    local.counter(&family.with(["0"]).expect("a series")).inc();
    let its = Decoded::of(&fs::read(&path).expect("a file"));
    assert_eq!((its.value("new{}"), its.value("one{}")), ("1", "(7)"));
    let number = |value: &String| value.parse::<u64>().expect("a number");
    let family = its.values.iter().filter(|(name, _)| name.starts_with("family{"));
    assert_eq!(family.map(|(_, value)| number(value)).sum::<u64>(), 21, "all is counted once");
    drop(local);
    stats.close().expect("a file");
    fs::remove_file(path).expect("ours");
}

/// F2-FORK, F2-FOLLOW: no child waits for a thread that it doesn't have, and each finds the
/// directory whole.
#[test]
fn no_child_waits_for_a_thread_that_is_not_there() {
    alone("concurrent::no_child_waits_for_a_thread_that_is_not_there", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let (stop, rounds) = (AtomicBool::new(false), AtomicU64::new(0));
        thread::scope(|scope| {
            let (folder, stats, stop, rounds) = (&folder, &stats, &stop, &rounds);
            for thread in 0..4 {
                scope.spawn(move || disturb(folder, stats, thread, stop, rounds));
            }
            let _stop = Stop(stop);
            for n in 0..FORKS {
                let before = rounds.load(Ordering::Relaxed);
                while rounds.load(Ordering::Relaxed) < before + 4 {
                    thread::yield_now();
                }
                in_child(&format!("child {n}"), || use_all(folder, stats));
            }
        });
        // The parent's file is whole, and the children's have gone, but those of the writers that
        // were just being used by another thread.
        folder.decoded();
    });
}

/// Many threads fork at once.
#[test]
fn threads_that_fork_at_once() {
    alone("concurrent::threads_that_fork_at_once", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let hits = stats.counter("hits").register().expect("a counter");
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let local = stats.local().expect("a stripe");
                    let mine = local.counter(&hits);
                    for _ in 0..FORKS / 4 {
                        mine.inc();
                        in_child("one of many", || {
                            mine.add(2);
                            let path = stats.path().expect("a file");
                            let bytes = fs::read(&path).expect("a file");
                            assert_eq!(Decoded::of(&bytes).value("hits{}"), "2");
                            fs::remove_file(path).expect("ours");
                        });
                    }
                });
            }
        });
        assert_eq!(folder.decoded().value("hits{}"), FORKS.to_string());
    });
}
