//! What the system says of folders and processes, as far as the standard library has no words for it.

use std::ffi::CString;
use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What a file system has left for this user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Space {
    pub(crate) bytes: u64,
    /// `None` where the file system doesn't count files.
    pub(crate) files: Option<u64>,
}

impl Space {
    /// That of the file system of a path.
    pub(crate) fn of(path: &Path) -> io::Result<Space> {
        let path = CString::new(path.as_os_str().as_bytes())?;
        let mut about = MaybeUninit::<libc::statvfs>::zeroed();
        // SAFETY: a string and a place for the result that outlive the call.
        if unsafe { libc::statvfs(path.as_ptr(), about.as_mut_ptr()) } != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: filled in; and all zeros is a value, too.
        let about = unsafe { about.assume_init() };
        let bytes = about.f_bavail.saturating_mul(about.f_frsize);
        Ok(Space { bytes, files: (about.f_files > 0).then_some(about.f_favail) })
    }
}

/// Whether this user may create files in a folder.
pub(crate) fn may_write(folder: &Path) -> io::Result<()> {
    let path = CString::new(folder.as_os_str().as_bytes())?;
    // SAFETY: a string that outlives the call.
    let refused = unsafe {
        libc::faccessat(libc::AT_FDCWD, path.as_ptr(), libc::W_OK | libc::X_OK, libc::AT_EACCESS)
    };
    if refused == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Whose a process is, where that is another user: it may not be signalled from here.
pub(crate) fn other_user_of(pid: i128) -> Option<u32> {
    let owner = fs::metadata(format!("/proc/{pid}")).ok()?.uid();
    (owner != user()).then_some(owner)
}

/// The user whose rights this process has.
pub(crate) fn user() -> u32 {
    // SAFETY: takes nothing and can't fail.
    unsafe { libc::geteuid() }
}
