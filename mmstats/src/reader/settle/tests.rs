//! How much of what changed meanwhile one look copies again.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::open::open_regular;
use crate::reader::{MAX_FILE, Value};
use crate::writer::Writer;

/// A file at rest with so many texts, each its own number.
fn texts(folder: &std::path::Path, count: usize) -> PathBuf {
    let writer = Writer::options("test").path(folder).filename("a.mmstats");
    let writer = writer.series_limit(count).build().expect("a writer");
    let texts = writer.text("text").capacity(8).labels(["n"]).register().expect("a family");
    for n in 0..count {
        texts.with([n.to_string()]).expect("a series").set(&n.to_string());
    }
    writer.path().expect("a file")
}

/// F2-BUSY: in a large file in which all changes all the time a look ends, too. Here every text has
/// changed while it was copied, and none does when it is copied alone: so many are whole as a look
/// may copy again, and of the others it is said that they aren't.
#[test]
fn a_look_copies_a_bounded_number_of_values_again() {
    const BEYOND: usize = 3;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = texts(folder.path(), TRIES_OF_A_LOOK + BEYOND);
    let bytes = fs::read(&path).expect("the file");
    let mut snapshot = Snapshot::at_rest(&bytes).expect("a stats file");
    let mut plan = Plan::default();
    plan.make(&snapshot.directory, snapshot.view());
    assert_eq!(plan.watched.len(), TRIES_OF_A_LOOK + BEYOND);
    // Each sequence was copied as it is, and then as one of long ago.
    let guards = Guards { before: bytes.clone(), after: vec![0xff; bytes.len()] };
    let (file, _) = open_regular(&path).expect("the file");
    let source = Source::new(file, path, MAX_FILE);
    settle(&source, &plan, &guards, &mut snapshot).expect("a file that is whole");
    let texts = || snapshot.series().filter(|series| series.name() == "text");
    let whole = texts().take_while(|series| match series.value() {
        Value::Text(text) => series.labels().next().expect("a label").1 == text.to_string(),
        _ => false,
    });
    assert_eq!(whole.count(), TRIES_OF_A_LOOK);
    let busy = texts().filter(|series| matches!(series.value(), Value::Busy));
    assert_eq!((busy.count(), snapshot.busy()), (BEYOND, BEYOND));
}
