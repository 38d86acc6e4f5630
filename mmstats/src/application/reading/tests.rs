//! What has gone since it was listed: by then another file may have had the name, and may have been
//! folded, so that nobody knows what became of the first.

use std::fs;
use std::os::unix::fs::symlink;

use super::super::listing::Listing;
use super::*;
use crate::fold::Fold;
use crate::{Buckets, Writer};

/// What a look says that was listed before the files went.
fn problems(counted: u64) -> Vec<Problem> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let stats = Writer::options("web").path(folder.path()).filename("a.mmstats").build();
    let stats = stats.expect("a writer");
    stats.counter("requests").register().expect("a counter").add(counted);
    stats.gauge("threads").register().expect("a gauge").set(5);
    stats.histogram("latency").register().expect("a histogram");
    drop(stats);
    let globs = Some(vec![folder.path().join("*.mmstats").into_os_string()]);
    let mut listing = Listing::default();
    listing.globs = globs;
    let (mut reading, mut totals) = (Reading::new("web".to_owned()), Totals::default());
    // Opened anew each time, as one that has got another file's name is.
    reading.keep_open = false;
    let mut look = |previous: &[File], then: &dyn Fn()| {
        reading.start();
        let (listed, _) = listing.list().expect("a glob");
        then();
        totals.clear();
        reading.read_all(&listed, &mut listing, previous, &mut totals);
        reading.finish(&mut totals);
        (mem::take(&mut totals.files), mem::take(&mut totals.problems))
    };
    let (files, said) = look(&[], &|| ());
    assert_eq!((files.len(), said.len()), (1, 0));
    // In sums, which another way tells.
    let (files, said) = look(&files, &|| ());
    assert_eq!((files.len(), said.len()), (1, 0));
    look(&files, &|| fs::remove_file(folder.path().join("a.mmstats")).expect("ours")).1
}

#[test]
fn what_counted_is_missing() {
    let said = problems(3);
    assert!(matches!(&said[..], [Problem::Unread { counted: true, .. }]), "{said:?}");
}

/// A folder that could be listed first and can't be again hides accumulators, which are read last.
#[test]
fn what_cannot_be_listed_again_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inner, link) = (folder.path().join("inner"), folder.path().join("link"));
    fs::create_dir(&inner).expect("ours");
    let stats = Writer::options("web").path(&inner).build().expect("a writer");
    stats.counter("requests").register().expect("a counter").add(3);
    drop(stats);
    Fold::in_folder(&inner).keep_newest(0).run().expect("a fold");
    symlink(&inner, &link).expect("ours");
    let mut listing = Listing::default();
    listing.globs = Some(vec![link.join("*.mmstats").into_os_string()]);
    let (mut reading, mut totals) = (Reading::new("web".to_owned()), Totals::default());
    let (listed, _) = listing.list().expect("a glob");
    reading.start();
    reading.read_all(&listed, &mut listing, &[], &mut totals);
    assert_eq!((totals.files.len(), reading.unlisted.len()), (1, 0));
    // A link to itself.
    fs::remove_file(&link).expect("ours");
    symlink("link", &link).expect("ours");
    let (listed, previous) = (listed, mem::take(&mut totals.files));
    totals.clear();
    reading.read_all(&listed, &mut listing, &previous, &mut totals);
    assert_eq!(totals.files.len(), 0);
    assert!(matches!(&reading.unlisted[..], [Error::Io { .. }]), "{:?}", reading.unlisted);
}

/// A pass that no other follows adds up nothing in sums: buckets that can't be merged with these are
/// met later.
#[test]
fn the_last_pass_says_which_buckets_are_missing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, first, values: [u64; 2]| {
        let stats = Writer::options("web").path(folder.path()).filename(name).build();
        let stats = stats.expect("a writer");
        let buckets = Buckets { scale: 0, first, number: 5 };
        let latency = stats.histogram("latency").buckets(buckets).register().expect("a histogram");
        values.into_iter().for_each(|value| latency.observe(value));
    };
    let mut listing = Listing::default();
    listing.globs = Some(vec![folder.path().join("*.mmstats").into_os_string()]);
    let (mut reading, mut totals) = (Reading::new("web".to_owned()), Totals::default());
    let mut look = |takes_sums| {
        reading.start();
        reading.pass.takes_sums = takes_sums;
        let (listed, _) = listing.list().expect("a glob");
        let previous = mem::take(&mut totals.files);
        totals.clear();
        reading.read_all(&listed, &mut listing, &previous, &mut totals);
        (totals.is_settled(), totals.problems.len())
    };
    write("a.mmstats", 10, [1, 2000]);
    look(true);
    assert_eq!(look(true), (true, 0));
    write("b.mmstats", 0, [3, 1000]);
    // In sums nobody says it, and another pass has to.
    let (is_settled, _) = look(false);
    assert!(!is_settled);
    let missing = |problem: &Problem| matches!(problem, Problem::Buckets { .. });
    assert_eq!(totals.problems.iter().filter(|one| missing(one)).count(), 1);
}

#[test]
fn of_what_counted_nothing_nothing_is_missing() {
    assert!(problems(0).is_empty());
}
