//! What is in a folder: which files may be folded, and why the others stay. Nothing is locked.

use std::collections::HashSet;
use std::ffi::{CStr, CString, OsStr};
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mmstats_core::v1::layout;
use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::accumulator::{Accumulator, user};
use super::locked::{Unlocked, open};
use super::report::{Outcome, Why};
use crate::create::{Folder, calls};
use crate::naming::{EXTENSION, accumulator_user};
use crate::{Error, Liveness, liveness, lock};

/// A file that a dead writer left.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) name: CString,
    pub(super) path: PathBuf,
    pub(super) application: [u8; header::APPLICATION_WIDTH],
    /// When it was created, nanoseconds since 1970.
    pub(super) created: u64,
    pub(super) size: u64,
}

/// What is to be known of files that stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Why.
    Reasons,
    /// Nothing: what is locked stays, which is asked in one call.
    Nothing,
}

/// What there is.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) candidates: Vec<Candidate>,
    /// Files that stay.
    pub(super) kept: Vec<(PathBuf, Outcome)>,
    /// The ids of all files that were looked at, whosever they are.
    ids: HashSet<[u8; 16]>,
    /// Whether there are some of this user that couldn't be looked at: an accumulator may list
    /// them.
    missed: bool,
}

/// Whether a name is one of a file that default globs find.
pub(super) fn is_stats_file(name: &CStr) -> bool {
    let name = name.to_bytes();
    name.ends_with(EXTENSION.as_bytes()) && !name.starts_with(b".")
}

/// The path of a name in the folder.
pub(super) fn path_of(folder: &Folder, name: &CStr) -> PathBuf {
    folder.path().join(OsStr::from_bytes(name.to_bytes()))
}

impl Scan {
    /// Looks at all files, for those of one application, or of all.
    pub(super) fn all(
        folder: &Folder,
        application: Option<&str>,
        asked: Asked,
    ) -> io::Result<Scan> {
        let mut scan = Scan::default();
        let mut known = HashSet::new();
        // A file that got another name meanwhile has one that is new.
        for _ in 0..2 {
            let names =
                calls::names(&folder.file, |name| is_stats_file(name) && !known.contains(name))?;
            scan.look_at(folder, &names, application, asked);
            known.extend(names);
        }
        Ok(scan)
    }

    /// Looks at some.
    pub(super) fn look_at(
        &mut self,
        folder: &Folder,
        names: &[CString],
        application: Option<&str>,
        asked: Asked,
    ) {
        for name in names.iter().filter(|name| accumulator_user(name.to_bytes()).is_none()) {
            let path = path_of(folder, name);
            if let Err(why) = self.look(folder, name, &path, application, asked) {
                self.kept.push((path, Outcome::Kept(why)));
            }
        }
    }

    /// Lets an accumulator forget what has gone, if these are all files of the folder
    /// (F2-FOLD-AGAIN).
    pub(super) fn forget(&self, accumulator: &mut Accumulator, now: u64) {
        if !self.missed {
            accumulator.forget(now, |id| self.ids.contains(id));
        }
    }

    fn look(
        &mut self,
        folder: &Folder,
        name: &CString,
        path: &Path,
        application: Option<&str>,
        asked: Asked,
    ) -> Result<(), Why> {
        let is_named = application.is_none_or(|wanted| is_named_for(name, wanted));
        let unread = |error| if is_named { Err(Why::Unread(Arc::new(error))) } else { Ok(()) };
        let (file, about) = match open(folder, name, path, libc::O_RDONLY) {
            Ok(opened) => opened,
            Err(Unlocked::Gone) => return Ok(()),
            Err(unlocked) => {
                self.missed |= is_own(folder, name);
                return unread(unlocked.into_error(path));
            }
        };
        let mut bytes = [0; header::USED];
        let copied = match file.read_at(&mut bytes, 0) {
            Ok(copied) => copied,
            Err(error) => {
                self.missed |= is_own(folder, name);
                return unread(Error::io(path, "read it", error));
            }
        };
        if copied != 0 && bytes[0] == layout::VERSION {
            return if is_named { Err(Why::FormatOne) } else { Ok(()) };
        }
        let size = u64::try_from(about.st_size).unwrap_or(0);
        let header = match Header::parse(&bytes[..copied], size) {
            Ok(header) => header,
            Err(source) => return unread(Error::Format2 { path: path.to_owned(), source }),
        };
        let wanted = application.map(str::as_bytes);
        if wanted.is_some_and(|wanted| wanted != header.application().as_bytes()) {
            self.ids.insert(header.file_id);
            return Ok(());
        }
        if !self.ids.insert(header.file_id) && header.file_id != [0; 16] {
            return Err(Why::Twice);
        }
        if asked == Asked::Nothing && !header.is_closed() && lock::is_held(&file).unwrap_or(true) {
            return Err(Why::Busy);
        }
        check(&file, &about, &header)?;
        let (application, created) = (header.application, header.created);
        let (name, path) = (name.clone(), path.to_owned());
        self.candidates.push(Candidate { name, path, application, created, size });
        Ok(())
    }
}

/// Whether a file may be folded, as far as can be told without its lock.
pub(super) fn check(file: &File, about: &libc::stat, header: &Header) -> Result<(), Why> {
    if about.st_uid != user() {
        return Err(Why::OtherUser { uid: about.st_uid });
    }
    check_writer(liveness::of_v2(file, header), header)?;
    if header.file_id == [0; 16] { Err(Why::NoId) } else { Ok(()) }
}

/// Whether a writer is dead.
pub(super) fn check_writer(writer: Liveness, header: &Header) -> Result<(), Why> {
    let pid = header.pid;
    match writer {
        Liveness::Dead => Ok(()),
        Liveness::Alive => Err(Why::Alive { pid }),
        Liveness::Orphaned => Err(Why::Orphaned { pid }),
        Liveness::Unknown => Err(Why::Unknown),
    }
}

/// Whether a name is that of a file of this user.
fn is_own(folder: &Folder, name: &CStr) -> bool {
    calls::about(&folder.file, name)
        .is_ok_and(|about| about.st_mode & libc::S_IFMT == libc::S_IFREG && about.st_uid == user())
}

/// Whether a file that says nothing is named as those of an application by default.
fn is_named_for(name: &CStr, application: &str) -> bool {
    let rest = name.to_bytes().strip_prefix(application.as_bytes());
    rest.and_then(|rest| rest.strip_prefix(b"-"))
        .is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}
