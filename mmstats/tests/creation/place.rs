//! A folder of a test, and what is in it.

use std::fs;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};

use mmstats::format::layout::header;
use mmstats::{Options, Writer};
use tempfile::TempDir;

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn file(&self) -> PathBuf {
        self.join("test.mmstats")
    }

    /// Options of a writer whose file is `test.mmstats` here, and that leaves alone what dead ones left.
    pub fn options(&self) -> Options {
        Writer::options("test").path(self.path()).filename("test.mmstats").fold(false)
    }

    pub fn writer(&self) -> Writer {
        self.options().build().expect("a writer")
    }

    /// The names of all that is here, dot-names included.
    pub fn names(&self) -> Vec<String> {
        names(self.path())
    }

    /// Leaves a file whose header has these words, as that of a writer that didn't close it, where
    /// its lock may be out of sight.
    pub fn leave(&self, words: &[(usize, u64)]) -> Vec<u8> {
        self.leave_in_sight(&[&[(header::INODE, 0)], words].concat())
    }

    /// The same where its lock would be seen.
    pub fn leave_in_sight(&self, words: &[(usize, u64)]) -> Vec<u8> {
        drop(self.writer());
        let file = fs::OpenOptions::new().write(true).open(self.file()).expect("a file");
        for (at, word) in [(header::STATE, header::OPEN)].iter().chain(words) {
            file.write_all_at(&word.to_le_bytes(), *at as u64).expect("a file of ours");
        }
        fs::read(self.file()).expect("a file")
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder that can be listed");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub fn mode_of(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}

pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}
