//! A file of format 2 that the test itself maps, and writes as a writer does.

use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::ptr::{self, NonNull};

use mmstats_core::v2::cells::{Word, words};
use mmstats_core::v2::layout::WORD;
use tempfile::TempDir;

pub struct Mapped {
    _folder: TempDir,
    pub path: PathBuf,
    at: NonNull<u64>,
    size: usize,
}

// SAFETY: an address range that is accessed as atomic words only.
unsafe impl Sync for Mapped {}

impl Mapped {
    pub fn new(bytes: &[u8]) -> Mapped {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("test.mmstats");
        fs::write(&path, bytes).expect("ours");
        let file = File::options().read(true).write(true).open(&path).expect("ours");
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new mapping at an address of the system's choice.
        let at = unsafe {
            let fd = file.as_raw_fd();
            libc::mmap(ptr::null_mut(), bytes.len(), protection, libc::MAP_SHARED, fd, 0)
        };
        assert_ne!(at, libc::MAP_FAILED, "a file can be mapped");
        let at = NonNull::new(at.cast()).expect("an address");
        Mapped { _folder: folder, path, at, size: bytes.len() }
    }

    /// The words of a part of the file.
    pub fn words(&self, offset: usize, bytes: usize) -> &[Word] {
        assert!(offset.is_multiple_of(WORD) && offset + bytes <= self.size);
        // SAFETY: in the mapping, aligned as that is, and accessed by `Word`s only.
        unsafe { words(self.at.byte_add(offset), bytes / WORD) }
    }

    pub fn word(&self, offset: usize) -> &Word {
        &self.words(offset, WORD)[0]
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: our own mapping; nothing borrows from it any more.
        unsafe { libc::munmap(self.at.as_ptr().cast(), self.size) };
    }
}
