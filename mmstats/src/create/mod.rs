//! Creating a stats file: whole before anybody sees it, its space allocated, nobody's file
//! taken away (SPEC.md 1.9 and 2.18).

pub(crate) mod calls;
mod draft;
mod folder;
mod leftover;
mod space;
mod sweep;
mod taken;

use std::ffi::{CStr, CString};
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use draft::Draft;
use taken::Taken;

pub(crate) use draft::{TRIES, is_at as is_named};
pub(crate) use folder::Folder;
pub(crate) use sweep::sweep;

pub use leftover::{Kept, Leftover};
pub(crate) use space::{allocate, full_or_io};

use crate::lock::Held;
use crate::naming::Place;
use crate::{Error, Warning, fold};

/// A file to be.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) place: Place,
    /// Its permissions.
    pub(crate) mode: u32,
    pub(crate) format: Format,
    /// Whether its header says which file it is (F2-INODE).
    pub(crate) names_itself: bool,
    /// Whether the counts of a dead writer whose file it replaces are kept (F2-FOLD-TAKEN).
    pub(crate) folds: bool,
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
    pub(crate) file: Held,
    /// What is to be said about its folder.
    pub(crate) warning: Option<Warning>,
}

impl Created {
    /// Whether this is the process that created it.
    pub(crate) fn is_ours(&self) -> bool {
        self.file.is_ours()
    }
}

/// Creates a file with that content, which `map` maps before anybody sees it; where there is no way
/// to name it, `map` is called again, with another file. On errors nothing is left but that mapping.
pub(crate) fn create(
    wanted: &Wanted,
    content: &[u8],
    map: impl Fn(&File) -> io::Result<()>,
) -> Result<Created, Error> {
    let path = &wanted.place.path;
    let name = CString::new(path.file_name().unwrap_or_default().as_bytes());
    let name = name.map_err(|error| Error::io(path, "name it", error.into()))?;
    let folder = Folder::of(wanted)?;
    let publish = |draft: Draft<'_>| {
        let mapped = map(&draft.file);
        mapped.map_err(|error| full_or_io(path, "map it", content.len(), error))?;
        publish(draft, &folder, &name, wanted)
    };
    let unnamed = Draft::unnamed(&folder, wanted, content)?.map(&publish);
    let published = match unnamed {
        Some(Err(Refusal::Name(_))) | None => publish(Draft::dot_named(&folder, wanted, content)?),
        Some(published) => published,
    };
    let file = published.map_err(|refusal| match refusal {
        Refusal::Name(error) => full_or_io(path, naming_of(&error), content.len(), error),
        Refusal::Other(error) => error,
    })?;
    Ok(Created { file: Held::of(file), warning: folder.warning() })
}

/// Creates a file with that content in the place of one whose lock the caller has, or, where none is,
/// under a name that is free: `None` where it isn't. It has its own lock until the caller gives that
/// back. With `flush` its bytes are on the device before it has the name. The caller is asked whether
/// it is `ready` when all of that is done: `None` where it isn't. Drafts that were left are not swept
/// away.
pub(crate) fn exchange(
    folder: &Folder,
    wanted: &Wanted,
    name: &CStr,
    is_there: bool,
    flush: bool,
    content: &[u8],
    ready: &mut dyn FnMut() -> bool,
) -> Result<Option<File>, Error> {
    let path = &wanted.place.path;
    let mut named = |mut draft: Draft<'_>| {
        if flush {
            draft.file.sync_data()?;
        }
        if !ready() {
            return Ok(None);
        }
        let named = if is_there { draft.rename_to(name) } else { draft.name(name) };
        named.map(|()| Some(draft.file))
    };
    let named = match Draft::unnamed(folder, wanted, content)?.map(&mut named) {
        Some(Err(error)) if error.kind() != io::ErrorKind::AlreadyExists => {
            named(Draft::dot_named(folder, wanted, content)?)
        }
        None => named(Draft::dot_named(folder, wanted, content)?),
        Some(named) => named,
    };
    match named {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
        Err(error) => Err(full_or_io(path, "name it", content.len(), error)),
    }
}

/// Why a draft was not published.
enum Refusal {
    /// It can't be named: perhaps one that was made in another way can.
    Name(io::Error),
    Other(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Other(error)
    }
}

/// What was tried, where naming a file came to that.
fn naming_of(error: &io::Error) -> &'static str {
    match error.raw_os_error() {
        // Neither links nor renaming to a free name: FAT, on an older kernel.
        Some(libc::EINVAL | libc::ENOSYS) => {
            "name it without the risk to replace another file, which takes a file system with links \
             or a newer kernel (set MMSTATS_PATH to another folder)"
        }
        _ => "name it",
    }
}

/// Gives the draft its name. What stands there is replaced if its writer is dead. The lock of that is
/// given back only when its name is another file's.
fn publish(
    mut draft: Draft<'_>,
    folder: &Folder,
    name: &CStr,
    wanted: &Wanted,
) -> Result<File, Refusal> {
    let path = &wanted.place.path;
    for _ in 0..TRIES {
        let named = match draft.name(name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match Taken::ask(folder, name, path)? {
                    Taken::Gone => continue,
                    Taken::Dead(locked) => {
                        if wanted.folds && !fold::keeps_counts(folder, path, &locked) {
                            taken::keep(folder, name, path)?;
                            continue;
                        }
                        draft.replace(name)
                    }
                }
            }
            named => named,
        };
        return named.map(|()| draft.file).map_err(Refusal::Name);
    }
    Err(Error::Busy { path: path.to_owned() }.into())
}

/// Whether a file is the one at that path, and not one that was there before.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(ours), Ok(theirs)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    ours.dev() == theirs.dev() && ours.ino() == theirs.ino()
}
