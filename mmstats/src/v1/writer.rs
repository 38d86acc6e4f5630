//! The writer of one format 1 file.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};

use mmstats_core::v1::layout::{self, FIRST_FIELD, PAGE, VALUE_OFFSET, VERSION};
use mmstats_core::v1::{Dialect, EncodeError, FieldSpec, Placed, Signature, encode_field};

use super::backing::Backing;
use super::field::{Counter, Field, TextField, TupleField};
use super::{Average, MovingAverage, Options, SamplingCounter, Scalar, Text, Timer, Value, system};
use crate::Error;
use crate::create::{Created, create, is_at};
use crate::map::Region;

/// The largest file that is written: what every reader takes (SPEC.md 1.8).
pub const MAX_WRITTEN: usize = 16 << 20;

/// A zero stands after the last field even where that ends a page (SPEC.md 1.6, F1-LAST-ZERO).
const LAST_ZERO: usize = 1;

/// The width of a static text, as in mmstats 0.8.0.
const STATIC_TEXT_WIDTH: usize = 256;

/// Owns one stats file: declares its fields, creates it, flushes it, removes it.
///
/// Fields are declared first; each gives a handle that can be written at once. Then
/// [`create_file`](Writer::create_file) makes the file visible, whole, with the values that the
/// fields have by then. Where that fails the handles go on, in private memory: failure to
/// publish is not the application's problem. A dropped writer leaves its file behind, and handles
/// outlive it.
///
/// Threads: the writer and each handle can move to any thread; one at a time uses each. Nobody
/// writes through a handle while the file is created or removed: such a write may be lost, or leave
/// a mixture of two values.
///
/// After a fork the file stays the parent's. Handles go on in the child, unseen; for a file it makes a
/// writer of its own.
#[derive(Debug)]
pub struct Writer {
    options: Options,
    backing: Arc<Backing>,
    /// Bytes of the version and the fields declared so far.
    used: usize,
    labels: HashSet<String>,
    /// Where the values of the system fields stand.
    system_values_at: Vec<usize>,
    state: State,
}

#[derive(Debug)]
enum State {
    Declaring,
    /// At that path there is one, or in a forked child the parent's.
    Open(PathBuf),
    Removed,
}

impl Writer {
    /// A writer with default options. `class` is what `{CLASS}` stands for in a file name.
    pub fn new(class: &str) -> Result<Writer, Error> {
        Writer::options(class).build()
    }

    /// Options of a writer.
    pub fn options(class: &str) -> Options {
        Options::new(class)
    }

    pub(super) fn from_options(options: Options) -> Result<Writer, Error> {
        let no_memory = |source| Error::io(Path::new("(memory)"), "reserve it", source);
        let region = Region::reserve(MAX_WRITTEN).map_err(no_memory)?;
        region.grow(PAGE).map_err(no_memory)?;
        region.copy_in(0, &[VERSION]);
        let backing = Backing::new(region).map_err(no_memory)?;
        let mut writer = Writer {
            options,
            backing,
            used: FIRST_FIELD,
            labels: HashSet::new(),
            system_values_at: Vec::new(),
            state: State::Declaring,
        };
        if writer.options.system_fields {
            writer.declare_system_fields()?;
        }
        Ok(writer)
    }

    /// Their values are those of who creates the file, which may be a child or another thread.
    fn declare_system_fields(&mut self) -> Result<(), Error> {
        for (label, zero) in system::FIELDS {
            let mut signature = Vec::new();
            signature_of(&zero, &mut signature);
            let spec = Spec { label, signature: &signature, buffered: false };
            let placed = self.declare(spec, &[zero])?;
            self.system_values_at.push(placed.write_buffer_at + VALUE_OFFSET);
        }
        Ok(())
    }

    /// Declares a counter.
    pub fn counter(&mut self, label: &str) -> Result<Counter, Error> {
        self.field(label, 0).map(Counter)
    }

