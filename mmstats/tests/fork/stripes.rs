//! Stripes in a child (F2-STRIPE).

use std::sync::Barrier;
use std::thread;

use crate::case::{alone, in_child};
use crate::folder::{Decoded, Folder};

/// The thread that forked keeps its own; those of threads that are not there are free.
#[test]
fn those_of_other_threads_are_free() {
    alone("stripes::those_of_other_threads_are_free", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let hits = stats.counter("hits").register().expect("a counter");
        let (taken, forked) = (Barrier::new(11), Barrier::new(11));
        thread::scope(|scope| {
            for _ in 0..10 {
                scope.spawn(|| {
                    let local = stats.local().expect("a stripe");
                    local.counter(&hits).inc();
                    taken.wait();
                    forked.wait();
                });
            }
            taken.wait();
            let own = stats.raw_local().expect("a stripe");
            assert_eq!(own.stripe(), Some(11));
            let local = stats.local().expect("a stripe");
            let mut mine = Some(local.counter(&hits));
            let mut local = Some(local);
            let inc = |mine: &Option<mmstats::LocalCounter>, n| mine.as_ref().expect("it").add(n);
            inc(&mine, 1);
            in_child("it takes all", || {
                let others: Vec<_> = (0..62).map(|_| stats.raw_local().expect("one")).collect();
                let numbers: Vec<_> = others.iter().filter_map(|local| local.stripe()).collect();
                let all: Vec<_> = (1..=64).filter(|n| ![11, 12].contains(n)).collect();
                assert_eq!(numbers, all);
                assert_eq!(stats.raw_local().expect("none is left").stripe(), None);
                inc(&mine, 5);
                drop((mine.take(), local.take()));
                let twelfth = stats.raw_local().expect("it was given back");
                own.give_back();
                let eleventh = stats.raw_local().expect("it was given back");
                assert_eq!((twelfth.stripe(), eleventh.stripe()), (Some(12), Some(11)));
                let bytes = std::fs::read(stats.path().expect("a file")).expect("a file");
                assert_eq!(Decoded::of(&bytes).value("hits{}"), "5");
            });
            forked.wait();
        });
        assert_eq!(folder.decoded().value("hits{}"), "11");
    });
}

/// A local object of a thread that isn't there: what ends it in the child must not give its stripe
/// away, which somebody may have by then.
#[test]
fn one_that_is_ended_in_the_child() {
    /// A thread's local object in other hands, as C can have it.
    struct Foreign(mmstats::raw::Local);
    // SAFETY: its thread waits while another process ends it, and never uses it again.
    unsafe impl Sync for Foreign {}

    alone("stripes::one_that_is_ended_in_the_child", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let (taken, forked) = (Barrier::new(2), Barrier::new(2));
        let place = std::sync::OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                let local = Foreign(stats.raw_local().expect("a stripe"));
                let address = (&raw const local).expose_provenance();
                place.set(address).expect("once");
                taken.wait();
                forked.wait();
                drop(local);
            });
            taken.wait();
            in_child("it ends it", || {
                let address = *place.get().expect("an address");
                // SAFETY: the child has a copy of that thread's stack, and nobody runs on it.
                let theirs = unsafe { &*std::ptr::with_exposed_provenance::<Foreign>(address) };
                let mine = stats.raw_local().expect("a stripe");
                assert_eq!((mine.stripe(), theirs.0.stripe()), (Some(1), Some(1)));
                theirs.0.give_back();
                let next = stats.raw_local().expect("a stripe");
                assert_eq!((next.stripe(), theirs.0.stripe()), (Some(2), None));
            });
            forked.wait();
        });
    });
}
