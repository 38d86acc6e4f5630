//! A folder with files of the application `web`.

use std::fs;
use std::path::{Path, PathBuf};

use mmstats::application::{Application, Totals, Value};
use mmstats::{Writer, v1};
use tempfile::TempDir;

pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn application(&self) -> Application {
        Application::new("web").globs([self.join("*.mmstats")])
    }

    /// A writer of format 2. Its file stays, closed, when it is dropped.
    pub fn writer(&self, name: &str) -> Writer {
        let options = Writer::options("web").path(self.path()).filename(name);
        options.build().expect("a writer")
    }

    /// A writer of format 1 with such a counter.
    pub fn writer_v1(&self, name: &str, counter: &str) -> (v1::Writer, v1::Counter) {
        let options = v1::Writer::options("web").path(self.path()).filename(name);
        let mut writer = options.system_fields(true).build().expect("a writer");
        let counter = writer.counter(counter).expect("a counter");
        writer.create_file().expect("a file");
        (writer, counter)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, bytes).expect("ours");
        path
    }
}

/// The value of a series without labels.
pub fn value(totals: &Totals, name: &str) -> Value {
    totals.get(name).map_or(Value::None, |series| series.value().clone())
}

/// What files have each, in the order of their paths.
pub fn each(totals: &Totals, name: &str) -> Vec<Value> {
    let series = totals.get(name).expect("a series");
    series.each().map(|(_, value)| value.clone()).collect()
}

/// What the look says could not be counted.
pub fn said(totals: &Totals) -> Vec<String> {
    totals.problems().iter().map(ToString::to_string).collect()
}

pub fn assert_fine(totals: &Totals) {
    assert_eq!(said(totals), [""; 0]);
}
