//! Files that a hostile program cuts off, lengthens and overwrites while readers look at them.
//!
//! Readers give values or errors. They get no signal, end every look, and take no more memory than a
//! small multiple of the longest file (F1-LIMIT-READ).

use std::fs::{self, File};
use std::hint::black_box;
use std::io;
use std::mem;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use mmstats::{AnyReader, Error, Value, Writer, v1, validate};

use crate::numbers::Numbers;
use crate::process::Child;
use crate::random::Random;
use crate::run::{Outcome, Run};
use crate::shared::Shared;

/// The longest that a file becomes.
const LONGEST: u64 = 4 << 20;
/// How many copies of the longest file a reader may have beside what it needs for any file.
const COPIES: u64 = 5;
/// How often a reader looks again before it opens the file anew.
const AGAIN: u64 = 20;
/// How long one look may take, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

// What the reading process says.
const LOOKS: usize = 0;
const VALUES: usize = 1;
const ERRORS: usize = 2;
const BEFORE: usize = 3;
const PEAK: usize = 4;
const WORDS: usize = 5;

/// A file, and how it is written.
struct Format {
    name: &'static str,
    write: fn(&Path) -> Outcome<PathBuf>,
}

const FORMATS: [Format; 2] =
    [Format { name: "format 1", write: format_1 }, Format { name: "format 2", write: format_2 }];

pub fn run(run: &mut Run) -> Outcome {
    let looks = run.pick(20_000, 2_000_000);
    for format in FORMATS {
        let folder = run.any_folder()?;
        let path = (format.write)(&folder)?;
        let said = Shared::new(WORDS)?;
        let reader = Child::fork(|| read(&path, &said, looks))?;
        let changes = hostile(&path, &reader, &said)?;
        reader.fine()?;
        report(run, format.name, changes, &said)?;
    }
    Ok(())
}

fn report(run: &Run, name: &str, changes: u64, said: &Shared) -> Outcome {
    let word = |word: usize| said[word].load(Ordering::Relaxed);
    let (taken, most) = (word(PEAK) - word(BEFORE), (COPIES * LONGEST) >> 10);
    let figures = [
        ("changes", changes),
        ("looks", word(LOOKS)),
        ("of these with values", word(VALUES)),
        ("of these with an error", word(ERRORS)),
        ("KiB of memory taken", taken),
        ("KiB of the longest file", LONGEST >> 10),
    ];
    figures.iter().for_each(|(what, value)| run.figure(&format!("{name}: {what}"), value));
    if word(VALUES) == 0 || word(ERRORS) == 0 {
        return Err(format!("{name}: looks with values and with errors were expected").into());
    }
    if taken > most {
        return Err(format!("{name}: expected at most {most} KiB of memory").into());
    }
    Ok(())
}

/// A file of format 1 with some of all.
fn format_1(folder: &Path) -> Outcome<PathBuf> {
    let mut writer = v1::Writer::options("torture").path(folder).filename("1.mmstats").build()?;
    for number in 0..200 {
        writer.counter(&format!("counter.{number}"))?;
    }
    writer.create_file()?;
    Ok(writer.path().ok_or("the writer has no file")?.to_owned())
}

/// A file of format 2 with some of all.
fn format_2(folder: &Path) -> Outcome<PathBuf> {
    let stats = Writer::options("torture").path(folder).filename("2.mmstats").build()?;
    let family = stats.counter("counter").labels(["number"]).register()?;
    for number in 0..200 {
        family.with([number.to_string()])?.inc();
    }
    stats.text("text").register()?.set("a text");
    stats.structure::<Numbers<64>>("struct").register()?.publish(&Numbers(1));
    let local = stats.local()?;
    local.histogram(&stats.histogram("histogram").register()?).observe(1);
    local.window(&stats.window("window").register()?).observe(1);
    Ok(stats.path().ok_or("the writer has no file")?)
}

