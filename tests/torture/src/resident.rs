//! A process that has a stats file of each format, until it is killed.

use std::io::{self, PipeWriter, Read, Write};
use std::path::Path;

use mmstats::{AnyReader, Cause, Error, Liveness, Writer, v1};

use crate::process::Child;
use crate::run::Outcome;

/// How its files are called: a template for each format.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    pub one: &'static str,
    pub two: &'static str,
}

/// Names with the process id, which a process of the same id takes again.
pub const BY_PID: Names = Names { one: "one-{PID}.mmstats", two: "two-{PID}.mmstats" };

/// What is counted in them.
pub const HITS: &str = "hits";

/// Creates both files, counts so much in each, says so, and waits to be killed.
pub fn reside(folder: &Path, names: Names, hits: u64, mut says: PipeWriter) -> Outcome {
    let two = Writer::options("torture").path(folder).filename(names.two).build()?;
    two.counter(HITS).register()?.add(hits);
    let mut one = v1::Writer::options("torture").path(folder).filename(names.one).build()?;
    let counter = one.counter(HITS)?;
    one.create_file()?;
    counter.add(hits);
    says.write_all(b"r")?;
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    }
}

/// Starts such a process, by a function that has one run a body. Returns when the files are there.
pub fn start<P>(
    by: impl FnOnce(Box<dyn FnOnce() -> Outcome + '_>) -> Outcome<P>,
    folder: &Path,
    names: Names,
    hits: u64,
) -> Outcome<P> {
    let (mut ready, says) = io::pipe()?;
    let process = by(Box::new(move || reside(folder, names, hits, says)))?;
    // Fails where it ended before.
    ready.read_exact(&mut [0]).map_err(|error| format!("no resident: {error}"))?;
    Ok(process)
}

/// The same, as a child.
pub fn start_child(folder: &Path, names: Names, hits: u64) -> Outcome<Child> {
    start(|body| Ok(Child::fork(body)?), folder, names, hits)
}

/// Whether the writer of a file lives, and what it has counted.
pub fn look(path: &Path) -> Outcome<(Liveness, u64)> {
    let reader = mmstats::open(path)?;
    let hits = match &reader {
        AnyReader::V1(reader) => {
            let field = reader.get(HITS).ok_or("a file without the counter")?;
            field.value().as_integer().and_then(|hits| u64::try_from(hits).ok())
        }
        AnyReader::V2(reader) => {
            let series = reader.snapshot().get(HITS).ok_or("a file without the counter")?;
            series.value().as_u64()
        }
    };
    Ok((reader.writer(), hits.ok_or("a counter of another type")?))
}

/// Whether an error is that the name is in use by a writer that may live.
pub fn is_busy(error: &Error) -> bool {
    error.cause() == Cause::Busy
}
