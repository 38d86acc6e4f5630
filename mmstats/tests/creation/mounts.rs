//! File systems of a thread's own.

use std::ffi::CString;
use std::io;
use std::path::Path;
use std::thread;

/// Mounts a tmpfs over each folder, for this thread alone: it goes with the thread.
fn mount(folders: &[&Path], options: &str) -> io::Result<()> {
    let text = |text: &str| CString::new(text).expect("no NUL");
    let (kind, root, options) = (text("tmpfs"), text("/"), text(options));
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let check = |done| if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
    // SAFETY: this thread gets mounts of its own; no memory is touched.
    check(unsafe { libc::unshare(libc::CLONE_NEWNS) })?;
    // SAFETY: strings that outlive the call, or NULL where none is needed.
    check(unsafe {
        libc::mount(kind.as_ptr(), root.as_ptr(), std::ptr::null(), private, std::ptr::null())
    })?;
    for folder in folders {
        let folder = text(folder.to_str().expect("UTF-8"));
        // SAFETY: as above.
        check(unsafe {
            libc::mount(kind.as_ptr(), folder.as_ptr(), kind.as_ptr(), 0, options.as_ptr().cast())
        })?;
    }
    Ok(())
}

/// Runs a test with an empty tmpfs over each of the folders. Where none can be mounted (that takes
/// root, and a container that allows it), says so.
pub fn with_tmpfs(folders: &[&Path], options: &str, test: impl FnOnce() + Send) {
    let mounted = || match mount(folders, options) {
        Ok(()) => test(),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound
            ) =>
        {
            eprintln!("not tested, for no tmpfs can be mounted over {folders:?}: {error}");
        }
        Err(error) => panic!("can't mount a tmpfs: {error}"),
    };
    thread::scope(|scope| scope.spawn(mounted).join().expect("the test on a tmpfs"));
}
