//! What several JSON documents have: paths, and what went wrong.

use std::borrow::Cow;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use serde::Serialize;

use crate::complaint::Complaint;

#[derive(Serialize)]
pub(crate) struct ErrorEntry<'a> {
    #[serde(flatten)]
    path: PathEntry<'a>,
    cause: &'static str,
    offset: Option<u64>,
    message: &'a str,
}

impl<'a> ErrorEntry<'a> {
    pub(crate) fn new(complaint: &'a Complaint) -> ErrorEntry<'a> {
        let Complaint { path, cause, offset, message } = complaint;
        ErrorEntry { path: PathEntry::new(path), cause, offset: *offset, message }
    }
}

/// A path, whose bytes JSON can't always hold.
#[derive(Serialize)]
pub(crate) struct PathEntry<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
}

impl<'a> PathEntry<'a> {
    pub(crate) fn new(path: &'a Path) -> PathEntry<'a> {
        let hex = || path.as_os_str().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let path_hex = if path.to_str().is_none() { Some(hex()) } else { None };
        PathEntry { path: path.to_string_lossy(), path_hex }
    }
}
