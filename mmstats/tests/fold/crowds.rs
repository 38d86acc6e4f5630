//! Writers that begin where much is: very many files, or an accumulator that lists very many.

use std::fs;
use std::time::Duration;

use crate::items::{ago, list, listed, of_files_gone};
use crate::place::{Place, count, total};

const HOUR: Duration = Duration::from_secs(3600);

/// One of so many writers does what is too much for each.
const WRITERS: usize = 256;
/// So often that it is certain that one did, and so often that it is certain that few did.
const CERTAIN: usize = 40 * WRITERS;
const FEW: usize = 20;

fn leave(place: &Place, files: u64) {
    (0..files).for_each(|n| drop(place.leave(&format!("{n}.mmstats"), 1)));
}

/// An accumulator of one hit that lists so many files that are gone, folded so long ago.
fn accumulate(place: &Place, items: u64, time: Duration) {
    place.leave("first.mmstats", 1);
    place.run();
    list(&place.accumulator(), &of_files_gone(items, ago(time)));
}

/// A writer that begins and ends.
fn begin(place: &Place) {
    drop(place.options("new.mmstats").fold(true).build().expect("a writer"));
}

/// F2-FOLD: an accumulator that lists very many files is exchanged by few writers, for many files.
#[test]
fn a_large_accumulator() {
    let place = Place::in_memory();
    accumulate(&place, 4_000, Duration::ZERO);
    leave(&place, 60);
    let mut web = place.application();
    let full = place.names().len() + 1;
    let exchanged = (0..FEW).filter(|_| {
        let before = fs::read(place.accumulator()).expect("ours");
        begin(&place);
        fs::read(place.accumulator()).expect("ours") != before
    });
    // To be more takes as much luck as never to be at all.
    assert!(exchanged.count() < 8);
    let begun = (0..CERTAIN).position(|_| {
        begin(&place);
        place.names().len() < full
    });
    assert!(begun.is_some());
    assert!(place.names().len() <= 10, "{}", place.names().len());
    assert_eq!(total(&mut web), 61);
    assert!(listed(&place.accumulator()) > 4_050);
}

/// F2-FOLD-TAKEN: a file that a writer replaces isn't folded into such a one by that writer: it
/// gets another name.
#[test]
fn a_name_beside_a_large_accumulator() {
    let place = Place::in_memory();
    accumulate(&place, 4_000, Duration::ZERO);
    let before = fs::read(place.accumulator()).expect("ours");
    place.leave("web.mmstats", 2);
    let stats = place.options("web.mmstats").fold(true).build().expect("a writer");
    count(&stats).add(4);
    assert_eq!((place.hits(), place.names().len()), (7, 3));
    assert!(fs::read(place.accumulator()).expect("ours") == before);
    drop(stats);
    assert_eq!(place.run().folded(), 2);
    assert_eq!((place.hits(), place.names().len()), (7, 1));
}

/// F2-FOLD-AGAIN: who begins looks at all files once as many items may be forgotten as files are
/// there, and forgets those whose files aren't.
#[test]
fn items_are_forgotten() {
    for (items, left) in [(20, 25), (60, 5)] {
        let place = Place::in_memory();
        accumulate(&place, items, 2 * HOUR);
        leave(&place, 40);
        begin(&place);
        assert_eq!((listed(&place.accumulator()), place.hits()), (left, 41), "{items} items");
    }
}

/// F2-FOLD-AGAIN: in a folder that is too large to be listed nothing is forgotten in passing, but
/// once in a while.
#[test]
fn a_folder_too_large_to_list() {
    let place = Place::in_memory();
    accumulate(&place, 2_000, 2 * HOUR);
    (0..1_100).for_each(|n| drop(fs::write(place.join(&format!("empty {n}.mmstats")), "")));
    leave(&place, 300);
    let full = place.names().len();
    let begun = (0..CERTAIN).position(|_| {
        begin(&place);
        listed(&place.accumulator()) < 2_000
    });
    assert!(begun.is_some_and(|begun| begun > 0), "{begun:?}");
    assert!(place.names().len() < full);
    assert_eq!(place.hits(), 301);
}
