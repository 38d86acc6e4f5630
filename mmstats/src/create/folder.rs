//! The folder of a file to be, opened once: everything else goes by its descriptor, so that nobody
//! puts another in its place meanwhile.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{Format, Wanted, calls};
use crate::file_system::FileSystem;
use crate::{Error, Warning};

/// What others may do with the folder of a user, where its files are theirs alone.
const CLOSED: u32 = 0o700;
/// Who has these permissions besides its owner can put other files into a folder.
const WRITABLE_BY_OTHERS: u32 = 0o022;
/// Who has these permissions besides its owner reads a file.
const READABLE_BY_OTHERS: u32 = 0o044;

/// A folder that may be written to, as far as its owner can tell.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) file: File,
    path: PathBuf,
}

impl Folder {
    /// Opens the folder of what is wanted. That of the user is made where it is missing, and refused
    /// where it isn't the user's alone (F2-FOLDER).
    pub(super) fn of(wanted: &Wanted) -> Result<Folder, Error> {
        let parent = wanted.place.path.parent();
        let parent = parent.filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        if let Some(path) = &wanted.place.user_folder {
            let users = Folder::of_user(path)?;
            users.open_up(wanted.mode)?;
            if path == parent {
                return Ok(users);
            }
        }
        Folder::open(parent, wanted.format)
    }

    pub(crate) fn open(path: &Path, format: Format) -> Result<Folder, Error> {
        let links = match format {
            Format::V1 => 0,
            Format::V2 => libc::O_NOFOLLOW,
        };
        let flags = libc::O_PATH | libc::O_DIRECTORY | links;
        match OpenOptions::new().read(true).custom_flags(flags).open(path) {
            Ok(file) => Ok(Folder { file, path: path.to_owned() }),
            Err(error) if path.is_symlink() && error.kind() == io::ErrorKind::NotADirectory => {
                Err(refused(
                    path,
                    "a symbolic link: give what it points at, for instance by MMSTATS_PATH",
                ))
            }
            Err(error) => Err(Error::io(path, "open this folder", error)),
        }
    }

    fn of_user(path: &Path) -> Result<Folder, Error> {
        let folder = match Folder::open(path, Format::V2) {
            Err(Error::NotFound { .. }) => {
                match DirBuilder::new().mode(CLOSED).create(path) {
                    // Another process was faster, or there is something else.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    made => made.map_err(|error| Error::io(path, "make this folder", error))?,
                }
                Folder::open(path, Format::V2)
            }
            opened => opened,
        };
        let folder = folder.map_err(|error| match error {
            Error::NotFound { .. } => refused(
                path,
                "a file, or a link to one: remove it, or set MMSTATS_PATH to a folder",
            ),
            error => error,
        })?;
        let about = folder.about()?;
        // SAFETY: takes nothing and can't fail.
        if about.st_uid != unsafe { libc::geteuid() } {
            return Err(refused(
                path,
                "one of another user: set MMSTATS_PATH to a folder of your own",
            ));
        }
        if about.st_mode & WRITABLE_BY_OTHERS != 0 {
            return Err(refused(
                path,
                "one that others can write to: take that from them (chmod go-w), or set MMSTATS_PATH to another",
            ));
        }
        Ok(folder)
    }

    /// Who may read a file of that mode may look into the user's folder for it (F2-MODE).
    fn open_up(&self, mode: u32) -> Result<(), Error> {
        let readers = mode & READABLE_BY_OTHERS;
        let wanted = CLOSED | readers | (readers >> 2);
        let has = self.about()?.st_mode & 0o7777;
        if has & wanted == wanted {
            return Ok(());
        }
        let error = |error| Error::io(&self.path, "set the permissions of this folder", error);
        calls::set_folder_mode(&self.file, has | wanted).map_err(error)
    }

    fn about(&self) -> Result<libc::stat, Error> {
        let error = |error| Error::io(&self.path, "look at this folder", error);
        calls::about_file(&self.file).map_err(error)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What the owner of a file here should know about its file system.
    pub(super) fn warning(&self) -> Option<Warning> {
        let path = || self.path.clone();
        Some(match FileSystem::of(&self.file).ok()? {
            FileSystem::Memory(_) => return None,
            FileSystem::Disk(name) | FileSystem::Layers(name) => {
                Warning::Stalls { path: path(), file_system: name.into() }
            }
            FileSystem::Signals(name) => {
                Warning::Signals { path: path(), file_system: name.into() }
            }
            FileSystem::Remote(name) => Warning::Remote { path: path(), file_system: name.into() },
            FileSystem::Other(number) => {
                let file_system = format!("a file system of type 0x{number:x}");
                Warning::Stalls { path: path(), file_system }
            }
        })
    }
}

impl Warning {
    /// What a writer says whose file is in that folder: about its file system, if anything.
    pub fn of_folder(path: &Path) -> Result<Option<Warning>, Error> {
        Ok(Folder::open(path, Format::V1)?.warning())
    }
}

fn refused(path: &Path, found: &'static str) -> Error {
    Error::Folder { path: path.to_owned(), found }
}
