//! The decoded form of a path.

use std::borrow::Cow;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use serde::Serialize;

/// A path, as an object of `path`, and of `path_hex` where it isn't UTF-8: JSON can't hold its bytes
/// otherwise.
#[derive(Serialize)]
pub struct DecodedPath<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
}

impl<'a> DecodedPath<'a> {
    /// That of this path.
    pub fn new(path: &'a Path) -> DecodedPath<'a> {
        let hex = || path.as_os_str().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let path_hex = if path.to_str().is_none() { Some(hex()) } else { None };
        DecodedPath { path: path.to_string_lossy(), path_hex }
    }
}
