//! The reader of one format 1 file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use mmstats_core::v1::{Dialect, Entry, Field, Sink, Value, fit};

use crate::Error;
use crate::liveness::{self, Liveness};
use crate::open::open_regular;

/// The largest file that is read (SPEC.md 1.8, F1-LIMIT-READ).
pub const MAX_FILE: u64 = 64 << 20;

/// Looks at one file, once or again and again. It copies the file's bytes, never maps them, so
/// that a file that is cut off meanwhile is an error and not a signal; it takes memory for the
/// bytes and 20 bytes a field, and gives all of it back when it is dropped.
///
/// Threads: a reader can move to and be shared with any thread; `refresh` needs it alone.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    /// Nothing for bytes in memory.
    file: Option<File>,
    bytes: Vec<u8>,
    entries: Entries,
    dialect: Dialect,
}

#[derive(Debug, Default)]
struct Entries(Vec<Entry>);

impl Sink for Entries {
    fn restart(&mut self) {
        self.0.clear();
    }
    fn push(&mut self, entry: Entry) {
        self.0.push(entry);
    }
}

impl Reader {
    /// Opens a file and reads it.
    ///
    /// Errors: no such file, no permission, not a regular file (without blocking and without
    /// following a link), an unknown version, bytes that don't parse.
    pub fn open(path: impl Into<PathBuf>) -> Result<Reader, Error> {
        let path = path.into();
        let (file, size) = open_regular(&path)?;
        let mut reader = Reader::new(path, Some(file), Vec::new());
        reader.copy(size)?;
        reader.parse()?;
        Ok(reader)
    }

    /// Decodes bytes that are in memory. Such a reader has an empty path and can't be refreshed.
    ///
    /// Errors: an unknown version, bytes that don't parse.
    pub fn decode(bytes: &[u8]) -> Result<Reader, Error> {
        let mut reader = Reader::new(PathBuf::new(), None, bytes.to_owned());
        reader.parse()?;
        Ok(reader)
    }

    fn new(path: PathBuf, file: Option<File>, bytes: Vec<u8>) -> Reader {
        Reader { path, file, bytes, entries: Entries::default(), dialect: Dialect::WRITTEN }
    }

    /// Reads the file again: values that changed, and what else did. It stays the file that was
    /// opened, even if another has its name by now.
    ///
    /// After an error the reader has no fields, and can be refreshed again. Closed: it decoded
    /// bytes that were in memory.
    pub fn refresh(&mut self) -> Result<(), Error> {
        self.entries.restart();
        self.copy(self.bytes.len() as u64)?;
        self.parse()
    }

    /// Copies the file. One byte more than it was says whether it has grown.
    fn copy(&mut self, size: u64) -> Result<(), Error> {
        let file = self.file.as_ref().ok_or(Error::NoSource)?;
        let mut size = size;
        loop {
            if size > MAX_FILE {
                let path = self.path.clone();
                return Err(Error::TooLarge { path, size, limit: MAX_FILE });
            }
            let room = size as usize + 1;
            self.bytes.resize(room, 0);
            let copied = copy_upto(file, &mut self.bytes)
                .map_err(|error| Error::io(&self.path, "read it", error))?;
            if copied < room {
                self.bytes.truncate(copied);
                return Ok(());
            }
            let meta = file.metadata();
            size = meta.map_err(|error| Error::io(&self.path, "look at it", error))?.len();
        }
    }

    fn parse(&mut self) -> Result<(), Error> {
        let first = Some(self.dialect);
        self.dialect = fit(&self.bytes, first, &mut self.entries)
            .map_err(|source| Error::Format { path: self.path.clone(), source })?;
        Ok(())
    }

    /// The path that was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's layout and byte order.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The file's size.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The file's bytes, as they were read last.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.entries.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.0.is_empty()
    }

    /// The fields, in file order, with the values that were read last.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = Field<'_>> + DoubleEndedIterator {
        // Entries were made from these very bytes: none is missed.
        self.entries.0.iter().map(|entry| {
            entry.field(&self.bytes, self.dialect.byte_order).expect("entries of these bytes")
        })
    }

    /// The field of that position in the file, from 0.
    pub fn field(&self, index: usize) -> Option<Field<'_>> {
        self.entries.0.get(index)?.field(&self.bytes, self.dialect.byte_order)
    }

    /// The first field of that label.
    pub fn get(&self, label: &str) -> Option<Field<'_>> {
        self.fields().find(|field| field.label_bytes() == label.as_bytes())
    }

    /// The process id that the writer put into the file (SPEC.md 1.12).
    pub fn writer_pid(&self) -> Option<i128> {
        self.last_ending("sys.pid", |value| value.as_integer())
    }

    /// Whether the writer lives, as far as its process id tells.
    pub fn writer(&self) -> Liveness {
        let created = self.last_ending("sys.created", |value| match value {
            Value::F64(created) => Some(created),
            _ => None,
        });
        match self.writer_pid() {
            Some(pid) => liveness::of_process(pid, created),
            None => Liveness::Unknown,
        }
    }

    /// A prefix may stand before the label of a system field.
    fn last_ending<T>(&self, label: &str, value: impl Fn(Value<'_>) -> Option<T>) -> Option<T> {
        let ending =
            self.fields().rev().filter(|field| field.label_bytes().ends_with(label.as_bytes()));
        ending.map(|field| field.value()).find_map(value)
    }
}

/// One call: a value and its write buffer are copied as close together as can be.
fn copy_upto(file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read_at(bytes, 0) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
