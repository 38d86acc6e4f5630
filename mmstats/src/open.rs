//! Opening what a folder holds, which may be anything: never blocks, follows no link.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use crate::Error;

/// Opens a regular file for reading, and tells its size.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), Error> {
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
    let meta = file.metadata().map_err(|error| Error::io(path, "look at it", error))?;
    let kind = meta.file_type();
    if kind.is_file() {
        return Ok((file, meta.len()));
    }
    let found = if kind.is_dir() {
        "a directory: give its files, or a glob such as 'DIR/*.mmstats'"
    } else if kind.is_fifo() {
        "a FIFO"
    } else {
        "a socket or a device"
    };
    Err(not_a_stats_file(path, found))
}

const SYMLINK: &str = "a symbolic link, which readers do not follow: give what it points at";

fn not_a_stats_file(path: &Path, found: &'static str) -> Error {
    Error::NotAStatsFile { path: path.to_owned(), found }
}
