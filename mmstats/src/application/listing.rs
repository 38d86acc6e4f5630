//! Which files there are to look at, and which of them were there before.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::entries::Entries;
use crate::glob::{Folders, Split, unlisted};
use crate::naming::{accumulator_user, default_patterns};
use crate::open::about;
use crate::{Error, glob};

/// How much of a folder's list is kept from look to look, in bytes: a longer one is made anew.
const KEPT: usize = 32 << 10;

/// A file that was found by its name.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) path: Arc<Path>,
    /// The device of its folder, and its inode number as the folder has it.
    pub(super) place: Option<[u64; 2]>,
    /// Whether it has the name of an accumulator.
    pub(super) is_accumulators: bool,
}

/// The files that globs find, or the default ones. A folder without changes is known by what the
/// system lists: then the list is the one of before, and nothing is made of it.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) globs: Option<Vec<OsString>>,
    /// Of the last list, in its order.
    folders: Vec<Folder>,
    files: Arc<[Listed]>,
    /// Whether that list was made of these folders alone.
    is_of_folders: bool,
}

/// A folder, and which names in it are looked for.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    name: CString,
    device: u64,
    entries: Entries,
}

/// What patterns find: names in folders, and paths that the system's glob found.
#[derive(Default)]
struct Found {
    folders: Vec<Folder>,
    paths: Vec<PathBuf>,
    errors: Vec<Error>,
}

impl Listing {
    /// The files there are now, each once and in the order of their bytes; and what could not be
    /// looked at.
    pub(super) fn list(&mut self) -> Result<(Arc<[Listed]>, Vec<Error>), Error> {
        let found = match &self.globs {
            Some(globs) => Found::of(globs)?,
            None => {
                let (patterns, wanted) = default_patterns();
                let mut found = Found::of(&patterns)?;
                // The folders of other users, which nobody asked for, are passed over.
                found.errors.retain(|error| wanted || is_lack(error));
                found
            }
        };
        let Found { folders, paths, errors } = found;
        if !(self.is_of_folders && paths.is_empty() && folders == self.folders) {
            self.is_of_folders = paths.is_empty();
            self.files = merged(&folders, paths);
            self.folders = folders;
        }
        Ok((self.files.clone(), errors))
    }

    /// Gives up what takes much memory.
    pub(super) fn finish(&mut self) {
        if self.folders.iter().map(|folder| folder.entries.size()).sum::<usize>() > KEPT {
            *self = Listing { globs: self.globs.take(), ..Listing::default() };
        }
    }
}

impl Found {
    fn of(patterns: &[OsString]) -> Result<Found, Error> {
        let mut found = Found::default();
        for pattern in patterns {
            match Split::of(pattern) {
                None => found.take(glob(pattern)?, |found, path| found.paths.push(path)),
                Some(Split { folder: Folders::One(folder), name }) => found.list(folder, name),
                Some(Split { folder: Folders::Pattern(folders), name }) => {
                    found.take(glob(folders)?, |found, folder| found.list(folder, name.clone()));
                }
            }
        }
        Ok(found)
    }

    fn take(
        &mut self,
        all: Vec<Result<PathBuf, Error>>,
        mut each: impl FnMut(&mut Found, PathBuf),
    ) {
        for one in all {
            match one {
                Ok(path) => each(self, path),
                Err(error) => self.errors.push(error),
            }
        }
    }

    fn list(&mut self, path: PathBuf, name: CString) {
        match Folder::open(&path) {
            Ok((device, entries)) => self.folders.push(Folder { path, name, device, entries }),
            Err(error) => self.errors.extend(unlisted(&path, error)),
        }
    }
}

impl Folder {
    fn open(path: &Path) -> io::Result<(u64, Entries)> {
        // What is left of a pattern like `/*` is the root.
        let path = if path.as_os_str().is_empty() { Path::new("/") } else { path };
        let folder: File = OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_DIRECTORY | libc::O_NONBLOCK)
            .open(path)?;
        Ok((about(&folder)?.st_dev, Entries::of(&folder)?))
    }

    fn files(&self) -> impl Iterator<Item = Listed> {
        let found = self.entries.iter().filter(|(_, name)| Split::finds(&self.name, name));
        found.map(|(inode, name)| {
            let path = joined(&self.path, name);
            Listed::new(path, Some([self.device, inode]))
        })
    }
}

/// As the system's glob joins them: where there are two slashes, both stay.
fn joined(folder: &Path, name: &CStr) -> OsString {
    let folder = folder.as_os_str().as_bytes();
    let mut path = Vec::with_capacity(folder.len() + 1 + name.count_bytes());
    path.extend_from_slice(folder);
    path.push(b'/');
    path.extend_from_slice(name.to_bytes());
    OsString::from_vec(path)
}

impl PartialEq for Folder {
    fn eq(&self, other: &Folder) -> bool {
        (&self.path, &self.name, self.device) == (&other.path, &other.name, other.device)
            && self.entries == other.entries
    }
}

impl Listed {
    fn new(path: OsString, place: Option<[u64; 2]>) -> Listed {
        let path = Arc::from(PathBuf::from(path));
        let is_accumulators = is_accumulators(&path);
        Listed { path, place, is_accumulators }
    }
}

/// All of them, each once and in the order of their bytes.
fn merged(folders: &[Folder], paths: Vec<PathBuf>) -> Arc<[Listed]> {
    let mut files: Vec<Listed> = folders.iter().flat_map(Folder::files).collect();
    files.extend(paths.into_iter().map(|path| Listed::new(path.into(), None)));
    files.sort_unstable_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    files.dedup_by(|a, b| a.path.as_os_str() == b.path.as_os_str());
    files.into()
}

/// Whether this process lacks what it takes to list any folder, its own, too.
fn is_lack(error: &Error) -> bool {
    let Error::Io { source, .. } = error else { return false };
    matches!(source.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM))
}

/// Whether a file has the name of an accumulator.
fn is_accumulators(path: &Path) -> bool {
    let name: &OsStr = path.file_name().unwrap_or_default();
    accumulator_user(name.as_bytes()).is_some()
}

/// Whether a file is named as the default template names those of that application:
/// `NAME-PID-TID.mmstats`.
pub(super) fn is_named_for(path: &Path, application: &str) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let behind = name.strip_prefix(application.as_bytes());
    let behind = behind.and_then(|behind| behind.strip_prefix(b"-"));
    behind.and_then(|behind| behind.first()).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests;
