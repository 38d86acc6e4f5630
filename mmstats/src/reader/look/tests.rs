//! A file that is cut off while it is looked at, at an instant that no other program can choose.

use std::fs::File;
use std::path::Path;

use mmstats_core::v2::layout::header;

use super::*;
use crate::open::open_regular;
use crate::reader::{MAX_FILE, Value};
use crate::writer::Writer;

/// A file with a counter and a text.
fn file(folder: &Path) -> Looker {
    let writer = Writer::options("test").path(folder).filename("a.mmstats");
    let writer = writer.build().expect("a writer");
    writer.counter("requests").register().expect("a counter").add(7);
    writer.text("status").register().expect("a text").set("fine");
    let path = writer.path().expect("a file");
    let (file, _) = open_regular(&path).expect("a file");
    Looker::new(Source::new(file, path, MAX_FILE))
}

fn cut(looker: &Looker, length: u64) {
    let file = File::options().write(true).open(looker.source().path()).expect("ours");
    file.set_len(length).expect("ours");
}

/// Its values are gone, but its directory was there: what can't be known is busy, and nothing seems
/// to have fallen to 0.
#[test]
fn values_that_are_cut_off_between_the_copies_are_busy() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut looker = file(folder.path());
    let mut snapshot = Snapshot::empty();
    let look = looker.blocks(&mut snapshot).expect("a whole file");
    let directory = look.entries().next().expect("a directory").used();
    let page = header::LENGTH_WRITTEN.into();
    cut(&looker, directory.end.next_multiple_of(page));
    looker.all_between_copies(look, &mut snapshot).expect("the directory is there");
    let names: Vec<_> = snapshot.series().map(|series| series.name().to_owned()).collect();
    assert!(names.iter().any(|name| name == "requests"), "{names:?}");
    assert!(snapshot.series().all(|series| matches!(series.value(), Value::Busy)));
    assert_eq!(snapshot.busy(), snapshot.len());
    // The next look says what is wrong.
    let error = looker.look(&mut snapshot).expect_err("a file that is too short");
    assert!(error.to_string().contains("F2-PUBLISHED"), "{error}");
    assert!(snapshot.is_empty());
}

/// A file that is whole has values in the same steps.
#[test]
fn values_that_are_there_are_read_between_the_copies() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut looker = file(folder.path());
    let mut snapshot = Snapshot::empty();
    let look = looker.blocks(&mut snapshot).expect("a whole file");
    looker.all_between_copies(look, &mut snapshot).expect("a whole file");
    assert_eq!(snapshot.get("requests").and_then(|series| series.value().as_u64()), Some(7));
    assert_eq!((snapshot.busy(), snapshot.rewritten()), (0, 0));
}
