//! What a writer that works says about its file.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;
use std::sync::Arc;

use crate::Error;

/// The writer works, but not as its owner might think. Said by
/// [`Writer::warning`](crate::Writer::warning).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Warning {
    /// There is no file: values are written to private memory, and nobody sees them.
    Detached {
        /// Why a file can't be had.
        error: Arc<Error>,
    },
    /// The file is on a device: while its pages are written back, who writes to them waits.
    Stalls {
        /// The folder.
        path: PathBuf,
        /// The kind of its file system.
        file_system: String,
    },
    /// Allocated space is not enough for this file system: where it is full, a write to a page may
    /// end the program by SIGBUS.
    Signals {
        /// The folder.
        path: PathBuf,
        /// The kind of its file system.
        file_system: String,
    },
    /// The file is that of another machine or program: who looks from there may see no lock, and old
    /// values.
    Remote {
        /// The folder.
        path: PathBuf,
        /// The kind of its file system.
        file_system: String,
    },
}

impl Display for Warning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (path, file_system, what) = match self {
            Warning::Detached { error } => {
                return write!(f, "statistics are not published: {error}");
            }
            Warning::Stalls { path, file_system } => {
                (path, file_system, "where writes wait while the device is written to")
            }
            // The one of them that can be told to write in place.
            Warning::Signals { path, file_system } if file_system == "btrfs" => (
                path,
                file_system,
                "where a write on a full disk can end the program by SIGBUS unless the folder was \
                 empty when it got 'chattr +C'",
            ),
            Warning::Signals { path, file_system } => {
                (path, file_system, "where a write on a full disk can end the program by SIGBUS")
            }
            Warning::Remote { path, file_system } => (
                path,
                file_system,
                "where others may not see the lock of a writer, nor what it writes",
            ),
        };
        write!(
            f,
            "{}: this folder is on {file_system}, {what}: set MMSTATS_PATH to a folder on tmpfs, \
             such as one in /dev/shm",
            path.display()
        )
    }
}
