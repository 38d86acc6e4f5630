//! Which files there are to look at.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::{Error, default_files, glob};

/// The paths that the globs find, or the default ones, each once and in the order of their bytes;
/// and what could not be looked at.
pub(super) fn list(globs: Option<&[OsString]>) -> Result<(Vec<PathBuf>, Vec<Error>), Error> {
    let mut found = Vec::new();
    match globs {
        Some(globs) => {
            for pattern in globs {
                found.extend(glob(pattern)?);
            }
        }
        None => found = default_files()?,
    }
    let mut errors = Vec::new();
    let mut paths = Vec::with_capacity(found.len());
    for one in found {
        match one {
            Ok(path) => paths.push(path),
            Err(error) => errors.push(error),
        }
    }
    paths.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    paths.dedup_by(|a, b| a.as_os_str() == b.as_os_str());
    Ok((paths, errors))
}

/// Whether a file is named as the default template names those of that application:
/// `NAME-PID-TID.mmstats`.
pub(super) fn is_named_for(path: &Path, application: &str) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let behind = name.strip_prefix(application.as_bytes());
    let behind = behind.and_then(|behind| behind.strip_prefix(b"-"));
    behind.and_then(|behind| behind.first()).is_some_and(u8::is_ascii_digit)
}
