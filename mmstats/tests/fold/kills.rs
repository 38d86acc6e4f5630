//! Who folds is killed at every system call: the total is what it was, and who folds next goes on.

use crate::place::{Place, total};
use crate::traced::Traced;

/// Kills a child before each of its steps. Returns how many there were.
fn kill_everywhere(
    prepare: impl Fn(&Place),
    act: impl Fn(&Place),
    check: impl Fn(&Place),
) -> usize {
    for steps in 0.. {
        let place = Place::in_memory();
        prepare(&place);
        let Some(child) = Traced::begin(|| act(&place)) else {
            eprintln!("not tested, for this system lets nobody trace a process");
            return usize::MAX;
        };
        if !child.steps(steps) {
            check(&place);
            return steps;
        }
        child.kill();
        check(&place);
    }
    unreachable!("it ends")
}

/// Files of 7 hits in all.
fn leave(place: &Place) {
    for (name, hits) in [("a.mmstats", 1), ("b.mmstats", 2), ("c.mmstats", 4)] {
        place.leave(name, hits);
    }
}

/// The total is what it was, and stays that.
fn check(place: &Place, hits: u64) {
    let mut web = place.application();
    assert_eq!(total(&mut web), hits);
    place.run();
    assert_eq!(total(&mut web), hits);
    assert_eq!((place.hits(), place.names().len()), (hits, 1));
}

/// F2-FOLD: where no accumulator is.
#[test]
fn the_first_fold() {
    let steps = kill_everywhere(leave, |place| drop(place.run()), |place| check(place, 7));
    println!("{steps} steps");
    assert!(steps > 100, "{steps}");
}

/// F2-FOLD: where one is.
#[test]
fn a_later_fold() {
    let prepare = |place: &Place| {
        place.leave("before.mmstats", 8);
        place.run();
        leave(place);
    };
    let steps = kill_everywhere(prepare, |place| drop(place.run()), |place| check(place, 15));
    assert!(steps > 100, "{steps}");
}

/// F2-TAKEN: a writer that replaces the file of a dead one.
#[test]
fn a_writer_that_replaces() {
    let prepare = |place: &Place| {
        place.leave("web.mmstats", 7);
    };
    let act = |place: &Place| {
        let options = place.options("web.mmstats").fold(true);
        drop(options.build().expect("a writer"));
    };
    let steps = kill_everywhere(prepare, act, |place| check(place, 7));
    assert!(steps > 100, "{steps}");
}
