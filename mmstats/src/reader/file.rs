//! The reader of one format 2 file.

use std::path::{Path, PathBuf};

use super::look::Looker;
use super::snapshot::Snapshot;
use super::source::Source;
use crate::Error;
use crate::liveness::{self, Liveness};
use crate::open::open_regular;

/// The largest file that is read where no other limit is given (F1-LIMIT-READ).
pub const MAX_FILE: u64 = 256 << 20;

/// Looks at one file, once or again and again. It copies, never maps, so that a file that is cut
/// off meanwhile is an error and not a signal. The first look reads all; later ones only values, as
/// long as the file has the same series.
///
/// Every value of a snapshot was published, and no counter is seen to fall. Values that change together are
/// of one moment each; a snapshot is not of one moment as a whole.
///
/// It takes memory for a copy of the file, and for as much again where there are texts, structs or
/// windows.
///
/// Threads: a reader can move to and be shared with any thread; `refresh` needs it alone.
#[derive(Debug)]
pub struct Reader {
    /// Nothing for bytes in memory.
    looker: Option<Box<Looker>>,
    snapshot: Box<Snapshot>,
}

impl Reader {
    /// Opens a file and reads it.
    ///
    /// Errors: no such file, no permission, not a regular file (without blocking and without following
    /// a link), larger than [`MAX_FILE`], another format, bytes that break this one.
    pub fn open(path: impl Into<PathBuf>) -> Result<Reader, Error> {
        Reader::open_up_to(path, MAX_FILE)
    }

    /// The same of a file whose published length is at most `limit` bytes.
    pub fn open_up_to(path: impl Into<PathBuf>, limit: u64) -> Result<Reader, Error> {
        let path = path.into();
        let (file, _) = open_regular(&path)?;
        Reader::of(Source::new(file, path, limit))
    }

    /// Reads a file that is open.
    pub(super) fn of(source: Source) -> Result<Reader, Error> {
        let mut looker = Box::new(Looker::new(source));
        let mut snapshot = Box::new(Snapshot::empty());
        looker.look(&mut snapshot)?;
        Ok(Reader { looker: Some(looker), snapshot })
    }

    /// Decodes bytes that are in memory, which nobody changes. Such a reader has an empty path and can't be
    /// refreshed.
    ///
    /// Errors: another format, bytes that break this one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Reader, Error> {
        let snapshot = Snapshot::at_rest(bytes);
        let snapshot =
            snapshot.map_err(|source| Error::Format2 { path: PathBuf::new(), source })?;
        Ok(Reader { looker: None, snapshot: Box::new(snapshot) })
    }

    /// Reads the file again: values that changed, and what else did. It stays the file that was
    /// opened, even if another has its name by now.
    ///
    /// After an error the snapshot has no series, and the file can be read again. Closed: it decoded
    /// bytes that were in memory.
    pub fn refresh(&mut self) -> Result<&Snapshot, Error> {
        let looker = self.looker.as_mut().ok_or(Error::NoSource)?;
        looker.look(&mut self.snapshot)?;
        Ok(&self.snapshot)
    }

    /// What was read last.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether the writer lives, now (F2-LIVENESS): by its lock, by its process where that isn't
    /// seen. Of bytes in memory nobody can say, but for a file that was closed.
    pub fn writer(&self) -> Liveness {
        let header = self.snapshot.header();
        match &self.looker {
            Some(looker) => liveness::of_v2(looker.source().file(), header),
            None if header.is_closed() => Liveness::Dead,
            None => Liveness::Unknown,
        }
    }

    /// The path that was opened.
    pub fn path(&self) -> &Path {
        self.looker.as_ref().map_or(Path::new(""), |looker| looker.source().path())
    }
}
