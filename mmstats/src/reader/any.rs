//! Files of either format.

use std::path::{Path, PathBuf};

use mmstats_core::v2::layout::header::MAGIC;

use super::file::{MAX_FILE, Reader};
use super::source::Source;
use crate::open::open_regular;
use crate::{Error, Liveness, v1};

/// A reader of a file, whichever its format is.
#[derive(Debug)]
pub enum AnyReader {
    /// Of format 1.
    V1(v1::Reader),
    /// Of format 2.
    V2(Reader),
}

/// Opens a file of either format and reads it. What is none has the error of format 1's reader,
/// which knows all other beginnings of a file.
pub fn open(path: impl Into<PathBuf>) -> Result<AnyReader, Error> {
    let path = path.into();
    let (file, _) = open_regular(&path)?;
    let source = Source::new(file, path, MAX_FILE);
    let mut first = [0; MAGIC.len()];
    let copied = source.copy_at(0, &mut first)?;
    if first[..copied] == MAGIC {
        return Reader::of(source).map(AnyReader::V2);
    }
    v1::Reader::open(&**source.path()).map(AnyReader::V1)
}

impl AnyReader {
    /// Decodes bytes that are in memory.
    pub fn from_bytes(bytes: &[u8]) -> Result<AnyReader, Error> {
        if bytes.starts_with(&MAGIC) {
            return Reader::from_bytes(bytes).map(AnyReader::V2);
        }
        v1::Reader::decode(bytes).map(AnyReader::V1)
    }

    /// Reads the file again.
    pub fn refresh(&mut self) -> Result<(), Error> {
        match self {
            AnyReader::V1(reader) => reader.refresh(),
            AnyReader::V2(reader) => reader.refresh().map(|_| ()),
        }
    }

    /// The writer's process id, where the file has it. It means something in the writer's pid
    /// namespace.
    pub fn writer_pid(&self) -> Option<i128> {
        match self {
            AnyReader::V1(reader) => reader.writer_pid(),
            AnyReader::V2(reader) => match reader.snapshot().header().pid {
                0 => None,
                pid => Some(pid.into()),
            },
        }
    }

    /// Whether the writer lives, now (F2-LIVENESS).
    pub fn writer(&self) -> Liveness {
        match self {
            AnyReader::V1(reader) => reader.writer(),
            AnyReader::V2(reader) => reader.writer(),
        }
    }

    /// The path that was opened.
    pub fn path(&self) -> &Path {
        match self {
            AnyReader::V1(reader) => reader.path(),
            AnyReader::V2(reader) => reader.path(),
        }
    }
}
