//! A file system of a test's own.

use std::ffi::CString;
use std::io;
use std::path::Path;
use std::thread;

use crate::folder::Folder;

/// Mounts a tmpfs over a folder, for this thread alone: it goes with the thread.
fn mount(folder: &Path, options: &str) -> io::Result<()> {
    let text = |text: &str| CString::new(text).expect("no NUL");
    let (folder, kind) = (text(folder.to_str().expect("UTF-8")), text("tmpfs"));
    let (root, options) = (text("/"), text(options));
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let check = |done| if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
    // SAFETY: this thread gets mounts of its own; no memory is touched.
    check(unsafe { libc::unshare(libc::CLONE_NEWNS) })?;
    // SAFETY: strings that outlive the call, or NULL where none is needed.
    check(unsafe {
        libc::mount(kind.as_ptr(), root.as_ptr(), std::ptr::null(), private, std::ptr::null())
    })?;
    // SAFETY: as above.
    check(unsafe {
        libc::mount(kind.as_ptr(), folder.as_ptr(), kind.as_ptr(), 0, options.as_ptr().cast())
    })
}

/// Runs a test on a file system of its own. Where none can be mounted (that takes root, and a
/// container that allows it), says so: `a_limit_on_the_size_of_files`, which needs neither, stands
/// for it there.
pub fn on_tmpfs(options: &str, test: impl FnOnce(&Folder) + Send) {
    let folder = Folder::new();
    let mounted = || match mount(folder.path(), options) {
        Ok(()) => test(&folder),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            eprintln!("not tested on a tmpfs, for mounting one needs CAP_SYS_ADMIN: {error}");
        }
        Err(error) => panic!("can't mount a tmpfs: {error}"),
    };
    thread::scope(|scope| scope.spawn(mounted).join().expect("the test on a tmpfs"));
}
