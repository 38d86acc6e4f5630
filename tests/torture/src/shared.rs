//! Words that a process and the children that it forks see alike: how far each is.

use std::io;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::sync::atomic::AtomicU64;

/// Words in memory that forked children share, 0 at first.
#[derive(Debug)]
pub struct Shared {
    at: NonNull<AtomicU64>,
    len: usize,
}

// SAFETY: atomic words, which any thread may access.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// So many of them.
    pub fn new(len: usize) -> io::Result<Shared> {
        let (protection, flags) =
            (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        // SAFETY: a new mapping, which replaces none.
        let at = unsafe {
            libc::mmap(ptr::null_mut(), len * size_of::<u64>(), protection, flags, -1, 0)
        };
        if at == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let at = NonNull::new(at.cast()).ok_or(io::ErrorKind::Other)?;
        Ok(Shared { at, len })
    }
}

impl Deref for Shared {
    type Target = [AtomicU64];

    fn deref(&self) -> &[AtomicU64] {
        // SAFETY: so many words are mapped as long as this lives, and nobody accesses them otherwise.
        unsafe { std::slice::from_raw_parts(self.at.as_ptr(), self.len) }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: our own mapping, and nobody points into it any more.
        unsafe { libc::munmap(self.at.as_ptr().cast(), self.len * size_of::<u64>()) };
    }
}
