//! What is to be cleaned, folder by folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use mmstats::{Error, default_globs, escape_glob, glob};

use crate::complaint::Complaint;

/// The folders, and of each the files that were named; nothing for all of them.
#[derive(Default)]
pub(super) struct Targets {
    pub(super) folders: BTreeMap<PathBuf, Option<Vec<PathBuf>>>,
    pub(super) complaints: Vec<Complaint>,
}

impl Targets {
    /// Where readers look by default.
    pub(super) fn by_default() -> Targets {
        let mut targets = Targets::default();
        for pattern in default_globs() {
            let pattern = Path::new(&pattern);
            // All stats files of a folder, or of several, are these folders.
            match pattern.parent().filter(|_| pattern.ends_with("*.mmstats")) {
                Some(folders) => targets.find(folders),
                None => targets.find(pattern),
            }
        }
        // Nobody asked for the folders of other users.
        targets.complaints.clear();
        targets
    }

    /// What each argument names or finds.
    pub(super) fn of(arguments: &[PathBuf]) -> Targets {
        let mut targets = Targets::default();
        arguments.iter().for_each(|argument| targets.add_argument(argument));
        targets
    }

    fn add_argument(&mut self, argument: &Path) {
        // A file goes before a glob: `[` and `?` may be in a name.
        match fs::symlink_metadata(argument) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let before = self.count();
                self.find(argument);
                if self.count() == before {
                    self.complaints.push(Complaint {
                        path: argument.to_owned(),
                        cause: "not_found",
                        offset: None,
                        message: "no such file, and as a glob it finds none".to_owned(),
                    });
                }
            }
            _ => self.add(argument),
        }
    }

    /// Adds what a glob finds.
    fn find(&mut self, pattern: &Path) {
        let complaint = |error: Error| Complaint::new(pattern, &error);
        match glob(pattern.as_os_str()) {
            Err(error) => self.complaints.push(complaint(error)),
            Ok(found) => {
                for path in found {
                    match path {
                        Ok(path) => self.add(&path),
                        Err(error) => self.complaints.push(complaint(error)),
                    }
                }
            }
        }
    }

    fn add(&mut self, path: &Path) {
        if path.is_dir() {
            self.folders.insert(path.to_owned(), None);
            return;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        if let Some(files) = self.folders.entry(folder).or_insert_with(|| Some(Vec::new())) {
            files.push(path.to_owned());
        }
    }

    fn count(&self) -> usize {
        let files = |files: &Option<Vec<_>>| 1 + files.as_ref().map_or(0, Vec::len);
        self.folders.values().map(files).sum::<usize>() + self.complaints.len()
    }
}

/// The stats files of a folder: those that were named, else all.
pub(super) fn files(folder: &Path, named: Option<&[PathBuf]>) -> Result<Vec<PathBuf>, Error> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    // An error of single entries is one of the folder, for there is one pattern.
    glob(escape_glob(folder).join("*.mmstats").as_os_str())?.into_iter().collect()
}
