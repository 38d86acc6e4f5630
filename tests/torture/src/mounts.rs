//! Mounts of a process's own.

use std::ffi::CString;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

/// Gives this process, which has one thread, mounts that nobody else sees and that go with it. Who
/// isn't root gets them with a user namespace, where that is allowed.
pub fn own_mounts() -> io::Result<()> {
    // SAFETY: concerns this process alone; no memory is touched.
    let done = checked(unsafe { libc::unshare(libc::CLONE_NEWNS) });
    if done.is_err() {
        own_users()?;
    }
    let (none, flags) = (CString::default(), libc::MS_REC | libc::MS_PRIVATE);
    // SAFETY: strings that outlive the call, or NULL where none is needed.
    checked(unsafe { libc::mount(none.as_ptr(), c"/".as_ptr(), ptr::null(), flags, ptr::null()) })
}

/// A user namespace in which this user is the same, and may mount.
fn own_users() -> io::Result<()> {
    // SAFETY: take nothing, and can't fail.
    let (user, group) = unsafe { (libc::geteuid(), libc::getegid()) };
    // SAFETY: concerns this process alone; no memory is touched.
    checked(unsafe { libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNS) })?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))
}

/// Mounts a file system that needs no device.
pub fn mount(kind: &str, at: &Path, options: &str) -> io::Result<()> {
    let (kind, options) = (CString::new(kind)?, CString::new(options)?);
    let at = CString::new(at.as_os_str().as_bytes())?;
    // SAFETY: strings that outlive the call.
    checked(unsafe {
        libc::mount(kind.as_ptr(), at.as_ptr(), kind.as_ptr(), 0, options.as_ptr().cast())
    })
}

fn checked(done: libc::c_int) -> io::Result<()> {
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
