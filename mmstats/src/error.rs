//! What can go wrong: one list of causes, the same in every language.

use std::io;
use std::path::{Path, PathBuf};

use mmstats_core::{v1, v2};

/// The causes, by the names that every binding uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// No such file or folder.
    NotFound,
    /// Not allowed.
    Permission,
    /// A directory, a FIFO, a symbolic link, an empty file: nothing that could be a stats file.
    NotAStatsFile,
    /// A version that this reader doesn't know.
    UnknownVersion,
    /// The bytes break the format.
    Corrupt,
    /// No space.
    Full,
    /// In use by another writer.
    Busy,
    /// No longer, or not yet, possible in this state.
    Closed,
    /// The value is of another type.
    WrongType,
    /// Beyond a limit.
    Limit,
    /// A field of that label is there already.
    Duplicate,
    /// An argument makes no sense.
    Invalid,
    /// The system said something else.
    Io,
}

impl Cause {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::NotFound => "not found",
            Cause::Permission => "permission",
            Cause::NotAStatsFile => "not a stats file",
            Cause::UnknownVersion => "unknown version",
            Cause::Corrupt => "corrupt",
            Cause::Full => "full",
            Cause::Busy => "busy",
            Cause::Closed => "closed",
            Cause::WrongType => "wrong type",
            Cause::Limit => "limit",
            Cause::Duplicate => "duplicate",
            Cause::Invalid => "invalid",
            Cause::Io => "io",
        }
    }
}

