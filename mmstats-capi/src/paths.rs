//! Finding files.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use mmstats_rs::{Error, default_files, glob};

use crate::handle::{Out, give, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};

/// Paths that a glob found. Made by `mmstats_glob`, ended by `mmstats_paths_free`. Threads: any
/// number look at it.
pub struct mmstats_paths(Vec<OsString>);

/// Finds files, in alphabetical order. A folder that can't be listed is in the list itself, and opening
/// it says why. Finding nothing is no error.
///
/// An empty pattern is the default: MMSTATS_GLOB, else every `*.mmstats` of MMSTATS_PATH; else those of
/// the folders in RUNTIME_DIRECTORY, then of every user's folder in /dev/shm and in the temporary
/// folder, then of the temporary folder (SPEC.md 2.20). Folders of others that can't be listed
/// are then passed over.
///
/// Errors: invalid (a pattern that is none).
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_glob(
    pattern: mmstats_str,
    paths: *mut *mut mmstats_paths,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, pattern) = unsafe { (Out::new(paths)?, pattern.bytes()?) };
        let found = match pattern {
            [] => default_files()?,
            pattern => glob(OsStr::from_bytes(pattern))?,
        };
        let found = found.into_iter().filter_map(|path| match path {
            Ok(path) => Some(path.into_os_string()),
            Err(Error::Permission { path, .. } | Error::Io { path, .. }) => {
                Some(path.into_os_string())
            }
            // It went while the glob looked.
            Err(_) => None,
        });
        out.put(give(mmstats_paths(found.collect())));
        Ok(())
    })
}

/// How many paths there are; 0 for NULL.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_paths_count(paths: *const mmstats_paths) -> usize {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(paths) }?.0.len()))
}

/// The path at `index`, from 0: bytes as the system has them; borrowed. Errors: not found, invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_paths_get(
    paths: *const mmstats_paths,
    index: usize,
    path: *mut mmstats_str,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (paths, out) = unsafe { (shared(paths)?, Out::new(path)?) };
        let path = paths.0.get(index);
        let path = path.ok_or_else(|| Failure::not_found(format!("no path {index}")))?.as_bytes();
        out.put(mmstats_str { data: path.as_ptr().cast(), len: path.len() });
        Ok(())
    })
}

/// Ends it; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or paths that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_paths_free(paths: *mut mmstats_paths) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(paths) });
        Ok(())
    });
}

impl mmstats_str {
    /// # Safety
    /// As `bytes`. A path is any bytes but NUL.
    pub(crate) unsafe fn path(self) -> Result<OsString, Failure> {
        // SAFETY: the caller's.
        match unsafe { self.bytes() }? {
            [] => Err(Failure::invalid("a path is empty")),
            bytes if bytes.contains(&0) => Err(Failure::invalid("a path contains NUL")),
            bytes => Ok(OsString::from_vec(bytes.to_owned())),
        }
    }
}
