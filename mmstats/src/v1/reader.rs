//! The reader of one format 1 file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{Ordering, fence};

use mmstats_core::v1::{Dialect, Entry, Field, Sink, Value, fit};

use super::copy::{copy_upto, copy_whole};
use crate::Error;
use crate::liveness::{self, Liveness};
use crate::open::open_regular;

/// Looks at one file, once or again and again. It copies the file's bytes, never maps them, so
/// that a file that is cut off meanwhile is an error and not a signal; it takes memory for the
/// bytes twice and about 21 bytes a field, and gives all of it back when it is dropped.
///
/// One copy has no order: it can have a write buffer of now and the value of before, and a
/// counter would be seen to fall (F1-COPY-ORDER). So a look copies twice, and takes the write
/// buffers from the first copy and the values from the second. Where no write buffer has changed
/// since the look before, one copy is enough: each points where it did, at the same value or a
/// later one.
///
/// Threads: a reader can move to and be shared with any thread; `refresh` needs it alone.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    /// Nothing for bytes in memory.
    file: Option<File>,
    /// The file, as the fields were found in it.
    bytes: Vec<u8>,
    /// A copy made after that, of the same length, which has the values; or nothing.
    later: Vec<u8>,
    entries: Vec<Entry>,
    /// The write buffers of the look before, in file order; nothing before the first.
    before: Vec<u8>,
    dialect: Dialect,
}

/// Takes what a look finds, and compares it with the look before.
struct Look<'a, S> {
    entries: &'a mut Vec<Entry>,
    before: &'a [u8],
    /// A write buffer isn't what it was.
    flipped: bool,
    sink: &'a mut S,
}

impl<S: Sink> Sink for Look<'_, S> {
    fn restart(&mut self) {
        self.entries.clear();
        self.flipped = false;
        self.sink.restart();
    }

    fn reserve(&mut self, fields: usize) {
        self.entries.reserve(fields);
        self.sink.reserve(fields);
    }

    #[inline(always)]
    fn push(&mut self, field: Field<'_>) {
        let before = self.before.get(self.entries.len());
        self.flipped |= field.is_buffered() && before != Some(&field.write_buffer());
        self.entries.push(field.entry());
        self.sink.push(field);
    }
}

impl Reader {
    /// Opens a file and reads it.
    ///
    /// Errors: no such file, no permission, not a regular file (without blocking and without
    /// following a link), an unknown version, bytes that don't parse.
    pub fn open(path: impl Into<PathBuf>) -> Result<Reader, Error> {
        Reader::open_with(path, &mut ())
    }

    /// The same, and gives each field to a sink when it is found: faster than to ask for all
    /// of them afterwards. What is pushed after a restart counts.
    pub fn open_with(path: impl Into<PathBuf>, sink: &mut impl Sink) -> Result<Reader, Error> {
        let path = path.into();
        let (file, size) = open_regular(&path)?;
        let mut reader = Reader::new(path, Some(file));
        reader.look(size, sink)?;
        Ok(reader)
    }

    /// Reads a file that is open.
    pub(crate) fn of(file: File) -> Result<Reader, Error> {
        let mut reader = Reader::new(PathBuf::new(), Some(file));
        reader.look(0, &mut ())?;
        Ok(reader)
    }

    /// Goes on with another file, in the memory of this one: for who reads many. Errors as `open`;
    /// then the reader has no fields, and the new path.
    pub fn reopen_with(
        &mut self,
        path: impl Into<PathBuf>,
        sink: &mut impl Sink,
    ) -> Result<(), Error> {
        self.path = path.into();
        self.file = None;
        self.entries.clear();
        let looked = open_regular(&self.path).and_then(|(file, size)| {
            self.file = Some(file);
            self.look(size, sink)
        });
        self.forget_unless(looked, sink)
    }

    /// Decodes bytes that are in memory. Such a reader has an empty path and can't be refreshed.
    ///
    /// Errors: an unknown version, bytes that don't parse.
    pub fn decode(bytes: &[u8]) -> Result<Reader, Error> {
        Reader::decode_with(bytes, &mut ())
    }

    /// The same, with a sink as in [`open_with`](Reader::open_with).
    pub fn decode_with(bytes: &[u8], sink: &mut impl Sink) -> Result<Reader, Error> {
        let mut reader = Reader::new(PathBuf::new(), None);
        reader.bytes = bytes.to_owned();
        reader.parse(sink)?;
        Ok(reader)
    }

    fn new(path: PathBuf, file: Option<File>) -> Reader {
        Reader {
            path,
            file,
            bytes: Vec::new(),
            later: Vec::new(),
            entries: Vec::new(),
            before: Vec::new(),
            dialect: Dialect::WRITTEN,
        }
    }

