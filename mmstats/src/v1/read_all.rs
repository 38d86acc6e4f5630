//! Many files at once: a bad one never spoils the rest.

use std::ffi::OsStr;

use super::Reader;
use crate::{Error, glob};

/// Reads each file that a glob finds; each is a reader, or the reason why there is none.
///
/// Errors: as [`glob`].
pub fn read_all(
    pattern: &OsStr,
) -> Result<impl Iterator<Item = Result<Reader, Error>> + use<>, Error> {
    Ok(glob(pattern)?.into_iter().map(|path| Reader::open(path?)))
}
