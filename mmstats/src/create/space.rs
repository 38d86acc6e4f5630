//! Space of files: allocated before anybody counts on it, so that a full disk is an error and not a
//! signal later (F1-ALLOCATE, F2-FULL).

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::calls;
use crate::Error;

/// Allocates the space of a file from one offset to another, where nothing was written yet.
pub(crate) fn allocate(file: &File, path: &Path, from: usize, to: usize) -> Result<(), Error> {
    let error = |error| full_or_io(path, "allocate its space", to, error);
    // Beyond the limit the system sends a signal, which ends who isn't prepared for it.
    if to as u64 > largest_file() {
        return Err(error(io::Error::from_raw_os_error(libc::EFBIG)));
    }
    match calls::allocate(file, from, to) {
        Err(refused) if is_not_supported(&refused) => fill(file, from, to).map_err(error),
        done => done.map_err(error),
    }
}

/// What a call says that this kernel or file system hasn't.
pub(super) fn is_not_supported(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EOPNOTSUPP | libc::ENOSYS))
}

/// What was written is allocated, too.
fn fill(file: &File, from: usize, to: usize) -> io::Result<()> {
    const ZEROS: [u8; 4096] = [0; 4096];
    let mut at = from;
    while at < to {
        let length = ZEROS.len().min(to - at);
        file.write_all_at(&ZEROS[..length], at as u64)?;
        at += length;
    }
    Ok(())
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

/// What a call said about a file that would have that size.
pub(crate) fn full_or_io(path: &Path, doing: &'static str, size: usize, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Error::Full { path: path.to_owned(), size: size as u64 }
        }
        _ => Error::io(path, doing, error),
    }
}
