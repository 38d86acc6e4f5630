//! The writers of the races: one process that writes one value, again and again, at full rate.

use std::convert::Infallible;
use std::hint::spin_loop;
use std::io::{PipeWriter, Write};
use std::path::Path;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mmstats::{Structure, Writer, v1};
use mmstats_core::v1::layout::VALUE_OFFSET;

use super::v080;
use super::value::{MOST, Value};
use crate::numbers::Numbers;
use crate::run::Outcome;
use crate::shared::Shared;

/// The file that is written.
pub const FILE: &str = "races.mmstats";
/// The field or family that is written; a field's label goes on, until it stands where it should.
pub const NAME: &str = "value";

/// Bytes of a cache line.
const LINE: usize = 64;

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Format 1, as mmstats 0.8.0 writes it.
    Emulated,
    /// Format 1, by this library.
    One,
    /// Format 2.
    Two,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Emulated, Format::One, Format::Two];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Emulated => "0.8.0",
            Format::One => "format 1",
            Format::Two => "format 2",
        }
    }

    /// Whether it has such values: 0.8.0 has numbers only, and in format 2 no number straddles.
    pub fn has(self, value: Value) -> bool {
        match self {
            Format::Emulated => matches!(value, Value::Aligned | Value::Straddling),
            Format::One => true,
            Format::Two => value != Value::Straddling,
        }
    }
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// As often as it can.
    Full,
    /// Once a microsecond, which is more often than a program has something to say of one thing.
    EachMicrosecond,
}

impl Rate {
    /// Both.
    pub const ALL: [Rate; 2] = [Rate::Full, Rate::EachMicrosecond];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Rate::Full => "full rate",
            Rate::EachMicrosecond => "each microsecond",
        }
    }
}

/// What is written, by whom, and how often.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub format: Format,
    pub value: Value,
    pub rate: Rate,
}

/// How many writes have begun, for those who look at the writer from outside.
#[derive(Debug)]
pub struct Progress(Shared);

impl Progress {
    /// Of a writer that hasn't begun.
    pub fn new() -> Outcome<Progress> {
        Ok(Progress(Shared::new(1)?))
    }

    /// How many.
    #[inline(always)]
    pub fn begun(&self) -> u64 {
        self.0[0].load(Ordering::Acquire)
    }
}

/// Creates the file, says so, and writes the value until the process is killed.
pub fn write(load: Load, folder: &Path, progress: &Progress, says: PipeWriter) -> Outcome {
    let Load { format, value, rate } = load;
    let told = Told { progress, says, rate };
    match (format, value) {
        (Format::Emulated, _) => emulated(value, &folder.join(FILE), told),
        (Format::One, Value::Aligned | Value::Straddling) => one_number(value, folder, told),
        (Format::One, Value::Parts(2)) => one_parts::<2>(value, folder, told),
        (Format::One, Value::Parts(8)) => one_parts::<8>(value, folder, told),
        (Format::One, Value::Parts(_)) => one_parts::<MOST>(value, folder, told),
        (Format::One, Value::Text(_)) => one_text(value, folder, told),
        (Format::Two, Value::Aligned | Value::Straddling) => two_number(value, folder, told),
        (Format::Two, Value::Parts(2)) => two_parts::<2>(value, folder, told),
        (Format::Two, Value::Parts(8)) => two_parts::<8>(value, folder, told),
        (Format::Two, Value::Parts(_)) => two_parts::<MOST>(value, folder, told),
        (Format::Two, Value::Text(_)) => two_text(value, folder, told),
    }
    .map(|never| match never {})
}

/// How often is written, and who is told how far the writer is.
struct Told<'a> {
    rate: Rate,
    progress: &'a Progress,
    /// Hears once that there is a file with a value.
    says: PipeWriter,
}

/// Writes number after number.
#[inline(always)]
fn forever(mut told: Told<'_>, mut set: impl FnMut(u32)) -> Outcome<Infallible> {
    set(0);
    told.says.write_all(b"r")?;
    let mut last = Instant::now();
    for number in 1.. {
        if told.rate == Rate::EachMicrosecond {
            while last.elapsed() < Duration::from_micros(1) {
                spin_loop();
            }
            last = Instant::now();
        }
        told.progress.0[0].store(number, Ordering::Release);
        set(number as u32);
    }
    Err("no numbers are left".into())
}

