//! What is asked about: an application, a file, a folder, or all.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use mmstats::{AnyReader, default_folder, default_globs, glob, stats_files};

use super::process::Publication;
use crate::whose::is_of;

#[derive(Debug)]
pub(super) enum Scope {
    All,
    Application(String),
    File(PathBuf),
    Folder(PathBuf),
}

impl Scope {
    /// What is there under that name is that; what has a slash can be nothing else than a path.
    pub(super) fn of(argument: &Path) -> Scope {
        if argument.is_dir() {
            return Scope::Folder(argument.to_owned());
        }
        let name = argument.to_str().filter(|name| !name.contains('/'));
        match name {
            Some(name) if argument.symlink_metadata().is_err() => {
                Scope::Application(name.to_owned())
            }
            _ => Scope::File(argument.to_owned()),
        }
    }

    /// The folders to be looked at.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        match self {
            Scope::Folder(folder) => vec![folder.clone()],
            Scope::File(file) => {
                let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                vec![folder.unwrap_or(Path::new(".")).to_owned()]
            }
            Scope::All | Scope::Application(_) => default_folders(),
        }
    }

    /// The files to be looked at, of those of these folders.
    pub(super) fn files(&self, folders: &[PathBuf]) -> Vec<PathBuf> {
        match self {
            Scope::File(file) => vec![file.clone()],
            _ => {
                let found = folders.iter().filter_map(|folder| stats_files(folder).ok()).flatten();
                found.flatten().collect()
            }
        }
    }

    /// Whether a file that could be read is asked about.
    pub(super) fn has(&self, path: &Path, reader: &AnyReader) -> bool {
        match self {
            Scope::Application(wanted) => is_of(wanted, path, reader),
            _ => true,
        }
    }

    /// Whether what a process publishes is asked about.
    pub(super) fn covers(&self, publication: &Publication) -> bool {
        match self {
            Scope::All => true,
            Scope::Application(wanted) => publication.application().as_deref() == Some(wanted),
            Scope::Folder(folder) => {
                let folder = fs::canonicalize(folder);
                folder.is_ok_and(|folder| folder == publication.folder)
            }
            Scope::File(file) => fs::metadata(file).is_ok_and(|about| {
                (about.dev(), about.ino()) == (publication.device, publication.inode)
            }),
        }
    }
}

impl Publication {
    pub(super) fn application(&self) -> Option<String> {
        Some(self.header.as_ref()?.application().runs().collect())
    }
}

/// Where readers look by default, as far as it is there; where writers of this user publish, if it is
/// not.
fn default_folders() -> Vec<PathBuf> {
    let mut known = HashSet::new();
    let globs = default_globs();
    let parents = globs.iter().filter_map(|pattern| Path::new(pattern).parent());
    let found = parents.filter_map(|folders| glob(folders.as_os_str()).ok()).flatten().flatten();
    let found = found.chain([default_folder()]);
    found.filter(|folder| known.insert(folder.clone())).collect()
}
