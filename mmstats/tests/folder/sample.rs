//! A folder, and stats files of both formats in it.

use std::fs;
use std::path::{Path, PathBuf};

use mmstats::{AnyReader, Writer, v1};
use tempfile::TempDir;

/// What each file's counter says.
pub const HITS: u64 = 7;

pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// The bytes of a file of format 1, of one page.
    pub fn bytes_v1(&self) -> Vec<u8> {
        let options = v1::Writer::options("test").path(self.path()).filename("bytes");
        let mut writer = options.build().expect("a writer");
        let hits = writer.counter("hits").expect("a counter");
        let path = writer.create_file().expect("its file");
        hits.add(HITS);
        take(&path)
    }

    /// The bytes of a file of format 2.
    pub fn bytes_v2(&self) -> Vec<u8> {
        let options = Writer::options("test").path(self.path()).filename("bytes");
        let writer = options.build().expect("a writer");
        writer.counter("hits").register().expect("a counter").add(HITS);
        take(&writer.path().expect("its file"))
    }
}

/// The bytes of a file that nobody needs any more.
fn take(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).expect("ours");
    fs::remove_file(path).expect("ours");
    bytes
}

/// What a reader read of `hits`.
pub fn hits(reader: &AnyReader) -> Option<u64> {
    match reader {
        AnyReader::V1(reader) => match reader.get("hits")?.value() {
            v1::Value::U64(hits) => Some(hits),
            _ => None,
        },
        AnyReader::V2(reader) => reader.snapshot().get("hits")?.value().as_u64(),
    }
}
