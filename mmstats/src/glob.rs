//! Finding files: the system's own glob, which takes names of any bytes.

use std::cell::RefCell;
use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr;

use crate::Error;

thread_local! {
    /// What the system's glob of this thread could not look at.
    static SKIPPED: RefCell<Vec<Error>> = const { RefCell::new(Vec::new()) };
}

/// The paths that a pattern finds, in the order of their bytes, then an error for each folder that
/// could not be looked at. `*`, `?` and `[...]` stand for what they do in a shell; names with a
/// dot in front, such as files that are being created, are found by a dot only. To find nothing
/// is no error.
///
/// Errors: a pattern with NUL, no memory.
pub fn glob(pattern: &OsStr) -> Result<Vec<Result<PathBuf, Error>>, Error> {
    let invalid = |what| Error::Invalid { what: format!("glob {pattern:?}: {what}") };
    let text = CString::new(pattern.as_bytes()).map_err(|_| invalid("it contains NUL"))?;
    SKIPPED.take();
    let found = Found::of(&text).ok_or_else(|| invalid("there is no memory for what it finds"))?;
    let paths = found.paths().map(|path| PathBuf::from(OsStr::from_bytes(path.to_bytes())));
    // Sorted here: the system would sort by the language that the program is set to.
    let mut paths: Vec<_> = paths.collect();
    paths.sort_unstable();
    Ok(paths.into_iter().map(Ok).chain(SKIPPED.take().into_iter().map(Err)).collect())
}

/// The stats files of a folder, `*.mmstats`, as [`glob`] gives them. The folder's name is meant as
/// it is, whatever characters it has.
pub fn stats_files(folder: &Path) -> Result<Vec<Result<PathBuf, Error>>, Error> {
    glob(escape(folder).join("*.mmstats").as_os_str())
}

/// The pattern that finds just this path: for a folder whose name is meant as it is.
pub fn escape(path: &Path) -> PathBuf {
    let mut escaped = Vec::new();
    for &byte in path.as_os_str().as_bytes() {
        if b"*?[\\".contains(&byte) {
            escaped.push(b'\\');
        }
        escaped.push(byte);
    }
    PathBuf::from(OsStr::from_bytes(&escaped))
}

/// The result of the system's glob, which is its memory.
struct Found(libc::glob_t);

impl Found {
    fn of(pattern: &CStr) -> Option<Found> {
        let mut found = MaybeUninit::zeroed();
        // SAFETY: a pattern with a NUL at its end, a function that unwinds nowhere, and a place for
        // the result, for which all zeros is a value.
        let (status, found) = unsafe {
            let status =
                libc::glob(pattern.as_ptr(), libc::GLOB_NOSORT, Some(skip), found.as_mut_ptr());
            (status, Found(found.assume_init()))
        };
        matches!(status, 0 | libc::GLOB_NOMATCH).then_some(found)
    }

    fn paths(&self) -> impl Iterator<Item = &CStr> {
        let count = if self.0.gl_pathv.is_null() { 0 } else { self.0.gl_pathc };
        // SAFETY: the system's glob put that many pointers there, each to a string with a NUL at
        // its end, and all live as long as `self`.
        (0..count).map(|i| unsafe { CStr::from_ptr(*self.0.gl_pathv.add(i)) })
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        // SAFETY: the system's glob filled it in, or it is all zeros.
        unsafe { libc::globfree(ptr::from_mut(&mut self.0)) }
    }
}

/// Called for a folder that can't be read: notes it, and goes on.
extern "C" fn skip(path: *const c_char, error: c_int) -> c_int {
    // SAFETY: the system's glob gives a string with a NUL at its end.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()));
    let error = Error::io(path, "list it", io::Error::from_raw_os_error(error));
    // What isn't there, or is no folder, holds nothing: no more of an error than finding nothing.
    if !matches!(error, Error::NotFound { .. }) {
        SKIPPED.with_borrow_mut(|skipped| skipped.push(error));
    }
    0
}
