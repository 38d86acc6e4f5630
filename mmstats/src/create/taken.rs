//! A name that is taken: nobody loses a file that a writer has, or may have (F2-TAKEN).

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use mmstats_core::v1::layout;
use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::calls;
use super::draft::{TRIES, is_at};
use super::folder::Folder;
use crate::lock::Held;
use crate::{Error, Liveness, liveness, lock, random};

/// What became of a name that was taken.
pub(super) enum Taken {
    /// It may be free now.
    Gone,
    /// Its writer is dead. It may be replaced as long as this, which has its lock, is there.
    Dead(Held),
}

/// How long who folds is waited for. It has the lock for as long as it takes to remove some files,
/// not while anything is read or written; but it may have to wait for a processor or for a disk.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long it is between two tries.
const PAUSE: Duration = Duration::from_micros(500);

/// The longest name of a file.
const NAME_MAX: usize = 255;

impl Taken {
    /// Asks for the writer of what has that name. Where nobody can say whether it lives the file gets
    /// another name. Errors: it lives; something else stands there.
    pub(super) fn ask(folder: &Folder, name: &CStr, path: &Path) -> Result<Taken, Error> {
        let Some(stale) = open(folder, name, path)? else { return Ok(Taken::Gone) };
        let busy = || Error::Busy { path: path.to_owned() };
        match take(&stale) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let is_writer = lock::is_held(&stale).unwrap_or(true);
                let read_locked = || Error::ReadLocked { path: path.to_owned() };
                return Err(if is_writer { busy() } else { read_locked() });
            }
            Err(error) => return Err(Error::io(path, "lock what is there", error)),
        }
        let stale = Held::of(stale);
        if !could_be_ours(&stale) {
            return Err(in_the_way(path));
        }
        if !is_at(&stale, folder, name) {
            return Ok(Taken::Gone);
        }
        match liveness::of_locked(&stale) {
            Liveness::Dead => Ok(Taken::Dead(stale)),
            Liveness::Alive => Err(busy()),
            Liveness::Orphaned | Liveness::Unknown => {
                keep(folder, name, path)?;
                Ok(Taken::Gone)
            }
        }
    }
}

/// Takes the lock. Where another has it who is not the writer, it is one who folds what is there, or
/// reads it under a lock, and done with it soon; or an orphan, which is not waited for longer.
fn take(stale: &File) -> io::Result<()> {
    let started = Instant::now();
    loop {
        match lock::take(stale) {
            Err(error)
                if error.kind() == io::ErrorKind::WouldBlock
                    && started.elapsed() < PATIENCE
                    && !is_writers(stale) =>
            {
                thread::sleep(PAUSE);
            }
            taken => return taken,
        }
    }
}

/// Whether the lock that somebody has is that of the file's writer. One for reading is not.
fn is_writers(stale: &File) -> bool {
    if !lock::is_held(stale).unwrap_or(true) {
        return false;
    }
    let mut bytes = [0; header::USED];
    let copied = stale.read_at(&mut bytes, 0).unwrap_or(0);
    let header = Header::parse(&bytes[..copied], u64::MAX);
    header.map_or(true, |header| liveness::of_v2(stale, &header) == Liveness::Alive)
}

/// What has that name; `None` where it has gone.
fn open(folder: &Folder, name: &CStr, path: &Path) -> Result<Option<File>, Error> {
    let flags = libc::O_RDWR | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
    match calls::open(&folder.file, name, flags, 0) {
        Ok(file) => {
            let about = calls::about_file(&file);
            let about = about.map_err(|error| Error::io(path, "look at what is there", error))?;
            match about.st_mode & libc::S_IFMT {
                libc::S_IFREG => Ok(Some(file)),
                _ => Err(in_the_way(path)),
            }
        }
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

/// Gives a file another name, under which readers find it.
pub(super) fn keep(folder: &Folder, name: &CStr, path: &Path) -> Result<(), Error> {
    let kept = rename(folder, name);
    kept.map_err(|error| Error::io(path, "keep what is there", error))
}

fn rename(folder: &Folder, name: &CStr) -> io::Result<()> {
    for _ in 0..TRIES {
        let kept = kept_name(name)?;
        let renamed = match calls::rename_to_free(&folder.file, name, &kept) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                rename_by_link(folder, name, &kept)
            }
            done => done,
        };
        match renamed {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Where the system has no call that renames and replaces nothing.
fn rename_by_link(folder: &Folder, name: &CStr, kept: &CStr) -> io::Result<()> {
    calls::link(&folder.file, name, kept)?;
    calls::unlink(&folder.file, name).inspect_err(|_| {
        // Where even that fails it has two names.
        let _ = calls::unlink(&folder.file, kept);
    })
}

/// `web.mmstats` becomes `web~3f9ac210.mmstats`.
fn kept_name(name: &CStr) -> io::Result<CString> {
    let name = name.to_bytes();
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0);
    let (stem, extension) = name.split_at(dot.unwrap_or(name.len()));
    let random = format!("~{:08x}", u32::from_ne_bytes(random::bytes()?));
    let stem = &stem[..stem.len().min(NAME_MAX.saturating_sub(random.len() + extension.len()))];
    Ok(CString::new([stem, random.as_bytes(), extension].concat())?)
}
