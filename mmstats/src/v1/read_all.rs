//! Many files at once: a bad one never spoils the rest.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::Reader;
use crate::Error;

/// The paths that a glob finds, in alphabetical order. A path that can't be looked at is an error
/// in its place.
///
/// Errors: a pattern that is none.
pub fn glob(pattern: &OsStr) -> Result<Vec<Result<PathBuf, Error>>, Error> {
    let text = pattern
        .to_str()
        .ok_or_else(|| Error::Invalid { what: format!("glob {pattern:?} isn't UTF-8") })?;
    // Names with a dot in front are files that are being created.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    let found = glob::glob_with(text, options)
        .map_err(|error| Error::Invalid { what: format!("glob {text:?}: {error}") })?;
    let paths = found.map(|entry| {
        entry.map_err(|error| {
            let path = error.path().to_owned();
            Error::io(&path, "list it", error.into())
        })
    });
    Ok(paths.collect())
}

/// Reads each file that a glob finds; each is a reader, or the reason why there is none.
///
/// Errors: a pattern that is none.
pub fn read_all(
    pattern: &OsStr,
) -> Result<impl Iterator<Item = Result<Reader, Error>> + use<>, Error> {
    Ok(glob(pattern)?.into_iter().map(|path| Reader::open(path?)))
}