    /// Declares the mean of all values added.
    pub fn average(&mut self, label: &str) -> Result<Average, Error> {
        self.field(label, 0.0).map(Average::new)
    }

    /// Declares the mean of the last `size` values added, at least 1.
    pub fn moving_average(&mut self, label: &str, size: usize) -> Result<MovingAverage, Error> {
        let invalid = |why| Error::Invalid { what: format!("field {label:?}: {why}") };
        if size == 0 {
            return Err(invalid("a moving average is of at least 1 value, not 0".to_owned()));
        }
        let mut window = Vec::new();
        if window.try_reserve_exact(size).is_err() {
            return Err(invalid(format!("no memory for a moving average of {size} values")));
        }
        window.resize(size, 0.0);
        self.field(label, 0.0).map(|mean| MovingAverage::new(mean, window.into()))
    }

    /// Declares a timer: the mean of the last `size` durations, at least 1.
    pub fn timer(&mut self, label: &str, size: usize) -> Result<Timer, Error> {
        self.moving_average(label, size).map(Timer::new)
    }

    /// Declares a field of one integer, float or bool.
    pub fn field<T: Scalar>(&mut self, label: &str, initial: T) -> Result<Field<T>, Error> {
        let spec = Spec { label, signature: &[T::CODE], buffered: Field::<T>::BUFFERED };
        let placed = self.declare(spec, &[initial.value()])?;
        Ok(Field::new(Arc::clone(self.region()), placed.write_buffer_at))
    }

    /// Declares a text of at most `width` bytes.
    pub fn text(&mut self, label: &str, width: usize) -> Result<TextField, Error> {
        let signature = self.text_signature(label, width)?;
        let spec = Spec { label, signature: &signature, buffered: false };
        let placed = self.declare(spec, &[Value::Text(Text::new(b""))])?;
        Ok(TextField::new(Arc::clone(self.region()), placed.write_buffer_at, width))
    }

