//! A folder of a test, and writers in it.

use std::fs;
use std::path::{Path, PathBuf};

use mmstats::v1::{Options, Reader, Value, Writer};
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

    /// Options of a writer whose file is `test.mmstats` here, without system fields.
    pub fn options(&self) -> Options {
        Writer::options("test").path(self.path()).filename("test.mmstats").system_fields(false)
    }

    pub fn writer(&self) -> Writer {
        self.options().build().expect("a writer")
    }

    /// The names of all that is here, dot-names included.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("a folder that can be listed");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// What a reader finds under that label.
pub fn assert_value(reader: &Reader, label: &str, expected: Value<'_>) {
    let field = reader.get(label).unwrap_or_else(|| panic!("no field {label:?}"));
    assert_eq!(field.value(), expected, "{label}");
}

pub fn open(path: &Path) -> Reader {
    Reader::open(path).expect("a file that can be read")
}

pub fn text(text: &str) -> Value<'_> {
    Value::Text(mmstats::v1::Text::new(text.as_bytes()))
}
