//! The readers of the races: one that maps and one that copies, of each format.

use std::fs;
use std::path::Path;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering};

use mmstats::{Reader, v1};
use mmstats_core::v1::layout::VALUE_OFFSET;
use mmstats_core::v2::cells::{ScalarCell, SequencedCell};
use mmstats_core::v2::layout::WORD;
use mmstats_core::v2::{Directory, Kind, Parameters};

use super::value::{MOST, Value};
use super::write::{Format, NAME};
use crate::mapped::Mapped;
use crate::run::Outcome;

/// How often a reader of format 2 that maps tries: as the library does.
const TRIES: u32 = 16;

/// How a reader gets at the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It maps the file.
    Maps,
    /// It copies: the library's reader.
    Copies,
}

impl How {
    /// Both.
    pub const ALL: [How; 2] = [How::Maps, How::Copies];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            How::Maps => "maps",
            How::Copies => "copies",
        }
    }
}

/// What a reader saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The value of one write.
    Whole(u32),
    /// Words of several writes.
    Torn,
    /// It says that the value changed each time that it looked.
    Busy,
}

impl Seen {
    #[inline(always)]
    fn of(value: Value, words: &[u64]) -> Seen {
        value.number(words).map_or(Seen::Torn, Seen::Whole)
    }

    /// The same of a copy's bytes.
    fn of_bytes(value: Value, bytes: &[u8]) -> Seen {
        let mut words = [0; MOST];
        let chunks = bytes.as_chunks().0;
        for (word, chunk) in words.iter_mut().zip(chunks) {
            *word = u64::from_le_bytes(*chunk);
        }
        Seen::of(value, &words[..chunks.len()])
    }
}

/// A reader of one value in one file.
pub trait Look {
    /// Reads it once.
    fn look(&mut self) -> Outcome<Seen>;
}

/// The reader of that format and kind.
pub fn open(format: Format, how: How, value: Value, path: &Path) -> Outcome<Box<dyn Look>> {
    Ok(match (format, how) {
        (Format::Two, How::Maps) => Box::new(TwoMapped::open(value, path)?),
        (Format::Two, How::Copies) => Box::new(TwoCopied { reader: Reader::open(path)?, value }),
        (_, How::Maps) => Box::new(OneMapped::open(value, path)?),
        (_, How::Copies) => Box::new(OneCopied::open(value, path)?),
    })
}

/// SPEC.md 1.11: the write buffer, and then the buffer that it doesn't name.
struct OneMapped {
    _file: Mapped,
    write_buffer: NonNull<u8>,
    buffered: bool,
    value: Value,
    words: [u64; MOST],
}

/// A word at any address.
#[repr(C, packed)]
struct Unaligned(u64);

impl OneMapped {
    fn open(value: Value, path: &Path) -> Outcome<OneMapped> {
        let reader = v1::Reader::open(path)?;
        let field = reader.field(position(&reader)?).ok_or("the field has gone")?;
        let file = Mapped::open(path)?;
        let (at, size) = (field.write_buffer_offset(), reader.size());
        assert!(at + VALUE_OFFSET + 2 * value.words() * WORD <= size, "the field is in the file");
        let base = NonNull::from(file.words(0, size as u64)).cast();
        // SAFETY: in the mapping, which stays with this.
        let write_buffer = unsafe { base.add(at) };
        let buffered = field.is_buffered();
        Ok(OneMapped { _file: file, write_buffer, buffered, value, words: [0; MOST] })
    }
}

impl Look for OneMapped {
    #[inline(always)]
    fn look(&mut self) -> Outcome<Seen> {
        let words = &mut self.words[..self.value.words()];
        let mut skip = VALUE_OFFSET;
        if self.buffered {
            // SAFETY: in the mapping; the byte is accessed as an atomic only.
            let write_buffer = unsafe { AtomicU8::from_ptr(self.write_buffer.as_ptr()) };
            skip +=
                usize::from((write_buffer.load(Ordering::Acquire) & 1) ^ 1) * words.len() * WORD;
        }
        for (i, word) in words.iter_mut().enumerate() {
            // SAFETY: in the mapping, at any address; volatile, since others store there.
            *word = unsafe {
                self.write_buffer.add(skip + i * WORD).cast::<Unaligned>().read_volatile().0
            };
        }
        Ok(Seen::of(self.value, words))
    }
}

/// F1-COPY-ORDER.
struct OneCopied {
    reader: v1::Reader,
    position: usize,
    value: Value,
}

impl OneCopied {
    fn open(value: Value, path: &Path) -> Outcome<OneCopied> {
        let reader = v1::Reader::open(path)?;
        Ok(OneCopied { position: position(&reader)?, reader, value })
    }
}

impl Look for OneCopied {
    fn look(&mut self) -> Outcome<Seen> {
        self.reader.refresh()?;
        let field = self.reader.field(self.position).ok_or("the field has gone")?;
        Ok(Seen::of_bytes(self.value, field.value_bytes()))
    }
}

fn position(reader: &v1::Reader) -> Outcome<usize> {
    let position = reader.fields().position(|field| field.label().starts_with(NAME));
    position.ok_or_else(|| "the file has no such field".into())
}

/// F2-SEQUENCED-READ.
struct TwoMapped {
    file: Mapped,
    cell: u64,
    parameters: Parameters,
    text: bool,
    value: Value,
    /// A text has its length before it.
    slot: [u64; MOST + 1],
}

impl TwoMapped {
    fn open(value: Value, path: &Path) -> Outcome<TwoMapped> {
        let bytes = fs::read(path)?;
        let directory = Directory::parse(&bytes)?;
        let mut series = directory.at_rest(&bytes).series();
        let series = series.find(|series| series.family().name() == NAME);
        let series = series.ok_or("the file has no such series")?;
        let (parameters, text) =
            (series.family().parameters(), series.family().kind() == Kind::Text);
        let cell = series.cell_offset();
        let file = Mapped::open(path)?;
        Ok(TwoMapped { file, cell, parameters, text, value, slot: [0; MOST + 1] })
    }
}

impl Look for TwoMapped {
    #[inline(always)]
    fn look(&mut self) -> Outcome<Seen> {
        let words = self.file.words(self.cell, self.parameters.cell_length());
        let Parameters::Sequence(slots) = self.parameters else {
            return Ok(Seen::of(self.value, &[ScalarCell::new(&words[0]).get()]));
        };
        let cell = SequencedCell::new(words, slots).ok_or("a cell of another size")?;
        let slot = &mut self.slot[..cell.width()];
        match cell.read(slot, TRIES) {
            Ok(Some(_)) => Ok(Seen::of(self.value, &slot[usize::from(self.text)..])),
            Ok(None) => Err("a value that was published has gone".into()),
            Err(_) => Ok(Seen::Busy),
        }
    }
}

/// F2-COPY.
struct TwoCopied {
    reader: Reader,
    value: Value,
}

impl Look for TwoCopied {
    fn look(&mut self) -> Outcome<Seen> {
        let snapshot = self.reader.refresh()?;
        let series = snapshot.get(NAME).ok_or("the series has gone")?;
        Ok(match series.value() {
            mmstats::Value::U64(number) => Seen::of(self.value, &[number]),
            mmstats::Value::Struct(parts) => Seen::of_bytes(self.value, parts.slot()),
            mmstats::Value::Text(text) => Seen::of_bytes(self.value, text.as_bytes()),
            mmstats::Value::Busy => Seen::Busy,
            other => return Err(format!("found {other:?}").into()),
        })
    }
}
