//! What is wrong with a file: a line on standard error, and an entry in JSON.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use mmstats::Error;
use mmstats_cli::{Escaped, EscapedPath};

/// Says something on standard error, in one call, so that lines of several programs don't
/// mix. Where nobody listens there either, there is nothing left to do about it.
pub(crate) fn complain(what: impl fmt::Display) {
    let _ = io::stderr().lock().write_all(format!("{what}\n").as_bytes());
}

/// Why a file can't be shown.
#[derive(Debug)]
pub(crate) struct Complaint {
    pub(crate) path: PathBuf,
    pub(crate) cause: &'static str,
    pub(crate) offset: Option<u64>,
    /// Where in the file, what was expected, what was found, what to do.
    pub(crate) message: String,
}

impl Complaint {
    pub(crate) fn new(path: impl Into<PathBuf>, error: &Error) -> Complaint {
        let path = path.into();
        let message = error.to_string();
        // The library's messages begin with the path, which is written here.
        let before = format!("{}: ", path.display());
        let message = message.strip_prefix(&before).unwrap_or(&message).to_owned();
        Complaint { path, cause: error.cause().name(), offset: error.offset(), message }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", EscapedPath(&self.path), Escaped(&self.message))
    }
}
