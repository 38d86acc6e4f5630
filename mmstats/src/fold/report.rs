//! What became of each file, and why.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Error;

/// What folding did, file by file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub(super) outcomes: Vec<(PathBuf, Outcome)>,
}

/// What became of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Its counts are in the accumulator, and it is gone. Without a change (`dry_run`): they would
    /// be.
    Folded,
    /// Its counts were in the accumulator already, and it is gone.
    Removed,
    /// It stays as it is.
    Kept(Why),
}

/// Why a file stays.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Why {
    /// Its writer lives.
    Alive {
        /// The process id.
        pid: u64,
    },
    /// Its writer has ended, but a child of it has its lock.
    Orphaned {
        /// The process id.
        pid: u64,
    },
    /// Nobody can say from here whether its writer lives.
    Unknown,
    /// It belongs to another user, who folds it.
    OtherUser {
        /// The user id.
        uid: u32,
    },
    /// It is one of the newest that were asked to be kept.
    Newest,
    /// So many files were folded as were asked for at most.
    Limit,
    /// A family is another one in the accumulator.
    Conflict {
        /// The family.
        family: String,
        /// What it is in the file and in the accumulator.
        found: String,
    },
    /// It is of format 1, which doesn't fold.
    FormatOne,
    /// It has no id by which an accumulator could list it.
    NoId,
    /// Another file has the same id: one of them is a copy, or has two names.
    Twice,
    /// It is an accumulator, under another name.
    Holds,
    /// Another process has it, or the accumulator, at this moment.
    Busy,
    /// It can't be read, or not be removed.
    Unread(Arc<Error>),
    /// The accumulator can't be read or written.
    Accumulator(Arc<Error>),
}

impl Report {
    /// The files that were looked at, by their paths.
    pub fn outcomes(&self) -> &[(PathBuf, Outcome)] {
        &self.outcomes
    }

    /// How many were folded.
    pub fn folded(&self) -> usize {
        self.outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Folded)).count()
    }

    /// What became of that file.
    pub fn outcome(&self, path: &Path) -> Option<&Outcome> {
        self.outcomes.iter().find(|(own, _)| own == path).map(|(_, outcome)| outcome)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Folded => f.write_str("folded"),
            Outcome::Removed => f.write_str("removed: its counts were folded before"),
            Outcome::Kept(why) => write!(f, "kept: {why}"),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Alive { pid } => write!(f, "its writer, process {pid}, is alive"),
            Why::Orphaned { pid } => write!(
                f,
                "its writer, process {pid}, has ended, but another process has its lock: a child \
                 that was made past the fork handlers"
            ),
            Why::Unknown => f.write_str(
                "nobody can say from here whether its writer lives: ask where it ran, in its pid \
                 namespace",
            ),
            Why::OtherUser { uid } => write!(f, "it belongs to user {uid}, who folds it"),
            Why::Newest => f.write_str("it is one of the newest"),
            Why::Limit => f.write_str("enough files were folded"),
            Why::Conflict { family, found } => {
                write!(f, "family {family} is another one in the accumulator: {found}")
            }
            Why::FormatOne => f.write_str("it is of format 1, which doesn't fold"),
            Why::NoId => f.write_str("it has no file id by which an accumulator could list it"),
            Why::Twice => f.write_str(
                "another file has the same id: one is a copy of the other, which has to go",
            ),
            Why::Holds => f.write_str("it is an accumulator under another name"),
            Why::Busy => f.write_str("another process folds it, or replaces it, at this moment"),
            Why::Unread(error) => error.fmt(f),
            Why::Accumulator(error) => write!(f, "its accumulator can't be had: {error}"),
        }
    }
}
