//! What a writer that is dead left: its file, or a draft of one. It goes under its lock, and only
//! while it still has its name.

use std::ffi::CString;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::calls;
use super::draft::is_at;
use super::folder::Folder;
use super::sweep::is_drafts;
use super::{Error, Format};
use crate::lock::Held;
use crate::{AnyReader, Liveness, liveness, lock};

/// A file whose writer is dead, and that belongs to this user. Its lock is in the hand: nobody
/// takes, folds or replaces it as long as this lives.
///
/// ```
/// # fn main() -> Result<(), mmstats::Error> {
/// # let folder = tempfile::tempdir().unwrap();
/// use mmstats::{Kept, Leftover};
///
/// let stats = mmstats::Writer::options("web").path(folder.path()).build()?;
/// let path = stats.path().expect("a file");
/// assert!(matches!(Leftover::of(&path), Err(Kept::Alive { .. })));
/// drop(stats);
/// match Leftover::of(&path) {
///     Ok(left) => left.remove()?,
///     Err(kept) => println!("{}: {kept}", path.display()),
/// }
/// assert!(!path.exists());
/// # Ok(())
/// # }
/// ```
///
/// [`Fold`](crate::fold::Fold) keeps what was counted in files of format 2; this doesn't.
///
/// Threads: it can move to any thread.
#[derive(Debug)]
pub struct Leftover {
    folder: Folder,
    name: CString,
    path: PathBuf,
    _locked: Held,
}

/// Why a file is none to be removed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kept {
    /// It has gone meanwhile, or another file has its name.
    Gone,
    /// Its writer lives, or a process has its id and nobody can tell them apart.
    Alive {
        /// The process.
        pid: Option<i128>,
    },
    /// Its writer has ended, and a child of it has its lock.
    Orphaned {
        /// The process that has ended.
        pid: Option<i128>,
    },
    /// Whether its writer lives can't be said from here.
    Unknown {
        /// The process, in its own pid namespace.
        pid: Option<i128>,
    },
    /// Another process is about to do something with it.
    Locked,
    /// It belongs to another user, who decides.
    OtherUser {
        /// That user's id.
        uid: u32,
    },
    /// It can't be opened or read, or is no stats file.
    Unreadable(Error),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let process = |pid: &Option<i128>| match pid {
            Some(pid) => format!(" (pid {pid})"),
            None => String::new(),
        };
        match self {
            Kept::Gone => f.write_str("it has gone meanwhile"),
            Kept::Alive { pid } => write!(f, "its writer is alive{}", process(pid)),
            Kept::Orphaned { pid } => write!(
                f,
                "its writer{} has ended, but a child of it has the file, or somebody cleans or folds \
                 it just now: try again",
                process(pid)
            ),
            Kept::Unknown { pid } => write!(
                f,
                "whether its writer{} lives can't be said from here: look from its machine and \
                 container, or remove it by hand",
                process(pid)
            ),
            Kept::Locked => f.write_str("another process has its lock: try again"),
            Kept::OtherUser { uid } => {
                write!(f, "it belongs to user {uid}: that user decides")
            }
            Kept::Unreadable(error) => error.fmt(f),
        }
    }
}

impl Leftover {
    /// Takes what is at that path, if a dead writer left it: a stats file of either format, or a
    /// draft. Where the writer's life is unknown, or the file another user's, it isn't.
    pub fn of(path: &Path) -> Result<Leftover, Kept> {
        let unreadable = |doing| move |error| Kept::Unreadable(Error::io(path, doing, error));
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = Folder::open(parent.unwrap_or(Path::new(".")), Format::V1);
        let folder = folder.map_err(Kept::Unreadable)?;
        let name = CString::new(path.file_name().unwrap_or_default().as_bytes());
        let name = name.map_err(|error| unreadable("open it")(error.into()))?;
        check_owner(&folder, &name, path)?;
        let is_draft = is_drafts(&name);
        // First by a reader: it says what is wrong with a file, and whose it is.
        let reader = if is_draft { None } else { Some(read(path)?) };
        let flags = libc::O_RDWR | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
        let file =
            calls::open(&folder.file, &name, flags, 0).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Kept::Gone,
                _ => unreadable("open it to lock it")(error),
            })?;
        match lock::take(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(held(&reader)),
            Err(error) => return Err(unreadable("lock it")(error)),
        }
        let locked = Held::of(file);
        // It may be another's since the reader had it.
        if !is_at(&locked, &folder, &name) {
            return Err(Kept::Gone);
        }
        if let Some(reader) = reader {
            let pid = reader.writer_pid();
            match liveness::of_locked(&locked) {
                Liveness::Dead => {}
                Liveness::Alive => return Err(Kept::Alive { pid }),
                Liveness::Orphaned => return Err(Kept::Orphaned { pid }),
                Liveness::Unknown => return Err(Kept::Unknown { pid }),
            }
        }
        Ok(Leftover { folder, name, path: path.to_owned(), _locked: locked })
    }

    /// The drafts in a folder, left or being made: [`of`](Leftover::of) tells which.
    pub fn drafts(folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let found = Folder::open(folder, Format::V1)?;
        let names = calls::names(&found.file, is_drafts);
        let names = names.map_err(|error| Error::io(folder, "list it", error))?;
        let path = |name: &CString| folder.join(std::ffi::OsStr::from_bytes(name.to_bytes()));
        Ok(names.iter().map(path).collect())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it.
    pub fn remove(self) -> Result<(), Error> {
        let removed = calls::unlink(&self.folder.file, &self.name);
        removed.map_err(|error| Error::io(&self.path, "remove it", error))
    }
}

/// Before it is opened: what can be opened by everybody is still its owner's.
fn check_owner(folder: &Folder, name: &CString, path: &Path) -> Result<(), Kept> {
    let about = calls::about(&folder.file, name).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Kept::Gone,
        _ => Kept::Unreadable(Error::io(path, "look at it", error)),
    })?;
    // SAFETY: takes nothing and can't fail.
    if about.st_uid != unsafe { libc::geteuid() } {
        return Err(Kept::OtherUser { uid: about.st_uid });
    }
    Ok(())
}

fn read(path: &Path) -> Result<AnyReader, Kept> {
    crate::open(path).map_err(|error| match error {
        Error::NotFound { .. } => Kept::Gone,
        error => Kept::Unreadable(error),
    })
}

/// Whose lock it is that another has.
fn held(reader: &Option<AnyReader>) -> Kept {
    let Some(reader) = reader else { return Kept::Alive { pid: None } };
    let pid = reader.writer_pid();
    match reader.writer() {
        Liveness::Alive => Kept::Alive { pid },
        Liveness::Orphaned => Kept::Orphaned { pid },
        // Not its writer's: who cleans or folds, too.
        Liveness::Dead | Liveness::Unknown => Kept::Locked,
    }
}
