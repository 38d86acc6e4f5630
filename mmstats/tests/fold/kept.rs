//! A file that a writer replaces: what it counted stays.

use std::fs;

use crate::place::{Place, count, total};

/// F2-TAKEN, F2-FOLD: writers that have one name, one after the other; whoever looks sees what all
/// of them counted.
#[test]
fn one_name() {
    let place = Place::new();
    let mut web = place.application();
    for n in 1..6 {
        let stats = place.options("web.mmstats").fold(true).build().expect("a writer");
        count(&stats).add(n);
        assert_eq!(total(&mut web), n * (n + 1) / 2);
        assert_eq!(place.names().len(), if n == 1 { 1 } else { 2 });
    }
}

/// Who doesn't want that has it as if it had never been.
#[test]
fn where_nothing_folds() {
    let place = Place::new();
    for n in 1..4 {
        let stats = place.writer("web.mmstats");
        count(&stats).add(n);
        assert_eq!((place.hits(), place.names().len()), (n, 1));
    }
}

/// A file without counts is replaced, as ever.
#[test]
fn nothing_was_counted() {
    let place = Place::new();
    for _ in 0..3 {
        let stats = place.options("web.mmstats").fold(true).build().expect("a writer");
        stats.gauge("depth").register().expect("a gauge").set(3);
        count(&stats);
        assert_eq!(place.names(), ["web.mmstats"]);
    }
}

/// What can't be folded gets another name.
#[test]
fn where_it_cannot_be_folded() {
    let place = Place::new();
    place.leave("web.mmstats", 1);
    fs::write(place.accumulator(), "nothing").expect("ours");
    let stats = place.options("web.mmstats").fold(true).build().expect("a writer");
    count(&stats).add(2);
    let names = place.names();
    assert_eq!(names.len(), 3, "{names:?}");
    fs::remove_file(place.accumulator()).expect("ours");
    assert_eq!(place.hits(), 3);
    assert_eq!(place.run().folded(), 1);
    assert_eq!(place.hits(), 3);
}