    /// Reads the file again: values that changed, and what else did. It stays the file that was
    /// opened, even if another has its name by now.
    ///
    /// After an error the reader has no fields, and can be refreshed again. Closed: it decoded
    /// bytes that were in memory.
    pub fn refresh(&mut self) -> Result<(), Error> {
        self.refresh_with(&mut ())
    }

    /// The same, with a sink as in [`open_with`](Reader::open_with).
    pub fn refresh_with(&mut self, sink: &mut impl Sink) -> Result<(), Error> {
        if self.file.is_none() {
            return Err(Error::NoSource);
        }
        let looked = self.look(self.bytes.len() as u64, sink);
        self.forget_unless(looked, sink)
    }

    /// After an error what was copied by then is no file; the next look is a first one.
    fn forget_unless(
        &mut self,
        looked: Result<(), Error>,
        sink: &mut impl Sink,
    ) -> Result<(), Error> {
        if looked.is_err() {
            self.entries.clear();
            self.bytes.clear();
            self.later.clear();
            sink.restart();
        }
        looked
    }

    /// Looks at the file; `entries` has what the look before found, or nothing.
    fn look(&mut self, expected: u64, sink: &mut impl Sink) -> Result<(), Error> {
        let file = self.file.as_ref().ok_or(Error::NoSource)?;
        self.before.clear();
        self.before.extend(self.entries.iter().map(Entry::write_buffer));
        // Keeps this look's copy behind that of the look before.
        fence(Ordering::SeqCst);
        copy_whole(file, &self.path, expected, &mut self.bytes)?;
        self.later.clear();
        let first = self.before.is_empty();
        if first || self.parse(sink)? {
            self.copy_values()?;
            self.parse(sink)?;
        }
        Ok(())
    }

    /// Copies the values after the write buffers. The fence, and the call, keep the second copy
    /// behind the first. With the writer's release store of a write buffer that gives what an
    /// acquire load of it gives a reader that maps: the value is at least as new.
    fn copy_values(&mut self) -> Result<(), Error> {
        let file = self.file.as_ref().ok_or(Error::NoSource)?;
        fence(Ordering::SeqCst);
        let size = self.bytes.len();
        if copy_upto(file, &self.path, size, size, &mut self.later)? < size {
            // It was cut off since: the first copy has all there is to say.
            self.later.clear();
        }
        Ok(())
    }

    /// Finds the fields in `bytes`. Returns whether a write buffer isn't what it was.
    fn parse(&mut self, sink: &mut impl Sink) -> Result<bool, Error> {
        let values = if self.later.is_empty() { &self.bytes } else { &self.later };
        let (entries, before) = (&mut self.entries, &self.before);
        let mut look = Look { entries, before, flipped: false, sink };
        self.dialect = fit(&self.bytes, values, Some(self.dialect), &mut look)
            .map_err(|source| Error::Format { path: self.path.clone(), source })?;
        Ok(look.flipped)
    }

    /// The copy that has the values.
    fn values(&self) -> &[u8] {
        if self.later.is_empty() { &self.bytes } else { &self.later }
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
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The fields, in file order, with the values that were read last.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = Field<'_>> + DoubleEndedIterator {
        // Entries were made from these very bytes: none is missed.
        self.entries.iter().map(|entry| {
            entry
                .field(&self.bytes, self.values(), self.dialect.byte_order)
                .expect("entries of these bytes")
        })
    }

    /// The field of that position in the file, from 0.
    pub fn field(&self, index: usize) -> Option<Field<'_>> {
        self.entries.get(index)?.field(&self.bytes, self.values(), self.dialect.byte_order)
    }

    /// The first field of that label.
    pub fn get(&self, label: &str) -> Option<Field<'_>> {
        self.fields().find(|field| field.label_bytes() == label.as_bytes())
    }

    /// The process id that the writer put into the file (SPEC.md 1.12).
    pub fn writer_pid(&self) -> Option<i128> {
        self.last_ending("sys.pid", |value| value.as_integer())
    }

    /// When the file was created, in seconds since the epoch, by its writer (SPEC.md 1.12).
    pub fn created(&self) -> Option<f64> {
        self.last_ending("sys.created", |value| match value {
            Value::F64(created) => Some(created),
            _ => None,
        })
    }

    /// Whether the writer lives: by its lock, if it holds one, and by its process id, now
    /// (F2-LIVENESS). Of bytes in memory by the process id alone.
    pub fn writer(&self) -> Liveness {
        match &self.file {
            Some(file) => liveness::of_v1(file, self.writer_pid(), self.created()),
            None => liveness::of_process(self.writer_pid(), self.created()),
        }
    }

    /// A prefix may stand before the label of a system field.
    fn last_ending<T>(&self, label: &str, value: impl Fn(Value<'_>) -> Option<T>) -> Option<T> {
        let ending =
            self.fields().rev().filter(|field| field.label_bytes().ends_with(label.as_bytes()));
        ending.map(|field| field.value()).find_map(value)
    }
}
