//! A disk that another program fills, and frees, and fills again, while writers grow and write at
//! full rate.

use std::fs::{self, File};
use std::io::Seek;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use mmstats::{Error, Histogram, Reader, Writer};

use super::{fill, unless_full};
use crate::numbers::Numbers;
use crate::process::Child;
use crate::run::{Outcome, Run};
use crate::said::said;
use crate::shared::Shared;

/// How much a file grows before the next.
const HISTOGRAMS: usize = 12;
/// Threads that write.
const THREADS: usize = 2;

/// How long a writer may do nothing at all.
const PATIENCE: Duration = Duration::from_secs(60);

// Words that the writer and who fills the disk share.
const STOP: usize = 0;
const GROWN: usize = 1;
const REFUSED: usize = 2;
const WRITTEN: usize = 3;
const FILES: usize = 4;
const WORDS: usize = 5;

/// So many tides. Every one of them comes while the writer grows, and it grows in every ebb.
pub fn run(run: &Run, what: &str, folder: &Path, tides: u64) -> Outcome {
    let shared = Shared::new(WORDS)?;
    let writer = Child::fork(|| write(folder, &shared))?;
    let filler = File::create(folder.join("filler"))?;
    let mut filled = 0;
    for _ in 0..tides {
        await_more(&shared[GROWN], &writer, || Ok(()))?;
        // What the writer gives back meanwhile is taken, too.
        await_more(&shared[REFUSED], &writer, || {
            filled += fill(&filler, usize::MAX)? as u64;
            Ok(())
        })?;
        filler.set_len(0)?;
        (&filler).rewind()?;
    }
    shared[STOP].store(1, Ordering::Relaxed);
    writer.fine()?;
    fs::remove_file(folder.join("filler"))?;
    let figures = [
        ("times filled", tides),
        ("bytes it took", filled),
        ("files", shared[FILES].load(Ordering::Relaxed)),
        ("registered meanwhile", shared[GROWN].load(Ordering::Relaxed)),
        ("refused meanwhile", shared[REFUSED].load(Ordering::Relaxed)),
        ("values written at full rate", shared[WRITTEN].load(Ordering::Relaxed)),
        ("of these lost", 0),
    ];
    figures.iter().for_each(|(name, value)| run.figure(&format!("{what}: {name}"), value));
    Ok(())
}

/// Waits until there is more than now, and does something meanwhile.
fn await_more(word: &AtomicU64, writer: &Child, mut meanwhile: impl FnMut() -> Outcome) -> Outcome {
    let (now, since) = (word.load(Ordering::Relaxed), Instant::now());
    while word.load(Ordering::Relaxed) == now {
        meanwhile()?;
        if writer.has_ended()? {
            return Err("the writer ended".into());
        }
        if since.elapsed() > PATIENCE {
            return Err("the writer neither grows nor is refused".into());
        }
        thread::yield_now();
    }
    Ok(())
}

/// One file after the other.
fn write(folder: &Path, shared: &Shared) -> Outcome {
    while shared[STOP].load(Ordering::Relaxed) == 0 {
        let options = Writer::options("torture").path(folder).filename("tide.mmstats");
        if let Some(stats) = counted(options.build(), shared)? {
            let path = stats.path().ok_or("the writer has no file")?;
            one_file(&stats, &path, shared)?;
            stats.close()?;
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// What was added; where there was no space for it, that is counted.
fn counted<T>(added: Result<T, Error>, shared: &Shared) -> Outcome<Option<T>> {
    let added = unless_full(added)?;
    if added.is_none() {
        shared[REFUSED].fetch_add(1, Ordering::Relaxed);
    }
    Ok(added)
}

/// Grows a file while threads write, and makes sure that it has all that they wrote.
fn one_file(stats: &Writer, path: &Path, shared: &Shared) -> Outcome {
    let counter = counted(stats.counter("counter").register(), shared)?;
    let structure = counted(stats.structure::<Numbers<64>>("struct").register(), shared)?;
    let Some((counter, structure)) = counter.zip(structure) else { return Ok(()) };
    let stop = AtomicBool::new(false);
    let (histograms, written) = thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (stop, counter, structure) = (&stop, &counter, &structure);
                scope.spawn(move || {
                    let local = stats.local().map(|local| local.counter(counter));
                    let mut written = 0;
                    while !stop.load(Ordering::Relaxed) {
                        written += 1;
                        local.as_ref().map_or_else(|_| counter.inc(), |local| local.inc());
                        if thread == 0 {
                            structure.publish(&Numbers(written));
                        }
                    }
                    written
                })
            })
            .collect();
        let histograms = grow(stats, shared);
        stop.store(true, Ordering::Relaxed);
        let written = writers.into_iter().map(|writer| writer.join().unwrap_or(0));
        (histograms, written.collect::<Vec<u64>>())
    });
    let histograms = histograms?;
    let reader = Reader::open(path)?;
    let total = written.iter().sum();
    let mut expected = vec![("counter".to_owned(), total), ("struct".to_owned(), written[0])];
    expected.extend((0..histograms.len()).map(|number| (format!("h{number}"), 1)));
    for (name, expected) in expected {
        let found = said(reader.snapshot(), &name, &[])?;
        if found.amount() != expected {
            return Err(format!("{name}: found {found:?} after {expected} values").into());
        }
    }
    shared[WRITTEN].fetch_add(total, Ordering::Relaxed);
    shared[FILES].fetch_add(1, Ordering::Relaxed);
    Ok(())
}

/// Registers so many histograms, whenever there is space for one.
fn grow(stats: &Writer, shared: &Shared) -> Outcome<Vec<Histogram>> {
    let mut histograms = Vec::new();
    while histograms.len() < HISTOGRAMS && shared[STOP].load(Ordering::Relaxed) == 0 {
        let name = format!("h{}", histograms.len());
        if let Some(histogram) = counted(stats.histogram(&name).register(), shared)? {
            histogram.observe(1);
            histograms.push(histogram);
            shared[GROWN].fetch_add(1, Ordering::Relaxed);
        }
    }
    Ok(histograms)
}