/// Labels, each a byte longer than the one before: one of them puts a field where it should stand.
fn labels() -> impl Iterator<Item = String> {
    (0..LINE).map(|more| format!("{NAME}{}", "-".repeat(more)))
}

/// Whether a field's first buffer is in its line where the value should begin.
fn stands_right(value: Value, write_buffer: NonNull<u8>) -> bool {
    let wanted = if value == Value::Straddling { LINE - 4 } else { 0 };
    (write_buffer.addr().get() + VALUE_OFFSET) % LINE == wanted
}

const NOWHERE: &str = "no label puts the field there";

fn emulated(value: Value, path: &Path, told: Told<'_>) -> Outcome<Infallible> {
    for label in labels() {
        let writer = v080::Writer::create(path, &[label])?;
        if stands_right(value, writer.write_buffer(0)) {
            return forever(told, |number| writer.set(0, value.word(number)));
        }
    }
    Err(NOWHERE.into())
}

fn writer_of_one(folder: &Path) -> Result<v1::Writer, mmstats::Error> {
    v1::Writer::options("races").path(folder).filename(FILE).build()
}

fn one_number(value: Value, folder: &Path, told: Told<'_>) -> Outcome<Infallible> {
    for label in labels() {
        let mut writer = writer_of_one(folder)?;
        let field = writer.field(&label, 0_u64)?;
        if stands_right(value, field.as_ptr()) {
            writer.create_file()?;
            return forever(told, |number| field.set(value.word(number)));
        }
    }
    Err(NOWHERE.into())
}

fn one_parts<const PARTS: usize>(
    value: Value,
    folder: &Path,
    told: Told<'_>,
) -> Outcome<Infallible> {
    let mut writer = writer_of_one(folder)?;
    let field = writer.tuple_of(NAME, &"Q".repeat(PARTS))?;
    writer.create_file()?;
    forever(told, |number| {
        let words = [value.word(number).to_le_bytes(); PARTS];
        field.set_bytes(words.as_flattened());
    })
}

fn one_text(value: Value, folder: &Path, told: Told<'_>) -> Outcome<Infallible> {
    let mut writer = writer_of_one(folder)?;
    let mut words = [[0; 8]; MOST];
    let field = writer.text(NAME, words[..value.words()].as_flattened().len())?;
    writer.create_file()?;
    forever(told, |number| field.set(text(value, number, &mut words)))
}

fn writer_of_two(folder: &Path) -> Result<Writer, mmstats::Error> {
    Writer::options("races").path(folder).filename(FILE).build()
}

fn two_number(value: Value, folder: &Path, told: Told<'_>) -> Outcome<Infallible> {
    let writer = writer_of_two(folder)?;
    let gauge = writer.gauge_u64(NAME).register()?;
    forever(told, |number| gauge.set(value.word(number)))
}

fn two_parts<const PARTS: usize>(
    value: Value,
    folder: &Path,
    told: Told<'_>,
) -> Outcome<Infallible> {
    let writer = writer_of_two(folder)?;
    let structure: Structure<Numbers<PARTS>> = writer.structure(NAME).register()?;
    let mut publisher = structure.exclusive();
    forever(told, |number| publisher.publish(&Numbers(value.word(number))))
}

fn two_text(value: Value, folder: &Path, told: Told<'_>) -> Outcome<Infallible> {
    let writer = writer_of_two(folder)?;
    let mut words = [[0; 8]; MOST];
    let bytes = words[..value.words()].as_flattened().len();
    let series = writer.text(NAME).capacity(bytes.try_into()?).register()?;
    let mut publisher = series.exclusive();
    forever(told, |number| publisher.set(text(value, number, &mut words)))
}

/// The text of a number.
fn text(value: Value, number: u32, words: &mut [[u8; 8]; MOST]) -> &str {
    let words = &mut words[..value.words()];
    words.fill(value.word(number).to_le_bytes());
    str::from_utf8(words.as_flattened()).expect("digits")
}
