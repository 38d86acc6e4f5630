//! System calls about names in a folder that is open, and about files that have no name. Each is one
//! call, again where a signal interrupted it.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};
use std::ptr::NonNull;

/// The folder itself.
pub(crate) const SELF: &CStr = c".";

/// Opens what has that name in the folder, with `O_CLOEXEC`.
pub(crate) fn open(folder: &File, name: &CStr, flags: libc::c_int, mode: u32) -> io::Result<File> {
    let flags = flags | libc::O_CLOEXEC;
    // SAFETY: a descriptor of ours and a string that outlives the call.
    let opened =
        checked(|| unsafe { libc::openat(folder.as_raw_fd(), name.as_ptr(), flags, mode) })?;
    // SAFETY: a new descriptor, which nobody else knows.
    Ok(unsafe { File::from_raw_fd(opened) })
}

/// Gives an open file without a name one in the folder. That takes a capability, or on newer kernels
/// that the file was opened by the same user.
pub(crate) fn link_file(file: &File, folder: &File, name: &CStr) -> io::Result<()> {
    let (from, to) = (file.as_raw_fd(), folder.as_raw_fd());
    let flags = libc::AT_EMPTY_PATH;
    // SAFETY: descriptors of ours and strings that outlive the call.
    checked(|| unsafe { libc::linkat(from, c"".as_ptr(), to, name.as_ptr(), flags) }).map(drop)
}

/// Does the same by the name that /proc has for a descriptor.
pub(crate) fn link_file_by_proc(file: &File, folder: &File, name: &CStr) -> io::Result<()> {
    let from = proc_name(file)?;
    let (to, flags) = (folder.as_raw_fd(), libc::AT_SYMLINK_FOLLOW);
    // SAFETY: descriptors of ours and strings that outlive the call.
    checked(|| unsafe { libc::linkat(libc::AT_FDCWD, from.as_ptr(), to, name.as_ptr(), flags) })
        .map(drop)
}

fn proc_name(file: &File) -> io::Result<CString> {
    Ok(CString::new(format!("/proc/self/fd/{}", file.as_raw_fd()))?)
}

/// Gives a file of the folder another name in it.
pub(crate) fn link(folder: &File, from: &CStr, to: &CStr) -> io::Result<()> {
    let at = folder.as_raw_fd();
    // SAFETY: a descriptor of ours and strings that outlive the call.
    checked(|| unsafe { libc::linkat(at, from.as_ptr(), at, to.as_ptr(), 0) }).map(drop)
}

/// Renames a file of the folder; what has the new name is replaced.
pub(crate) fn rename(folder: &File, from: &CStr, to: &CStr) -> io::Result<()> {
    let at = folder.as_raw_fd();
    // SAFETY: a descriptor of ours and strings that outlive the call.
    checked(|| unsafe { libc::renameat(at, from.as_ptr(), at, to.as_ptr()) }).map(drop)
}

/// Renames a file of the folder, if nothing has the new name.
pub(crate) fn rename_to_free(folder: &File, from: &CStr, to: &CStr) -> io::Result<()> {
    let (at, flags) = (folder.as_raw_fd(), libc::RENAME_NOREPLACE);
    // SAFETY: a descriptor of ours and strings that outlive the call. The system call itself, for the
    // C library's function is younger.
    let call = || unsafe {
        libc::syscall(libc::SYS_renameat2, at, from.as_ptr(), at, to.as_ptr(), flags) as libc::c_int
    };
    checked(call).map(drop)
}

/// Removes a name.
pub(crate) fn unlink(folder: &File, name: &CStr) -> io::Result<()> {
    // SAFETY: a descriptor of ours and a string that outlives the call.
    checked(|| unsafe { libc::unlinkat(folder.as_raw_fd(), name.as_ptr(), 0) }).map(drop)
}

/// What has that name in the folder; a symbolic link itself.
pub(crate) fn about(folder: &File, name: &CStr) -> io::Result<libc::stat> {
    let mut about = MaybeUninit::zeroed();
    let flags = libc::AT_SYMLINK_NOFOLLOW;
    // SAFETY: a descriptor of ours, a string that outlives the call and a place for the result.
    checked(|| unsafe {
        libc::fstatat(folder.as_raw_fd(), name.as_ptr(), about.as_mut_ptr(), flags)
    })?;
    // SAFETY: filled in; and all zeros is a value, too.
    Ok(unsafe { about.assume_init() })
}

