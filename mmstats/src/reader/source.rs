//! Copying parts of a file: never a wait, no trust in what it says of its size.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{Ordering, fence};

use crate::Error;

/// A file that is open, and how much of it is read at most.
#[derive(Debug)]
pub(crate) struct Source {
    file: File,
    path: Arc<Path>,
    limit: u64,
}

impl Source {
    pub(crate) fn new(file: File, path: impl Into<Arc<Path>>, limit: u64) -> Source {
        Source { file, path: path.into(), limit }
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    pub(crate) fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// Keeps every copy made after this behind every copy made before (F2-COPY).
    pub(crate) fn fence(&self) {
        fence(Ordering::SeqCst);
    }

    /// Copies a part of the file to the same place of its image. Returns whether the file has all
    /// of it.
    pub(super) fn copy(&self, part: Range<usize>, image: &mut [u8]) -> Result<bool, Error> {
        match image.get_mut(part.clone()) {
            Some(place) => Ok(self.copy_at(part.start, place)? == part.len()),
            None => Ok(false),
        }
    }

    /// Copies what stands at an offset. Returns how much there was of it.
    pub(crate) fn copy_at(&self, offset: usize, place: &mut [u8]) -> Result<usize, Error> {
        let mut copied = 0;
        while copied < place.len() {
            match self.file.read_at(&mut place[copied..], (offset + copied) as u64) {
                Ok(0) => break,
                Ok(more) => copied += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io(&self.path, "read it", error)),
            }
        }
        Ok(copied)
    }

    /// A word; nothing where the file ends before.
    pub(super) fn word(&self, offset: usize) -> Result<Option<u64>, Error> {
        let mut word = [0; 8];
        let copied = self.copy_at(offset, &mut word)?;
        Ok((copied == word.len()).then_some(u64::from_le_bytes(word)))
    }

    /// The file's size.
    pub(super) fn size(&self) -> Result<u64, Error> {
        let about = self.file.metadata();
        Ok(about.map_err(|error| Error::io(&self.path, "look at it", error))?.len())
    }

    /// Refuses a length beyond what is read (F1-LIMIT-READ).
    pub(super) fn check_limit(&self, size: u64) -> Result<(), Error> {
        if size <= self.limit {
            return Ok(());
        }
        Err(Error::TooLarge { path: self.path.to_path_buf(), size, limit: self.limit })
    }
}
