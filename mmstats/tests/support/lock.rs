//! Locks as others hold them.

use std::fs::File;
use std::os::fd::AsRawFd;

/// A lock on the whole of a file, until it is dropped: also where another test has forked meanwhile,
/// whose child has the file open too until it runs another program.
pub struct Held(File);

impl Held {
    /// As a writer has it. The file is open for writing.
    pub fn write(file: File) -> Held {
        Held::new(file, libc::F_WRLCK)
    }

    /// As a backup takes it.
    pub fn read(file: File) -> Held {
        Held::new(file, libc::F_RDLCK)
    }

    fn new(file: File, kind: libc::c_int) -> Held {
        set(&file, kind);
        Held(file)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        set(&self.0, libc::F_UNLCK);
    }
}

fn set(file: &File, kind: libc::c_int) {
    let lock = libc::flock {
        l_type: kind as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: a descriptor that is open, and a lock that outlives the call.
    let done = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_SETLK, &raw const lock) };
    assert_eq!(done, 0, "nobody else has it");
}
