//! What can be opened as format 2, and what is said of the rest.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use mmstats::{AnyReader, Cause, Error, MAX_FILE, Reader};

use crate::image::{Family, Image, words};

fn file() -> Vec<u8> {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests"));
    image.series(family, &[], &words([7]));
    image.bytes()
}

fn error(path: &Path) -> Error {
    Reader::open(path).expect_err("no file of format 2")
}

#[test]
fn a_file_and_its_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    fs::write(&path, file()).expect("ours");
    let reader = Reader::open(&path).expect("a file of format 2");
    assert_eq!(reader.path(), path);
    let value = |reader: &Reader| reader.snapshot().get("requests")?.value().as_u64();
    assert_eq!(value(&reader), Some(7));
    let mut from_bytes = Reader::from_bytes(&file()).expect("a file of format 2");
    assert_eq!((value(&from_bytes), from_bytes.path()), (Some(7), Path::new("")));
    let error = from_bytes.refresh().expect_err("there is no file");
    assert_eq!(error.cause(), Cause::Closed);
    assert_eq!(value(&from_bytes), Some(7), "it is still there");
}

#[test]
fn what_is_no_regular_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    fs::write(&path, file()).expect("ours");
    let link = folder.path().join("link.mmstats");
    symlink(&path, &link).expect("a link");
    assert_eq!(error(&link).cause(), Cause::NotAStatsFile);
    assert_eq!(error(folder.path()).cause(), Cause::NotAStatsFile);
    assert_eq!(error(&folder.path().join("none")).cause(), Cause::NotFound);
}

#[test]
fn beginnings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    let whole = file();
    let cases: [(&[u8], &str, u64, Cause); 6] = [
        (b"", "F2-MAGIC", 0, Cause::UnknownVersion),
        (b"\x01\0\0", "F2-MAGIC", 0, Cause::UnknownVersion),
        (b"\x02MMSTATX", "F2-MAGIC", 0, Cause::UnknownVersion),
        (b"\x02MMSTATS", "F2-HEADER", 8, Cause::Corrupt),
        (&whole[..4095], "F2-HEADER", 4095, Cause::Corrupt),
        (&whole[..8192], "F2-PUBLISHED", 16, Cause::Corrupt),
    ];
    for (bytes, clause, offset, cause) in cases {
        fs::write(&path, bytes).expect("ours");
        let found = [error(&path), Reader::from_bytes(bytes).expect_err("the same")];
        for error in found {
            assert!(error.to_string().contains(clause), "{clause}: {error}");
            assert_eq!((error.offset(), error.cause()), (Some(offset), cause), "{error}");
        }
    }
}

/// F1-LIMIT-READ: what is published counts, not what was allocated ahead.
#[test]
fn limits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    fs::write(&path, file()).expect("ours");
    let opened = fs::File::options().write(true).open(&path).expect("ours");
    opened.set_len(4 * MAX_FILE).expect("a file with a hole");
    assert!(Reader::open(&path).is_ok());
    let published = file().len() as u64;
    assert!(Reader::open_up_to(&path, published).is_ok());
    let error = Reader::open_up_to(&path, published - 1).expect_err("beyond the limit");
    assert_eq!(error.cause(), Cause::Limit);
    assert!(error.to_string().contains(&(published - 1).to_string()), "it names it: {error}");
}

#[test]
fn files_of_either_format() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    let one = [&b"\x01\x01\0n\x01\0B\xff\x07"[..], &[0; 4087]].concat();
    for (bytes, format) in [(one, 1), (file(), 2)] {
        fs::write(&path, &bytes).expect("ours");
        let opened = [mmstats::open(&path), AnyReader::from_bytes(&bytes)];
        for reader in opened {
            let found = match reader.expect("a stats file") {
                AnyReader::V1(reader) => (1, reader.len()),
                AnyReader::V2(reader) => (2, reader.snapshot().len()),
            };
            assert_eq!(found, (format, 1));
        }
        let mut reader = mmstats::open(&path).expect("a stats file");
        reader.refresh().expect("it is still there");
        assert_eq!(reader.path(), path);
    }
    fs::write(&path, b"\x7fELF").expect("ours");
    let error = mmstats::open(&path).expect_err("no stats file");
    assert!(error.to_string().contains("F1-VERSION"), "{error}");
}
