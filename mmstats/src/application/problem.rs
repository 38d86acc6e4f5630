//! What a look could not count, and why.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::{Cause, Error};

/// What a look could not count, or could not count together: said beside the values.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Problem {
    /// A file or a folder that could not be read: no permission, corrupt, of an unknown version,
    /// vanished. Whose a file is that can't be opened, nobody knows: it may be another
    /// application's.
    Unread {
        /// Why.
        error: Arc<Error>,
        /// Whether the look before had its values: totals have fallen by these.
        counted: bool,
    },
    /// Series of a file that changed each time they were read (F2-BUSY), and are not in this look's
    /// totals.
    Busy {
        /// The file.
        path: Arc<Path>,
        /// How many.
        series: usize,
    },
    /// A file that is there twice, as a copy or under another name, and is counted once.
    Twice {
        /// The one that isn't counted.
        path: Arc<Path>,
        /// The one that is.
        counted: Arc<Path>,
    },
    /// Families of a kind that this reader doesn't know (F2-KIND-SKIP).
    Skipped {
        /// The file.
        path: Arc<Path>,
        /// How many.
        families: usize,
    },
    /// Families of one name that differ, and are not added up.
    Families {
        /// Their name.
        name: Box<str>,
        /// What they are.
        found: String,
    },
    /// Histograms of which no buckets can hold both: what is below the buckets of one may be above
    /// those of the other. That of the file is not in the total.
    Buckets {
        /// The file.
        path: Arc<Path>,
        /// The family.
        name: Box<str>,
    },
    /// Windows whose slots differ in duration, and are not added up.
    Durations {
        /// The family.
        name: Box<str>,
    },
}

impl Problem {
    /// The cause, where something could not be read.
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Problem::Unread { error, .. } => Some(error.cause()),
            Problem::Busy { .. } => Some(Cause::Busy),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unread { error, counted: false } => error.fmt(f),
            Problem::Unread { error, counted: true } => {
                write!(f, "{error}; what it counted before is missing from the totals")
            }
            Problem::Busy { path, series } => write!(
                f,
                "{}: {series} series changed each time they were read, and are left out this time",
                path.display()
            ),
            Problem::Twice { path, counted } => write!(
                f,
                "{}: the same file as {}, which counts: remove one of them",
                path.display(),
                counted.display()
            ),
            Problem::Skipped { path, families } => write!(
                f,
                "{}: {families} families of a kind that this version of mmstats doesn't know",
                path.display()
            ),
            Problem::Families { name, found } => write!(
                f,
                "{name}: families of this name differ, and are not added up ({found}): give one \
                 of them another name"
            ),
            Problem::Buckets { path, name } => write!(
                f,
                "{}: {name}: its buckets and those of other files have nothing in common, so its \
                 values are left out: give it theirs",
                path.display()
            ),
            Problem::Durations { name } => write!(
                f,
                "{name}: windows of this name have slots of several durations, and are not added \
                 up: give them one"
            ),
        }
    }
}
