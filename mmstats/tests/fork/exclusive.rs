//! The right to publish, across a fork (F2-PUBLISH).

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::Struct;

use crate::case::{alone, in_child};
use crate::folder::Folder;

#[derive(Struct)]
struct Pair {
    n: u64,
    twice: u64,
}

impl Pair {
    fn of(n: u64) -> Pair {
        Pair { n, twice: 2 * n }
    }
}

/// Whoever had it in the parent: in the child it is free.
#[test]
fn one_that_another_thread_has() {
    alone("exclusive::one_that_another_thread_has", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let pair = stats.structure::<Pair>("pair").register().expect("a struct");
        let text = stats.text("text").register().expect("a text");
        let window = stats.window("window").register().expect("a window");
        let (taken, forked) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                let (mut pairs, _texts) = (pair.exclusive(), text.exclusive());
                taken.store(true, Ordering::Relaxed);
                while !forked.load(Ordering::Relaxed) {
                    pairs.publish(&Pair::of(1));
                }
            });
            while !taken.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            in_child("it publishes", || {
                for n in 0..1_000 {
                    pair.publish(&Pair::of(n));
                    text.set("free");
                    window.observe_at(1, n);
                }
                let mut exclusive = pair.exclusive();
                exclusive.publish(&Pair::of(5));
                let name = format!("test-{}.mmstats", std::process::id());
                let bytes = std::fs::read(folder.path().join(name)).expect("a file");
                let its = crate::folder::Decoded::of(&bytes);
                assert_eq!((its.value("pair{}"), its.value("text{}")), ("(5 10)", "\"free\""));
            });
            forked.store(true, Ordering::Relaxed);
        });
        pair.publish(&Pair::of(2));
        assert_eq!(folder.decoded().value("pair{}"), "(2 4)");
    });
}

/// The thread that forks goes on with its own, and threads of the child get it in turn.
#[test]
fn one_that_the_forking_thread_has() {
    alone("exclusive::one_that_the_forking_thread_has", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let pair = stats.structure::<Pair>("pair").register().expect("a struct");
        let mut right = Some(pair.exclusive());
        right.as_mut().expect("it").publish(&Pair::of(1));
        in_child("it publishes", || {
            let (times, done) = (200, AtomicBool::new(false));
            let mut exclusive = right.take().expect("it");
            thread::scope(|scope| {
                let other = scope.spawn(|| (0..times).for_each(|n| pair.publish(&Pair::of(n))));
                other.join().expect("it was free until this thread published");
                exclusive.publish(&Pair::of(2));
                let waits = scope.spawn(|| {
                    pair.publish(&Pair::of(3));
                    done.store(true, Ordering::Relaxed);
                });
                for n in 0..times {
                    exclusive.publish(&Pair::of(n));
                    thread::yield_now();
                }
                assert!(!done.load(Ordering::Relaxed), "two had the right to publish");
                drop(exclusive);
                waits.join().expect("now it is free");
            });
            stats.follow().expect("a file");
            let bytes = std::fs::read(stats.path().expect("a file")).expect("a file");
            assert_eq!(crate::folder::Decoded::of(&bytes).value("pair{}"), "(3 6)");
        });
        right.as_mut().expect("it").publish(&Pair::of(4));
        drop(right);
        pair.publish(&Pair::of(5));
        assert_eq!(folder.decoded().value("pair{}"), "(5 10)");
    });
}