    /// Declares a field of several parts, whose types and initial values are those given.
    /// A text has the width that it has here; for another, use
    /// [`tuple_of`](Writer::tuple_of).
    pub fn tuple(&mut self, label: &str, initial: &[Value<'_>]) -> Result<TupleField, Error> {
        let mut signature = Vec::new();
        for value in initial {
            signature_of(value, &mut signature);
        }
        self.declare_tuple(label, signature, initial)
    }

    /// Declares a field of several parts with that signature (SPEC.md 1.4), all zero.
    pub fn tuple_of(&mut self, label: &str, signature: &str) -> Result<TupleField, Error> {
        // What is no signature is refused with the rest of the field.
        let parsed = Signature::parse(signature.as_bytes());
        let initial: Vec<_> = parsed
            .map_or(Vec::new(), |parsed| parsed.parts().map(|part| part.kind.zero()).collect());
        self.declare_tuple(label, signature.as_bytes().to_owned(), &initial)
    }

    fn declare_tuple(
        &mut self,
        label: &str,
        signature: Vec<u8>,
        initial: &[Value<'_>],
    ) -> Result<TupleField, Error> {
        let Placed { write_buffer_at, width, .. } =
            self.declare(Spec { label, signature: &signature, buffered: true }, initial)?;
        let (region, label) = (Arc::clone(self.region()), label.to_owned());
        Ok(TupleField::new(region, write_buffer_at, width, label, signature))
    }

    /// Declares a counter with its rate, sampled every so many increments (at least 1).
    pub fn sampling_counter(&mut self, label: &str, every: u64) -> Result<SamplingCounter, Error> {
        let signature = SamplingCounter::SIGNATURE.to_owned();
        let zero = [Value::U64(0), Value::U64(0)];
        let field = self.declare_tuple(label, signature, &zero)?;
        Ok(SamplingCounter::new(field, every.max(1)))
    }

    /// Declares a field that never changes.
    pub fn constant<T: Scalar>(&mut self, label: &str, value: T) -> Result<(), Error> {
        let spec = Spec { label, signature: &[T::CODE], buffered: false };
        self.declare(spec, &[value.value()]).map(|_| ())
    }

    /// Declares a text that never changes. It is as wide as those of mmstats 0.8.0, 256 bytes,
    /// or as the text where that is longer.
    pub fn constant_text(&mut self, label: &str, text: &str) -> Result<(), Error> {
        self.constant_text_of(label, text, text.len().max(STATIC_TEXT_WIDTH))
    }

    /// Declares a text of a given width that never changes; what doesn't fit is cut between
    /// characters.
    pub fn constant_text_of(&mut self, label: &str, text: &str, width: usize) -> Result<(), Error> {
        let signature = self.text_signature(label, width)?;
        let spec = Spec { label, signature: &signature, buffered: false };
        self.declare(spec, &[Value::Text(Text::new(text.as_bytes()))]).map(|_| ())
    }

    fn text_signature(&self, label: &str, width: usize) -> Result<Vec<u8>, Error> {
        let (need, have) = (width as u64, layout::MAX_TEXT);
        if need > have {
            let label = format!("{}{label}", self.options.label_prefix);
            return Err(Error::Field { label, source: EncodeError::Full { need, have } });
        }
        Ok(format!("{width}s").into_bytes())
    }

    fn declare(&mut self, spec: Spec<'_>, initial: &[Value<'_>]) -> Result<Placed, Error> {
        let label = format!("{}{}", self.options.label_prefix, spec.label);
        if !matches!(self.state, State::Declaring) {
            return Err(Error::FieldsClosed { label });
        }
        if self.labels.contains(&label) {
            return Err(Error::Duplicate { label });
        }
        let error = |source| Error::Field { label: label.clone(), source };
        let Spec { signature, buffered, .. } = spec;
        let spec = FieldSpec { label: &label, signature, buffered };
        let mut bytes = vec![0; encoded_size(&spec).min(MAX_WRITTEN - LAST_ZERO - self.used)];
        let placed = encode_field(&mut bytes, Dialect::WRITTEN, &spec, initial).map_err(error)?;
        let no_memory = |source| Error::io(Path::new("(memory)"), "make room for a field", source);
        self.region().grow(self.used + placed.end).map_err(no_memory)?;
        self.region().copy_in(self.used, &bytes[..placed.end]);
        let write_buffer_at = self.used + placed.write_buffer_at;
        self.used += placed.end;
        self.labels.insert(label);
        Ok(Placed { write_buffer_at, ..placed })
    }

    /// Creates the file, with the values that the fields have now: from here on what is
    /// written is seen.
    ///
    /// Returns its path. Errors: a bad name, no such folder, no permission, no space, a name that
    /// another writer uses; then nothing was created, the handles go on unseen, and it can be
    /// tried again. Closed: it exists, or was removed.
    pub fn create_file(&mut self) -> Result<PathBuf, Error> {
        match self.state {
            State::Declaring => {}
            State::Open(_) => return Err(Error::NoFile { why: "it has one already" }),
            State::Removed => return Err(REMOVED),
        }
        let wanted = self.options.wanted()?;
        let region = &self.backing.region;
        // Under the lock, so that no fork comes between.
        let mut created = self.backing.created();
        for (at, value) in self.system_values_at.iter().zip(system::values()) {
            region.copy_in(*at, &value);
        }
        let mut content = region.copy_out(0..self.used);
        content.resize(self.size(), 0);
        let map = |file: &File| region.map_file(file, content.len());
        *created = Some(create(&wanted, &content, map).inspect_err(|_| {
            if region.has_file() {
                // Where even that fails a file without a name stays mapped, which nobody sees either.
                let _ = region.detach();
            }
        })?);
        region.settle();
        drop(created);
        let path = wanted.place.path;
        self.state = State::Open(path.clone());
        Ok(path)
    }

    fn region(&self) -> &Arc<Region> {
        &self.backing.region
    }

    /// The file that is open, and where it is.
    fn open(&self) -> Result<(&Path, MutexGuard<'_, Option<Created>>), Error> {
        let path = match &self.state {
            State::Open(path) => path,
            State::Declaring => return Err(Error::NoFile { why: "create_file was not called" }),
            State::Removed => return Err(REMOVED),
        };
        let created = self.backing.created();
        if !created.as_ref().is_some_and(Created::is_ours) {
            return Err(Error::NoFile { why: "the file is that of its parent process" });
        }
        Ok((path, created))
    }

    /// The path of the file, as long as there is one.
    pub fn path(&self) -> Option<&Path> {
        self.open().ok().map(|(path, _)| path)
    }

    /// The size of the file, or what it would be now: whole pages.
    pub fn size(&self) -> usize {
        (self.used + LAST_ZERO).next_multiple_of(PAGE)
    }

    /// Makes what was written so far survive a crash of the system; returns when it is on the
    /// device. (A crash of the process it survives anyway.)
    pub fn flush(&self) -> Result<(), Error> {
        self.msync(true)
    }

    /// Starts the same and returns at once.
    pub fn flush_async(&self) -> Result<(), Error> {
        self.msync(false)
    }

    fn msync(&self, wait: bool) -> Result<(), Error> {
        let (path, created) = self.open()?;
        // A device takes its time, and who forks doesn't wait for it.
        drop(created);
        self.region().flush(wait).map_err(|error| Error::io(path, "flush it", error))
    }

    /// Removes the file. Handles go on unseen. A second call does nothing, nor does one where
    /// the file has gone or another stands under its name.
    pub fn remove(&mut self) -> Result<(), Error> {
        if !matches!(self.state, State::Open(_)) {
            return Ok(());
        }
        let (path, mut created) = self.open()?;
        if created.as_ref().is_some_and(|created| is_at(&created.file, path)) {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io(path, "remove it", error));
                }
                _ => {}
            }
        }
        self.region().detach().map_err(|error| Error::io(path, "unmap it", error))?;
        *created = None;
        drop(created);
        self.state = State::Removed;
        Ok(())
    }

    /// Ends the writer and keeps the memory of its handles mapped for the life of the process,
    /// unseen: for callers whose handles are plain addresses. The file stays.
    pub fn leave_behind(self) {
        self.region().leave_behind();
    }
}