/// Changes the file in every way until the reader has ended. Returns how often.
fn hostile(path: &Path, reader: &Child, said: &Shared) -> Outcome<u64> {
    let whole = fs::read(path)?;
    let file = File::options().write(true).open(path)?;
    let mut random = Random::new();
    let (mut looks, mut since) = (0, Instant::now());
    for changes in 0.. {
        if reader.has_ended()? {
            return Ok(changes);
        }
        let now = said[LOOKS].load(Ordering::Relaxed);
        if now != looks {
            (looks, since) = (now, Instant::now());
        } else if since.elapsed() > PATIENCE {
            return Err(format!("look {looks} doesn't end").into());
        }
        change(&file, &whole, &mut random)?;
        // So that looks come in between on a machine with one processor.
        thread::yield_now();
    }
    Ok(0)
}

/// One change. Every second one makes it the file that it was, so that most looks come far.
fn change(file: &File, whole: &[u8], random: &mut Random) -> Outcome {
    let size = whole.len() as u64;
    match random.below(10) {
        0 => file.set_len(random.below(size))?,
        1 => file.set_len(size + random.below(LONGEST - size))?,
        2 => {
            file.set_len(0)?;
            file.write_all_at(whole, 0)?;
        }
        // A word anywhere, aligned as those that count are.
        3 => file.write_all_at(&word(random).to_le_bytes(), random.below(size / 8) * 8)?,
        // A word of the header, or of the first block's.
        4 => {
            let at = random.below(2) * 4096 + random.below(16) * 8;
            file.write_all_at(&word(random).to_le_bytes(), at)?;
        }
        _ => {
            file.write_all_at(whole, 0)?;
            file.set_len(size)?;
        }
    }
    Ok(())
}

/// A word that a reader should not trust.
fn word(random: &mut Random) -> u64 {
    let kind = random.below(6);
    match kind {
        0 => 0,
        1 => u64::MAX - random.below(16),
        2 => random.below(LONGEST) & !4095,
        3 => 1 << random.below(64),
        4 => random.below(256),
        _ => random.next(),
    }
}

/// Looks so often: opens the file, looks again, and looks as a validator.
fn read(path: &Path, said: &Shared, looks: u64) -> Outcome {
    said[BEFORE].store(peak()?, Ordering::Relaxed);
    let mut reader = None;
    for look in 1..=looks {
        let found = match look_once(path, &mut reader) {
            Ok(()) => VALUES,
            Err(error) => {
                black_box(error.to_string());
                ERRORS
            }
        };
        said[found].fetch_add(1, Ordering::Relaxed);
        said[LOOKS].store(look, Ordering::Relaxed);
        if look.is_multiple_of(AGAIN) {
            reader = None;
            black_box(validate(&fs::read(path)?));
        }
    }
    said[PEAK].store(peak()?, Ordering::Relaxed);
    Ok(())
}

/// Looks with the reader, or opens one, and takes all values.
fn look_once(path: &Path, reader: &mut Option<AnyReader>) -> Result<(), Error> {
    let reader = match reader {
        Some(reader) => {
            reader.refresh()?;
            reader
        }
        None => reader.insert(mmstats::open(path)?),
    };
    black_box(reader.writer());
    match reader {
        AnyReader::V1(reader) => {
            for field in reader.fields() {
                black_box((field.label_bytes(), field.value()));
            }
        }
        AnyReader::V2(reader) => {
            for series in reader.snapshot().series() {
                black_box((series.name(), series.all_labels().count()));
                match series.value() {
                    Value::Histogram(histogram) => drop(black_box(histogram.percentile(99.0))),
                    Value::Window(window) => drop(black_box(window.last())),
                    value => drop(black_box(value)),
                }
            }
        }
    }
    Ok(())
}

/// The most memory that this process had, in KiB.
fn peak() -> io::Result<u64> {
    // SAFETY: all zeros is a value of it.
    let mut usage: libc::rusage = unsafe { mem::zeroed() };
    // SAFETY: a place for the result.
    match unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } {
        0 => Ok(usage.ru_maxrss as u64),
        _ => Err(io::Error::last_os_error()),
    }
}
