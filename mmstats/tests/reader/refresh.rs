//! Reading a file again, whatever became of it meanwhile.

use std::fs::{self, OpenOptions};

use mmstats::v1::{ByteOrder, Dialect, Layout, MAX_FILE, Reader, Value};
use mmstats::{Cause, Error};

use crate::sample::{Sample, hits, options};

fn opened() -> (Sample, Reader) {
    let sample = Sample::new();
    let reader = Reader::open(&sample.path).expect("a stats file");
    (sample, reader)
}

fn set_size(sample: &Sample, size: u64) {
    let file = OpenOptions::new().write(true).open(&sample.path).expect("ours");
    file.set_len(size).expect("ours");
}

/// After a refresh that failed there is nothing that could be taken for what the file says.
fn assert_fails(reader: &mut Reader, cause: Cause) -> Error {
    let error = reader.refresh().expect_err("no stats file any more");
    assert_eq!(error.cause(), cause, "{error}");
    assert!(reader.is_empty() && reader.fields().next().is_none() && reader.field(0).is_none());
    assert_eq!((reader.get("hits").is_none(), reader.writer_pid()), (true, None));
    error
}

#[test]
fn values_that_changed() {
    let (sample, mut reader) = opened();
    for n in 1..=3 {
        sample.hits.inc();
        assert_eq!(hits(&reader), n - 1, "a reader has what it read last");
        reader.refresh().expect("the file is there");
        assert_eq!(hits(&reader), n);
    }
    assert_eq!((reader.path(), reader.size()), (sample.path.as_path(), 4096));
    assert_eq!(reader.bytes(), fs::read(&sample.path).expect("the file"));
}

#[test]
fn a_file_that_was_replaced_or_removed() {
    let (sample, mut reader) = opened();
    sample.hits.inc();
    let folder = sample.path.parent().expect("a folder").to_owned();
    fs::remove_file(&sample.path).expect("ours");
    let mut other = options(&folder).build().expect("a writer");
    other.create_file().expect("the name is free");
    sample.hits.inc();
    reader.refresh().expect("it stays the file that was opened");
    assert_eq!(hits(&reader), 2);
    assert!(Reader::open(&sample.path).expect("the other file").is_empty());
}

#[test]
fn a_file_that_was_cut_off() {
    let (sample, mut reader) = opened();
    let whole = fs::read(&sample.path).expect("the file");
    let field = 1 + 2 + 4 + 2 + 1 + 1 + 16;
    for size in (2..field).rev() {
        set_size(&sample, size);
        let error = assert_fails(&mut reader, Cause::Corrupt);
        assert!(error.offset().is_some_and(|offset| offset <= size), "{error}");
    }
    set_size(&sample, 1);
    reader.refresh().expect("a version alone is a file without fields");
    set_size(&sample, 0);
    assert_fails(&mut reader, Cause::NotAStatsFile);
    fs::write(&sample.path, &whole).expect("ours");
    reader.refresh().expect("it is whole again");
    assert_eq!(hits(&reader), 0);
}

#[test]
fn a_file_that_has_grown() {
    let (sample, mut reader) = opened();
    for size in [4097, 8192, 100_000, 1 << 20] {
        set_size(&sample, size);
        sample.hits.inc();
        reader.refresh().expect("zeros behind the fields are fine");
        assert_eq!((reader.size() as u64, reader.len()), (size, 1));
    }
    assert_eq!(hits(&reader), 4);
}

#[test]
fn a_file_that_has_grown_beyond_the_limit() {
    let (sample, mut reader) = opened();
    set_size(&sample, MAX_FILE + 1);
    let error = assert_fails(&mut reader, Cause::Limit);
    assert!(error.to_string().contains("67108864"), "it names the limit: {error}");
    assert!(reader.bytes().is_empty(), "half a copy is nobody's file");
    set_size(&sample, 4096);
    reader.refresh().expect("it is small again");
    assert_eq!(hits(&reader), 0);
}

/// The layout that was found is tried first, and given up where it fits no more.
#[test]
fn a_file_of_another_layout() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("changing.mmstats");
    let typed_little = &b"\x01\x01\0n\x01\0B\xff\x07"[..];
    let char_big = &b"\x01\0\x01nI\xff\0\0\0\x08"[..];
    fs::write(&path, typed_little).expect("ours");
    let mut reader = Reader::open(&path).expect("a stats file");
    for (content, dialect, value) in [
        (char_big, Dialect::new(Layout::Char, ByteOrder::Big), Value::U32(8)),
        (typed_little, Dialect::WRITTEN, Value::U8(7)),
        (char_big, Dialect::new(Layout::Char, ByteOrder::Big), Value::U32(8)),
    ] {
        fs::write(&path, content).expect("ours");
        reader.refresh().expect("a stats file");
        assert_eq!(reader.dialect(), dialect);
        assert_eq!(reader.get("n").expect("the field").value(), value);
    }
}

#[test]
fn bytes_in_memory_can_not_be_read_again() {
    let (sample, _) = opened();
    let bytes = fs::read(&sample.path).expect("the file");
    let mut reader = Reader::decode(&bytes).expect("a stats file");
    assert_eq!((hits(&reader), reader.path().as_os_str().len()), (0, 0));
    assert_eq!(reader.refresh().expect_err("there is no file").cause(), Cause::Closed);
    assert_eq!((hits(&reader), reader.bytes()), (0, &bytes[..]), "they are still there");
}
