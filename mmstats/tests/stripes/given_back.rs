//! Giving stripes back by hand, as the end of a thread does for C.

use mmstats::raw;

use crate::folder::Folder;

/// F2-STRIPE: once it is given back nobody gets an address in it, and the next has it.
#[test]
fn a_stripe_is_given_back_once() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let series: &raw::Series = hits.as_ref();
    let first = stats.raw_local().expect("a stripe");
    let copy = first.clone();
    let address = first.address(series).expect("an address");
    assert_ne!(address, series.address());
    first.give_back();
    assert_eq!((first.stripe(), copy.stripe()), (None, None));
    assert_eq!((first.address(series), copy.address(series)), (None, None));
    let next = stats.raw_local().expect("a stripe");
    assert_eq!((next.stripe(), next.address(series)), (Some(1), Some(address)));
    first.give_back();
    drop((first, copy));
    let third = stats.raw_local().expect("a stripe");
    assert_eq!((next.stripe(), third.stripe()), (Some(1), Some(2)), "it was given back once");
}

/// What the one before counted stays, and the next adds to it.
#[test]
fn the_next_goes_on_with_it() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    for n in 1..=100 {
        stats.local().expect("a stripe").counter(&hits).add(n);
    }
    assert_eq!((folder.decoded().value("hits{}"), hits.get()), ("5050", 0));
}

/// Also at the end of a writer, whose stripes nobody takes any more.
#[test]
fn one_that_outlives_the_file() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    let local = stats.raw_local().expect("a stripe");
    let mine = stats.local().expect("a stripe").counter(&hits);
    mine.add(3);
    drop(stats);
    mine.add(4);
    local.give_back();
    drop(mine);
    assert_eq!(folder.decoded().labels_of("hits"), [""]);
    assert_eq!(folder.decoded().value("hits{}"), "3");
}
