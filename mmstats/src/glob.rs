//! Finding files: the system's own glob, which takes names of any bytes.

use std::cell::RefCell;
use std::ffi::{CStr, CString, OsStr, OsString, c_char, c_int};
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
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

/// A pattern whose last part alone says which of a folder's files it finds: the folder can be listed
/// without [`glob`], which finds the same.
#[derive(Debug)]
pub(crate) struct Split<'a> {
    /// A pattern that finds folders, or a folder as it is.
    pub(crate) folder: Folders<'a>,
    pub(crate) name: CString,
}

#[derive(Debug)]
pub(crate) enum Folders<'a> {
    One(PathBuf),
    Pattern(&'a OsStr),
}

impl Split<'_> {
    /// Nothing of a pattern without a folder, or whose last part stands for itself.
    pub(crate) fn of(pattern: &OsStr) -> Option<Split<'_>> {
        let bytes = pattern.as_bytes();
        let slash = bytes.iter().rposition(|byte| *byte == b'/')?;
        let (folder, name) = (&bytes[..slash], &bytes[slash + 1..]);
        if !is_pattern(name) || folder.ends_with(b"\\") || folder.contains(&0) {
            return None;
        }
        let name = CString::new(name).ok()?;
        let folder = match is_pattern(folder) {
            true => Folders::Pattern(OsStr::from_bytes(folder)),
            false => Folders::One(unescape(folder)),
        };
        Some(Split { folder, name })
    }

    /// Whether the last part of a pattern finds that name.
    pub(crate) fn finds(pattern: &CStr, name: &CStr) -> bool {
        // SAFETY: two strings, each with a NUL at its end.
        unsafe { libc::fnmatch(pattern.as_ptr(), name.as_ptr(), libc::FNM_PERIOD) == 0 }
    }
}

/// Whether a part stands for others than itself, or may.
fn is_pattern(part: &[u8]) -> bool {
    let mut bytes = part.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'*' | b'?' | b'[' => return true,
            _ => {}
        }
    }
    false
}

/// What a pattern finds that stands for itself.
fn unescape(pattern: &[u8]) -> PathBuf {
    let mut bytes = pattern.iter();
    let mut path = Vec::with_capacity(pattern.len());
    while let Some(byte) = bytes.next() {
        path.push(if *byte == b'\\' { *bytes.next().unwrap_or(byte) } else { *byte });
    }
    PathBuf::from(OsString::from_vec(path))
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
    if let Some(error) = unlisted(path, io::Error::from_raw_os_error(error)) {
        SKIPPED.with_borrow_mut(|skipped| skipped.push(error));
    }
    0
}

/// What to say of a folder that can't be listed. What isn't there, or is no folder, holds nothing:
/// no more of an error than finding nothing.
pub(crate) fn unlisted(folder: &Path, error: io::Error) -> Option<Error> {
    let error = Error::io(folder, "list it", error);
    (!matches!(error, Error::NotFound { .. })).then_some(error)
}
