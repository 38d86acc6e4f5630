//! What has gone since it was listed: by then another file may have had the name, and may have been
//! folded, so that nobody knows what became of the first.

use std::fs;

use super::super::listing::Listing;
use super::*;
use crate::Writer;

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

#[test]
fn of_what_counted_nothing_nothing_is_missing() {
    assert!(problems(0).is_empty());
}
