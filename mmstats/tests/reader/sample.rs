//! A folder with a stats file in it, and the handle that goes on writing.

use std::path::{Path, PathBuf};

use mmstats::v1::{Counter, Options, Reader, Value, Writer};
use tempfile::TempDir;

pub struct Sample {
    folder: TempDir,
    pub path: PathBuf,
    pub hits: Counter,
}

impl Sample {
    /// `test.mmstats`, with a counter `hits`.
    pub fn new() -> Sample {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut writer = options(folder.path()).build().expect("a writer");
        let hits = writer.counter("hits").expect("a field");
        let path = writer.create_file().expect("a file");
        Sample { folder, path, hits }
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Options of a writer of `test.mmstats` in that folder, without system fields.
pub fn options(folder: &Path) -> Options {
    Writer::options("test").path(folder).filename("test.mmstats").system_fields(false)
}

pub fn hits(reader: &Reader) -> u64 {
    match reader.get("hits").map(|field| field.value()) {
        Some(Value::U64(hits)) => hits,
        other => panic!("hits is a u64, not {other:?}"),
    }
}