/// What an open file is.
pub(crate) fn about_file(file: &File) -> io::Result<libc::stat> {
    let mut about = MaybeUninit::zeroed();
    // SAFETY: a descriptor of ours and a place for the result.
    checked(|| unsafe { libc::fstat(file.as_raw_fd(), about.as_mut_ptr()) })?;
    // SAFETY: filled in; and all zeros is a value, too.
    Ok(unsafe { about.assume_init() })
}

/// The names in a folder that are wanted. (The standard library ends the program where a folder can't
/// be closed.)
pub(crate) fn names(folder: &File, is_wanted: impl Fn(&CStr) -> bool) -> io::Result<Vec<CString>> {
    first_names(folder, usize::MAX, is_wanted).map(|(names, _)| names)
}

/// The same of the first so many entries; and whether these were all.
pub(crate) fn first_names(
    folder: &File,
    mut entries: usize,
    is_wanted: impl Fn(&CStr) -> bool,
) -> io::Result<(Vec<CString>, bool)> {
    let opened = open(folder, SELF, libc::O_RDONLY | libc::O_DIRECTORY, 0)?.into_raw_fd();
    // SAFETY: a descriptor that is nobody else's.
    let Some(stream) = NonNull::new(unsafe { libc::fdopendir(opened) }) else {
        let error = io::Error::last_os_error();
        // SAFETY: still nobody else's.
        drop(unsafe { File::from_raw_fd(opened) });
        return Err(error);
    };
    let mut names = Vec::new();
    let is_whole = loop {
        // SAFETY: this thread's own number, by which alone an error can be told from the end; and a
        // stream that is open.
        let entry = unsafe {
            *libc::__errno_location() = 0;
            libc::readdir(stream.as_ptr())
        };
        let Some(entry) = NonNull::new(entry) else {
            let error = io::Error::last_os_error();
            break if error.raw_os_error() == Some(0) { Ok(true) } else { Err(error) };
        };
        if entries == 0 {
            break Ok(false);
        }
        entries -= 1;
        // SAFETY: the entry stays until the next call, and its name has a NUL at its end.
        let name = unsafe { CStr::from_ptr((&raw const (*entry.as_ptr()).d_name).cast()) };
        if is_wanted(name) {
            names.push(name.to_owned());
        }
    };
    // SAFETY: the stream, which nobody uses any more. Its descriptor is closed, whatever this says.
    unsafe { libc::closedir(stream.as_ptr()) };
    Ok((names, is_whole?))
}

/// Whether two are the same file.
pub(crate) fn is_same(one: &libc::stat, other: &libc::stat) -> bool {
    (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
}

/// Sets the permissions of an open file.
pub(crate) fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    // SAFETY: a descriptor of ours.
    checked(|| unsafe { libc::fchmod(file.as_raw_fd(), mode) }).map(drop)
}

/// Sets the permissions of a folder, also of one that lets nobody in.
pub(crate) fn set_folder_mode(folder: &File, mode: u32) -> io::Result<()> {
    let set = |at: libc::c_int, name: &CStr| {
        // SAFETY: a descriptor of ours, or none, and a string that outlives the call.
        checked(|| unsafe { libc::fchmodat(at, name.as_ptr(), mode, 0) }).map(drop)
    };
    match set(folder.as_raw_fd(), SELF) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            set(libc::AT_FDCWD, &proc_name(folder)?)
        }
        done => done,
    }
}

/// Allocates space of a file, from one offset to another.
pub(crate) fn allocate(file: &File, from: usize, to: usize) -> io::Result<()> {
    let wanted = |size| libc::off_t::try_from(size).unwrap_or(libc::off_t::MAX);
    // SAFETY: a descriptor of ours.
    checked(|| unsafe { libc::fallocate(file.as_raw_fd(), 0, wanted(from), wanted(to - from)) })
        .map(drop)
}

fn checked(mut call: impl FnMut() -> libc::c_int) -> io::Result<libc::c_int> {
    loop {
        match call() {
            -1 => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
            done => return Ok(done),
        }
    }
}
