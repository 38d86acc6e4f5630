//! The file that a writer leaves: whole pages, conforming, its mode.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use mmstats::v1::layout::PAGE;
use mmstats::v1::validate;

use crate::child;
use crate::folder::{Folder, assert_value, open, text};

#[test]
fn whole_pages_that_conform() {
    // Before a text of that width are a version, a label of one letter, a signature of five, two
    // sizes and a write buffer.
    let fills = PAGE - (1 + 1 + 5 + 2 + 2 + 1);
    for (width, pages) in [(0, 1), (fills - 1, 1), (fills, 2), (fills + 1, 2), (3 * PAGE, 4)] {
        let folder = Folder::new();
        let mut writer = folder.writer();
        writer.text("t", width).expect("a field");
        let wanted = writer.size();
        let path = writer.create_file().expect("a file");
        let bytes = fs::read(&path).expect("the file");
        assert_eq!((bytes.len(), wanted, writer.size()), (pages * PAGE, pages * PAGE, wanted));
        let departures = validate(&bytes);
        assert!(departures.iter().all(|departure| !departure.must), "{departures:?}");
    }
}

/// F1-ALLOCATE: a store through the mapping can't find the disk full.
#[test]
fn its_space_is_allocated() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    writer.text("t", 100_000).expect("a field");
    let meta = fs::metadata(writer.create_file().expect("a file")).expect("the file");
    assert!(meta.blocks() * 512 >= meta.len(), "{} blocks of {}", meta.blocks(), meta.len());
}

#[test]
fn what_was_written_before_is_in_it_from_the_start() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let word = writer.text("word", 8).expect("a field");
    counter.add(3);
    word.set("early");
    // More fields: the memory that handles point into doesn't move.
    for n in 0..1000 {
        writer.counter(&format!("more.{n}")).expect("a field");
    }
    counter.inc();
    let reader = open(&writer.create_file().expect("a file"));
    assert_value(&reader, "hits", mmstats::v1::Value::U64(4));
    assert_value(&reader, "word", text("early"));
}

/// In a child, since the umask is that of a process.
#[test]
fn its_mode_is_what_the_umask_leaves() {
    if child::role().is_none() {
        let test = "created_file::its_mode_is_what_the_umask_leaves";
        return child::run(child::command(test, "umask"));
    }
    for (umask, mode, left) in [
        (0o022, None, 0o644),
        (0o077, None, 0o600),
        (0o000, None, 0o666),
        (0o022, Some(0o600), 0o600),
        (0o002, Some(0o660), 0o660),
        (0o027, Some(0o664), 0o640),
    ] {
        let folder = Folder::new();
        let options = folder.options();
        let options = if let Some(mode) = mode { options.mode(mode) } else { options };
        // SAFETY: takes a number and can't fail.
        unsafe { libc::umask(umask) };
        let path = options.build().expect("a writer").create_file().expect("a file");
        let found = fs::metadata(path).expect("the file").permissions().mode() & 0o7777;
        assert_eq!(found, left, "umask {umask:o}, mode {mode:?}: {found:o}");
    }
}
