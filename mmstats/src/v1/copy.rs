//! Copying a file's bytes: never more than a limit, never a wait, no trust in what it says of its
//! size.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::open::open_regular;

/// The largest file that is read (SPEC.md 1.8, F1-LIMIT-READ).
pub const MAX_FILE: u64 = 64 << 20;

/// The bytes of a regular file, of any format or none, of at most [`MAX_FILE`] bytes. Never
/// blocks, follows no link.
pub fn read_file(path: impl Into<PathBuf>) -> Result<Vec<u8>, Error> {
    let path = path.into();
    let (file, size) = open_regular(&path)?;
    let mut bytes = Vec::new();
    copy_whole(&file, &path, size, &mut bytes)?;
    Ok(bytes)
}

/// Copies all of a file, in one call where it has the size that is expected: one byte more
/// says whether it has grown.
pub(super) fn copy_whole(
    file: &File,
    path: &Path,
    expected: u64,
    bytes: &mut Vec<u8>,
) -> Result<(), Error> {
    let mut size = expected;
    loop {
        if size > MAX_FILE {
            return Err(Error::TooLarge { path: path.to_owned(), size, limit: MAX_FILE });
        }
        let room = size as usize + 1;
        if copy_upto(file, path, room, size as usize, bytes)? < room {
            return Ok(());
        }
        let meta = file.metadata();
        let says = meta.map_err(|error| Error::io(path, "look at it", error))?.len();
        // Files of /proc say 0, whatever is in them.
        size = if says < room as u64 { 2 * room as u64 } else { says };
    }
}

/// Copies the first `room` bytes of a file, or what there is: in one call where that brings
/// `enough`, else until there is no more. Returns how many. The memory isn't cleared first: a file
/// of a page or two is copied in less time than that takes.
pub(super) fn copy_upto(
    file: &File,
    path: &Path,
    room: usize,
    enough: usize,
    bytes: &mut Vec<u8>,
) -> Result<usize, Error> {
    bytes.clear();
    bytes.reserve(room);
    loop {
        let at = bytes.len();
        // SAFETY: a descriptor of ours, and the vector has room for that many bytes behind those
        // that it holds.
        let copied = unsafe {
            let place = bytes.as_mut_ptr().add(at).cast();
            libc::pread(file.as_raw_fd(), place, room - at, at as libc::off_t)
        };
        match usize::try_from(copied) {
            Ok(copied) => {
                // SAFETY: the call wrote that many more, `room` in all at most.
                unsafe { bytes.set_len(at + copied) };
                if copied == 0 || bytes.len() >= enough.max(1) {
                    return Ok(bytes.len());
                }
            }
            Err(_) => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error => return Err(Error::io(path, "read it", error)),
            },
        }
    }
}
