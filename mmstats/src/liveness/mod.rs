//! Does the writer of a file live? (SPEC.md 1.12 and 2.19)

mod locked;
mod v1;
mod v2;

use std::fs::File;

use crate::lock;

pub(crate) use locked::of_locked;
pub(crate) use v1::{of_process, of_v1};
pub(crate) use v2::{is_of_this_boot, of_v2};

/// Whether the writer of a file lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Liveness {
    /// It may write: its lock is held, or its process is there.
    Alive,
    /// It has closed its file, or has ended.
    Dead,
    /// It has ended, but another process has its lock: a child that was made past the fork handlers
    /// of the C library.
    Orphaned,
    /// Nobody can say from here. Who would remove the file keeps it.
    Unknown,
}

impl Liveness {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Liveness::Alive => "alive",
            Liveness::Dead => "dead",
            Liveness::Orphaned => "orphaned",
            Liveness::Unknown => "unknown",
        }
    }
}

/// Whether the lock of a writer is seen. Where locks can't be asked for, none is.
fn is_held(file: &File) -> bool {
    lock::is_held(file).unwrap_or(false)
}
