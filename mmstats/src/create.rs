//! Creating a stats file: whole before anybody sees it, its space allocated, nobody's file
//! taken away (SPEC.md 1.9).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use mmstats_core::v1::layout;
use tempfile::{NamedTempFile, PersistError};

use crate::naming::Place;
use crate::{Error, Warning};

/// A file to be.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) place: Place,
    /// Its permissions.
    pub(crate) mode: u32,
    pub(crate) format: Format,
}

/// By whose customs a file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// As mmstats 0.8.0: the umask takes permissions away, and a folder may be a symbolic link.
    V1,
    V2,
}

/// A file that was created, and the lock that says so as long as this lives in the process that
/// created it: what a forked child has of it is its parent's.
#[derive(Debug)]
pub(crate) struct Created {
    pub(crate) file: File,
    /// What is to be said about its folder.
    pub(crate) warning: Option<Warning>,
    owner: u32,
}

impl Created {
    fn new(file: File) -> Created {
        Created { file, warning: None, owner: std::process::id() }
    }

    /// Whether this is the process that created it.
    pub(crate) fn is_ours(&self) -> bool {
        self.owner == std::process::id()
    }
}

impl Drop for Created {
    /// Gives the lock back: closing the file does not, as long as a child has it open too.
    fn drop(&mut self) {
        if self.is_ours() {
            // Where that fails, closing it is all that is left.
            let _ = set_lock(&self.file, libc::F_UNLCK);
        }
    }
}

/// Creates a file with that content, which `map` maps before anybody sees it; where a way to name
/// it fails, `map` is called again, with another file. On errors nothing is left but that mapping.
pub(crate) fn create(
    wanted: &Wanted,
    content: &[u8],
    map: impl Fn(&File) -> io::Result<()>,
) -> Result<Created, Error> {
    let path = &wanted.place.path;
    let draft = draft(path, content, wanted.mode)?;
    map(draft.as_file()).map_err(|error| full_or_io(path, "map it", content.len(), error))?;
    publish(draft, path)
}

/// Creates what will be the file at `path`, with that content: whole, and locked by us, but
/// under a name that nobody looks for. Dropped, it is gone.
fn draft(path: &Path, content: &[u8], mode: u32) -> Result<NamedTempFile, Error> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let draft = tempfile::Builder::new()
        .prefix(".mmstats-")
        .suffix(".new")
        .permissions(fs::Permissions::from_mode(mode))
        .tempfile_in(folder)
        .map_err(|error| full_or_io(folder, "create a file in it", content.len(), error))?;
    allocate(draft.as_file(), path, 0, content.len())?;
    draft
        .as_file()
        .write_all_at(content, 0)
        .map_err(|error| full_or_io(path, "write it", content.len(), error))?;
    lock(draft.as_file()).map_err(|error| Error::io(path, "lock it", error))?;
    Ok(draft)
}

/// Allocates the space of a file from one offset to another, so that a full disk is an error
/// here and not a signal later (F1-ALLOCATE, F2-GROW).
pub(crate) fn allocate(file: &File, path: &Path, from: usize, to: usize) -> Result<(), Error> {
    let error = |code| {
        let error = io::Error::from_raw_os_error(code);
        Err(full_or_io(path, "allocate its space", to, error))
    };
    // Beyond the limit the system sends a signal, which ends who isn't prepared for it.
    if to as u64 > largest_file() {
        return error(libc::EFBIG);
    }
    let wanted = |size| libc::off_t::try_from(size).unwrap_or(libc::off_t::MAX);
    loop {
        // SAFETY: a descriptor of ours; the call returns its error.
        match unsafe { libc::posix_fallocate(file.as_raw_fd(), wanted(from), wanted(to - from)) } {
            0 => return Ok(()),
            libc::EINTR => {}
            code => return error(code),
        }
    }
}

/// The size that no file of this process may exceed.
fn largest_file() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a place for the result.
    match unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit) } {
        0 => limit.rlim_cur,
        _ => u64::MAX,
    }
}

pub(crate) fn full_or_io(path: &Path, doing: &'static str, size: usize, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Error::Full { path: path.to_owned(), size: size as u64 }
        }
        _ => Error::io(path, doing, error),
    }
}

/// Gives the draft its name. A file that stands there is replaced if no writer has it open:
/// its lock is taken, and under the lock it is still the file of that name.
fn publish(mut draft: NamedTempFile, path: &Path) -> Result<Created, Error> {
    loop {
        draft = match draft.persist_noclobber(path) {
            Ok(file) => return Ok(Created::new(file)),
            Err(PersistError { error, file }) if error.kind() == io::ErrorKind::AlreadyExists => {
                file
            }
            Err(PersistError { error, .. }) => return Err(Error::io(path, "name it", error)),
        };
        let Some(stale) = open_stale(path)? else { continue };
        if let Err(error) = lock(&stale) {
            return Err(match error.raw_os_error() {
                Some(libc::EAGAIN | libc::EACCES) => Error::Busy { path: path.to_owned() },
                _ => Error::io(path, "lock what is there", error),
            });
        }
        if !could_be_ours(&stale) {
            return Err(in_the_way(path));
        }
        if is_at(&stale, path) {
            return match draft.persist(path) {
                Ok(file) => Ok(Created::new(file)),
                Err(PersistError { error, .. }) => Err(Error::io(path, "name it", error)),
            };
        }
    }
}

/// What stands at the path; `None` where it has gone.
fn open_stale(path: &Path) -> Result<Option<File>, Error> {
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path);
    match opened {
        Ok(file) if file.metadata().is_ok_and(|meta| meta.is_file()) => Ok(Some(file)),
        Ok(_) => Err(in_the_way(path)),
        Err(error) => match error.raw_os_error() {
            Some(libc::ENOENT) => Ok(None),
            Some(libc::ELOOP | libc::EISDIR | libc::ENXIO) => Err(in_the_way(path)),
            _ => Err(Error::io(path, "replace what is there", error)),
        },
    }
}

fn in_the_way(path: &Path) -> Error {
    let found = "something else, which a stats file doesn't replace: remove it, or choose another \
                 name";
    Error::NotAStatsFile { path: path.to_owned(), found }
}

/// Whether a file is a stats file, of any format, or one that a writer left unfinished: a wrong
/// name must not cost anybody a file of another kind.
fn could_be_ours(file: &File) -> bool {
    let mut version = [0];
    match file.read_at(&mut version, 0) {
        Ok(0) => true,
        Ok(_) => matches!(version[0], 0 | layout::VERSION | layout::VERSION_2),
        Err(_) => false,
    }
}

/// Whether a file is the one at that path, and not one that was there before.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(ours), Ok(theirs)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    ours.dev() == theirs.dev() && ours.ino() == theirs.ino()
}

/// Takes the lock that a writer holds as long as it has its file open. It belongs to the open
/// file description: two writers in one process shut each other out too.
fn lock(file: &File) -> io::Result<()> {
    set_lock(file, libc::F_WRLCK)
}

fn set_lock(file: &File, kind: libc::c_int) -> io::Result<()> {
    let lock = libc::flock {
        l_type: kind as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: a descriptor of ours and a lock that outlives the call.
    match unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_SETLK, &raw const lock) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
