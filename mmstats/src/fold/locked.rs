//! A file that this process has locked, so that nobody else folds it, replaces it or removes it.

use std::ffi::CStr;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::create::{Folder, TRIES, calls, is_named};
use crate::lock::Held;
use crate::{Error, lock};

/// A file whose write lock this process has.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) file: Held,
    pub(super) about: libc::stat,
}

/// Why a file can't be locked.
#[derive(Debug)]
pub(super) enum Unlocked {
    /// It isn't there.
    Gone,
    /// Another has its lock.
    Held(File),
    /// No more files can be open.
    Exhausted(Error),
    Other(Error),
}

impl Locked {
    /// Locks what has that name in the folder, if it is a file.
    pub(super) fn take(folder: &Folder, name: &CStr, path: &Path) -> Result<Locked, Unlocked> {
        for _ in 0..TRIES {
            let (file, about) = open(folder, name, path, libc::O_RDWR)?;
            match Locked::lock(file, about, folder, name, path) {
                // Another may have put a new one in its place before it was locked.
                Err(Unlocked::Gone) => {}
                locked => return locked,
            }
        }
        Err(Unlocked::Gone)
    }

    /// Locks an open file, if it has that name in the folder.
    pub(super) fn lock(
        file: File,
        about: libc::stat,
        folder: &Folder,
        name: &CStr,
        path: &Path,
    ) -> Result<Locked, Unlocked> {
        match lock::take(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(Unlocked::Held(file));
            }
            Err(error) => return Err(Unlocked::Other(Error::io(path, "lock it", error))),
        }
        let locked = Locked { file: Held::of(file), about };
        if is_named(&locked.file, folder, name) { Ok(locked) } else { Err(Unlocked::Gone) }
    }

    /// One that was locked already.
    pub(super) fn of(file: File) -> io::Result<Locked> {
        let about = calls::about_file(&file)?;
        Ok(Locked { file: Held::of(file), about })
    }

    /// Its permissions.
    pub(super) fn mode(&self) -> u32 {
        self.about.st_mode & crate::naming::PERMISSIONS
    }
}

/// Opens a file, which may be anything: never blocks, follows no link.
pub(super) fn open(
    folder: &Folder,
    name: &CStr,
    path: &Path,
    access: libc::c_int,
) -> Result<(File, libc::stat), Unlocked> {
    let flags = access | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
    let file = calls::open(&folder.file, name, flags, 0).map_err(|error| {
        let number = error.raw_os_error();
        let other = Error::io(path, "open it", error);
        match number {
            Some(libc::ENOENT) => Unlocked::Gone,
            Some(libc::ELOOP | libc::EISDIR | libc::ENXIO) => Unlocked::Other(no_file(path)),
            Some(libc::EMFILE | libc::ENFILE) => Unlocked::Exhausted(other),
            _ => Unlocked::Other(other),
        }
    })?;
    let about = calls::about_file(&file);
    let about = about.map_err(|error| Unlocked::Other(Error::io(path, "look at it", error)))?;
    match about.st_mode & libc::S_IFMT {
        libc::S_IFREG => Ok((file, about)),
        _ => Err(Unlocked::Other(no_file(path))),
    }
}

fn no_file(path: &Path) -> Error {
    Error::NotAStatsFile { path: path.to_owned(), found: "a folder, a link, or something else" }
}

impl Unlocked {
    /// As an error, where it is one for the caller.
    pub(super) fn into_error(self, path: &Path) -> Error {
        match self {
            Unlocked::Gone => Error::NotFound { path: path.to_owned() },
            Unlocked::Held(_) => Error::Busy { path: path.to_owned() },
            Unlocked::Exhausted(error) | Unlocked::Other(error) => error,
        }
    }
}
