//! Many at once: who folds, who looks, who begins and ends.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::place::{Place, count, total};

/// Says so when it is dropped, also where a check doesn't hold.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// F2-FOLD: two who fold at once, where no accumulator is and where one is. Each file is in it
/// once.
#[test]
fn two_who_fold() {
    for round in 0..20 {
        let place = Place::new();
        for batch in 0..2 {
            (0..20).for_each(|n| drop(place.leave(&format!("{n}.mmstats"), 1)));
            thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(|| place.run()))));
            assert_eq!(place.hits(), 20 * (batch + 1), "round {round}");
            // Who came in between left some to the other.
            place.run();
            assert_eq!(place.names().len(), 1);
        }
    }
}

/// F2-FOLD-READ: who looks all the time while files come, go and are folded never sees a total
/// fall, nor one that nobody ever counted.
#[test]
fn under_a_reader() {
    let place = Place::new();
    let (counted, done) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let place = &place;
        for writer in 0..2 {
            let counted = &counted;
            scope.spawn(move || {
                for n in 0..150 {
                    let name = match n % 3 {
                        0 => format!("same {writer}.mmstats"),
                        _ => format!("{writer} {n}.mmstats"),
                    };
                    let stats = place.options(&name).fold(true).build().expect("a writer");
                    // Before, so that nobody sees more.
                    counted.fetch_add(1, Ordering::SeqCst);
                    count(&stats).inc();
                }
            });
        }
        let folds = scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                place.run();
            }
        });
        let ended = Ended(&done);
        let mut web = place.application();
        let mut last = 0;
        while last < 300 {
            let now = total(&mut web);
            assert!(last <= now && now <= counted.load(Ordering::SeqCst), "{last}, then {now}");
            last = now;
        }
        drop(ended);
        folds.join().expect("who folds");
    });
    assert_eq!(place.hits(), 300);
}
