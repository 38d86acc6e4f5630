//! Opening what a folder holds, which may be anything: never blocks, follows no link.

use std::fs::{File, OpenOptions};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::Error;

/// Opens a regular file for reading, and tells its size.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), Error> {
    let (file, about) = open_about(path)?;
    Ok((file, u64::try_from(about.st_size).unwrap_or(0)))
}

/// The same, with all that the system says of it.
pub(crate) fn open_about(path: &Path) -> Result<(File, libc::stat), Error> {
    let file = OpenOptions::new()
        .read(true)
        // A FIFO without a writer would block an open, and a terminal would become ours.
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
        .map_err(|error| match error.raw_os_error() {
            Some(libc::ELOOP) => not_a_stats_file(path, SYMLINK),
            Some(libc::ENXIO) => not_a_stats_file(path, "a socket or a device"),
            _ => Error::io(path, "open it", error),
        })?;
    let about = about(&file).map_err(|error| Error::io(path, "look at it", error))?;
    let found = match about.st_mode & libc::S_IFMT {
        libc::S_IFREG => return Ok((file, about)),
        libc::S_IFDIR => "a directory: give its files, or a glob such as 'DIR/*.mmstats'",
        libc::S_IFIFO => "a FIFO",
        _ => "a socket or a device",
    };
    Err(not_a_stats_file(path, found))
}

/// By fstat: the standard library asks by statx, which is slower and wanted for each of many files.
pub(crate) fn about(file: &File) -> io::Result<libc::stat> {
    let mut about = MaybeUninit::zeroed();
    // SAFETY: a descriptor of ours and a place for the result, for which all zeros is a value.
    unsafe {
        match libc::fstat(file.as_raw_fd(), about.as_mut_ptr()) {
            0 => Ok(about.assume_init()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

const SYMLINK: &str = "a symbolic link, which readers do not follow: give what it points at";

fn not_a_stats_file(path: &Path, found: &'static str) -> Error {
    Error::NotAStatsFile { path: path.to_owned(), found }
}