/// An error: where, what was expected, what was found, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at that path.
    #[error("{}: no such file or folder", .path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// The system doesn't allow it.
    #[error("{}: permission denied ({doing})", .path.display())]
    Permission {
        /// The path.
        path: PathBuf,
        /// What was refused.
        doing: &'static str,
    },
    /// Something else than a file with bytes.
    #[error("{}: no stats file but {found}", .path.display())]
    NotAStatsFile {
        /// The path.
        path: PathBuf,
        /// What it is, and what to do about it.
        found: &'static str,
    },
    /// The folder is none that files may be created in.
    #[error("{}: no folder for stats files but {found}", .path.display())]
    Folder {
        /// The path.
        path: PathBuf,
        /// What it is, and what to do about it.
        found: &'static str,
    },
    /// The file doesn't parse.
    #[error("{}{source}", before(.path))]
    Format {
        /// The path; empty for bytes in memory.
        path: PathBuf,
        /// The offset, what was expected and what was found.
        source: v1::Error,
    },
    /// The file begins as one of format 2 and doesn't parse.
    #[error("{}{source}", before(.path))]
    Format2 {
        /// The path; empty for bytes in memory.
        path: PathBuf,
        /// The offset, what was expected and what was found.
        source: v2::Error,
    },
    /// The file is larger than a reader takes.
    #[error("{}: expected at most {limit} bytes, found a file of {size} (SPEC.md 1.8, F1-LIMIT-READ)", .path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// The largest that is read.
        limit: u64,
    },
    /// The file system is full.
    #[error("{}: no space for a file of {size} bytes: free some, or set MMSTATS_PATH to another folder", .path.display())]
    Full {
        /// The path of the file that was to be.
        path: PathBuf,
        /// Its size.
        size: u64,
    },
    /// Another writer owns the file of that name.
    #[error("{}: another writer has this file open: give this one another name, for instance with {{PID}}, {{TID}} or {{CLASS}} in it", .path.display())]
    Busy {
        /// The path.
        path: PathBuf,
    },
    /// Somebody who is no writer keeps the file of that name locked.
    #[error("{}: can't replace this file while somebody has a read lock on it: end that, or give this one another name", .path.display())]
    ReadLocked {
        /// The path.
        path: PathBuf,
    },
    /// The writer takes no more fields.
    #[error(
        "field {label:?}: format 1 takes no more fields once its file exists: declare it before create_file"
    )]
    FieldsClosed {
        /// The label of the field.
        label: String,
    },
    /// The writer has no file.
    #[error("this writer has no file: {why}")]
    NoFile {
        /// Why.
        why: &'static str,
    },
    /// The reader has no file to read again.
    #[error("this reader decoded bytes in memory: there is no file to read again")]
    NoSource,
    /// Two fields of one label.
    #[error("field {label:?}: there is one of this label already")]
    Duplicate {
        /// The label.
        label: String,
    },
    /// The field can't be encoded.
    #[error("field {label:?}: {source}")]
    Field {
        /// The label.
        label: String,
        /// Why.
        source: v1::EncodeError,
    },
    /// There is a family of that name, and it is another one.
    #[error(
        "{name:?}: registered as a {found}, and now as a {wanted}: use another name, or the same type, parameters and labels"
    )]
    OtherType {
        /// The name.
        name: String,
        /// What it is.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// A family or series can't be encoded.
    #[error("{name:?}: {source}")]
    Metric {
        /// The family's name.
        name: String,
        /// Why.
        source: v2::encode::EncodeError,
    },
    /// The file has the size that was set apart for it.
    #[error(
        "no addresses for a file of {size} bytes: {reserved} were reserved; reserve more when the writer is made"
    )]
    Reserve {
        /// The size that it would have.
        size: usize,
        /// How much was reserved.
        reserved: usize,
    },
    /// The system gives no addresses for the file.
    #[error(
        "can't reserve {size} bytes of addresses: {source}: reserve less by the options of the writer, or raise the limit (ulimit -v)"
    )]
    Addresses {
        /// How many were asked for.
        size: usize,
        /// What the system said.
        source: io::Error,
    },
    /// A name template or an option makes no sense.
    #[error("{what}")]
    Invalid {
        /// What, and what to do.
        what: String,
    },
    /// The system said something else.
    #[error("{}: can't {doing}: {source}", .path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// The cause, for a program to decide by.
    pub fn cause(&self) -> Cause {
        match self {
            Error::NotFound { .. } => Cause::NotFound,
            Error::Permission { .. } | Error::Folder { .. } => Cause::Permission,
            Error::NotAStatsFile { .. } => Cause::NotAStatsFile,
            Error::Format { source, .. } => match source.kind {
                v1::ErrorKind::Empty => Cause::NotAStatsFile,
                v1::ErrorKind::Version { .. } => Cause::UnknownVersion,
                v1::ErrorKind::TooLarge { .. } => Cause::Limit,
                _ => Cause::Corrupt,
            },
            Error::Format2 { source, .. } => match source.kind {
                v2::ErrorKind::Magic { .. } | v2::ErrorKind::Features { .. } => {
                    Cause::UnknownVersion
                }
                _ => Cause::Corrupt,
            },
            Error::TooLarge { .. } => Cause::Limit,
            Error::Full { .. } => Cause::Full,
            Error::Busy { .. } | Error::ReadLocked { .. } => Cause::Busy,
            Error::FieldsClosed { .. } | Error::NoFile { .. } | Error::NoSource => Cause::Closed,
            Error::Duplicate { .. } => Cause::Duplicate,
            Error::Field { source, .. } => match source {
                v1::EncodeError::WrongType { .. } => Cause::WrongType,
                v1::EncodeError::LabelTooLong { .. }
                | v1::EncodeError::SignatureTooLong { .. }
                | v1::EncodeError::Full { .. } => Cause::Limit,
                _ => Cause::Invalid,
            },
            Error::OtherType { .. } => Cause::WrongType,
            Error::Metric { source, .. } => match source {
                v2::encode::EncodeError::Long { .. } => Cause::Limit,
                _ => Cause::Invalid,
            },
            Error::Reserve { .. } | Error::Addresses { .. } => Cause::Limit,
            Error::Invalid { .. } => Cause::Invalid,
            Error::Io { .. } => Cause::Io,
        }
    }

    /// The offset in the file, where the error has one.
    pub fn offset(&self) -> Option<u64> {
        match self {
            Error::Format { source, .. } => Some(source.offset),
            Error::Format2 { source, .. } => Some(source.offset),
            _ => None,
        }
    }

    /// What the system said of a path, by its cause.
    pub(crate) fn io(path: &Path, doing: &'static str, source: io::Error) -> Error {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NotFound { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Error::Permission { path, doing }
            }
            _ => Error::Io { path, doing, source },
        }
    }
}

/// What a message begins with, where there is a path.
fn before(path: &Path) -> String {
    if path.as_os_str().is_empty() { String::new() } else { format!("{}: ", path.display()) }
}