const REMOVED: Error = Error::NoFile { why: "it was removed" };

/// A field to declare, with its label before the prefix.
struct Spec<'a> {
    label: &'a str,
    signature: &'a [u8],
    buffered: bool,
}

/// At least what the field takes, for a buffer; the encoder checks and says exactly.
fn encoded_size(spec: &FieldSpec<'_>) -> usize {
    let width = Signature::parse(spec.signature).map_or(0, |signature| signature.width());
    let fixed = spec.label.len() + spec.signature.len() + 8;
    usize::try_from(width * 2).unwrap_or(usize::MAX).saturating_add(fixed)
}

fn signature_of(value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => out.extend(format!("{}s", text.as_bytes().len()).bytes()),
        Value::Tuple(tuple) => tuple.parts().for_each(|part| signature_of(&part, out)),
        Value::U64(_) => out.push(u64::CODE),
        Value::I64(_) => out.push(i64::CODE),
        Value::U32(_) => out.push(u32::CODE),
        Value::I32(_) => out.push(i32::CODE),
        Value::U16(_) => out.push(u16::CODE),
        Value::I16(_) => out.push(i16::CODE),
        Value::U8(_) => out.push(u8::CODE),
        Value::I8(_) => out.push(i8::CODE),
        Value::F32(_) => out.push(f32::CODE),
        Value::F64(_) => out.push(f64::CODE),
        Value::Bool(_) => out.push(bool::CODE),
    }
}
