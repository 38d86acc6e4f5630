//! Mounts of a process's own.

use std::ffi::CString;
use std::fs;
use std::io::{self, Read, Write};
use std::mem;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr;

use crate::process::Child;
use crate::run::{Outcome, Run};

/// Gives this process, which has one thread, mounts that nobody else sees and that go with it. Who
/// isn't root gets them with a user namespace, where that is allowed.
pub fn own_mounts() -> io::Result<()> {
    // SAFETY: concerns this process alone; no memory is touched.
    let done = checked(unsafe { libc::unshare(libc::CLONE_NEWNS) });
    done.or_else(|error| own_users().map_err(|_| error))?;
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

/// A tmpfs over a folder, for this process alone.
pub fn own_tmpfs(folder: &Path, options: &str) -> io::Result<PathBuf> {
    own_mounts()?;
    mount("tmpfs", folder, options)?;
    Ok(folder.to_owned())
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

/// Runs a body in a child process, on a file system that `mount` mounts for it alone. Says so where
/// that can't be done. Of a violation the files are kept.
pub fn on_own(
    run: &mut Run,
    what: &str,
    mount: impl FnOnce() -> io::Result<PathBuf>,
    body: impl FnOnce(&Run, &Path) -> Outcome,
) -> Outcome {
    let keep = run.any_folder()?;
    let (mut refused, mut says) = io::pipe()?;
    let child = Child::fork(|| match mount() {
        // In a process of its own: whatever its end, there is somebody left to keep the files.
        Ok(mounted) => {
            Child::fork(|| body(run, &mounted))?.fine().inspect_err(|_| copy_files(&mounted, &keep))
        }
        Err(error) => Ok(says.write_all(error.to_string().as_bytes())?),
    })?;
    drop(says);
    let mut why = String::new();
    refused.read_to_string(&mut why)?;
    child.fine()?;
    if !why.is_empty() {
        run.not_tried(what, format_args!("its file system can't be mounted: {why}"));
    }
    Ok(())
}

/// Copies the files of a folder that is going to be gone.
fn copy_files(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            // What can't be copied isn't there for a look; the violation is reported all the same.
            let _ = fs::copy(&path, to.join(name));
        }
    }
}

/// Free blocks and inodes of a file system.
pub fn free(folder: &Path) -> io::Result<(u64, u64)> {
    let path = CString::new(folder.as_os_str().as_bytes())?;
    // SAFETY: all zeros is a value of it.
    let mut about: libc::statvfs = unsafe { mem::zeroed() };
    // SAFETY: a path that ends with NUL, and a place for the result.
    checked(unsafe { libc::statvfs(path.as_ptr(), &raw mut about) })?;
    Ok((about.f_bfree, about.f_ffree))
}

fn checked(done: libc::c_int) -> io::Result<()> {
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
