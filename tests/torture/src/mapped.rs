//! A file as a reader that maps it sees it.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::ptr::{self, NonNull};

use mmstats_core::v2::cells::{Word, words};
use mmstats_core::v2::layout::WORD;

/// A file of format 2, mapped to be read. Nobody may cut it off meanwhile.
#[derive(Debug)]
pub struct Mapped {
    at: NonNull<u64>,
    size: usize,
}

// SAFETY: an address range that is accessed as atomic words only.
unsafe impl Sync for Mapped {}
// SAFETY: as above.
unsafe impl Send for Mapped {}

impl Mapped {
    /// Maps what the file is now.
    pub fn open(path: &Path) -> io::Result<Mapped> {
        let file = File::open(path)?;
        let size = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let (protection, flags) = (libc::PROT_READ, libc::MAP_SHARED);
        // SAFETY: a new mapping at an address of the system's choice.
        let at =
            unsafe { libc::mmap(ptr::null_mut(), size, protection, flags, file.as_raw_fd(), 0) };
        if at == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let at = NonNull::new(at.cast()).ok_or(io::ErrorKind::Other)?;
        Ok(Mapped { at, size })
    }

    /// Words of it, which may be loaded, relaxed, and not be stored.
    pub fn words(&self, offset: u64, bytes: u64) -> &[Word] {
        let (offset, bytes) = (offset as usize, bytes as usize);
        assert!(offset.is_multiple_of(WORD) && offset + bytes <= self.size);
        // SAFETY: in the mapping, aligned as that is, and accessed by `Word`s only.
        unsafe { words(self.at.byte_add(offset), bytes / WORD) }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: our own mapping; nothing borrows from it any more.
        unsafe { libc::munmap(self.at.as_ptr().cast(), self.size) };
    }
}
