//! The lock that a writer holds as long as it has its file open (F2-LOCK). It belongs to the open
//! file description: two writers in one process shut each other out too.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::os::fd::AsRawFd;
use std::process;

/// A file whose write lock this process has, until it is dropped. Closing a file does not give its
/// lock back, as long as a child that was forked meanwhile has it open too; and such a child doesn't
/// give back what is its parent's.
#[derive(Debug)]
pub(crate) struct Held {
    file: File,
    owner: u32,
}

impl Held {
    /// One that was just locked.
    pub(crate) fn of(file: File) -> Held {
        Held { file, owner: process::id() }
    }

    /// Whether this is the process that locked it.
    pub(crate) fn is_ours(&self) -> bool {
        self.owner == process::id()
    }
}

impl Deref for Held {
    type Target = File;

    fn deref(&self) -> &File {
        &self.file
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.is_ours() {
            // Where that fails, closing it is all that is left.
            let _ = give_back(&self.file);
        }
    }
}

/// Takes the write lock of a file, at once or not at all: `WouldBlock` where another has it.
pub(crate) fn take(file: &File) -> io::Result<()> {
    match ask(file, libc::F_OFD_SETLK, libc::F_WRLCK) {
        // What POSIX lets a system say as well.
        Err(error) if error.raw_os_error() == Some(libc::EACCES) => {
            Err(io::ErrorKind::WouldBlock.into())
        }
        done => done.map(drop),
    }
}

/// Gives it back.
pub(crate) fn give_back(file: &File) -> io::Result<()> {
    ask(file, libc::F_OFD_SETLK, libc::F_UNLCK).map(drop)
}

/// Whether another has it. A descriptor for reading is enough, and nothing is locked.
pub(crate) fn is_held(file: &File) -> io::Result<bool> {
    Ok(ask(file, libc::F_OFD_GETLK, libc::F_RDLCK)? != libc::F_UNLCK)
}

/// One call about the whole file. Returns the kind of lock that it left.
fn ask(file: &File, call: libc::c_int, kind: libc::c_int) -> io::Result<libc::c_int> {
    let mut lock = libc::flock {
        l_type: kind as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    loop {
        // SAFETY: a descriptor of ours and a lock that outlives the call.
        if unsafe { libc::fcntl(file.as_raw_fd(), call, &raw mut lock) } != -1 {
            return Ok(lock.l_type.into());
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}
