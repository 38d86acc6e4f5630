//! Kills of writers that create their file: what is there under its name afterwards.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mmstats::{Writer, v1};

use super::v080;
use super::write::{FILE, Format};
use crate::process::Child;
use crate::random::Random;
use crate::run::{Outcome, Run};
use crate::shared::Shared;

/// How many numbers a file has.
const NUMBERS: usize = 16;
/// How many creations are let alone, for how long one takes.
const TIMED: usize = 32;

/// How far a creation is, and how many nanoseconds it took.
const BEGUN: usize = 0;
const TOOK: usize = 1;

/// What was found after kills.
#[derive(Debug, Default)]
struct Found {
    nothing: u64,
    whole: u64,
    partial: u64,
    /// Files under names that nobody looks for.
    drafts: u64,
}

pub fn run(run: &mut Run) -> Outcome {
    let kills = run.pick(300, 20_000);
    for format in Format::ALL {
        let folder = run.any_folder()?;
        let took = time(format, &folder)?;
        let mut random = Random::new();
        let mut found = Found::default();
        for _ in 0..kills {
            // A little longer than it takes: some come to their end.
            let after = Duration::from_nanos(random.below(took + took / 4));
            kill_after(format, &folder, after)?;
            found.look(format, &folder)?;
            for entry in fs::read_dir(&folder)? {
                fs::remove_file(entry?.path())?;
            }
        }
        let Found { nothing, whole, partial, drafts } = found;
        run.figure(
            &format!("creation, {}", format.name()),
            format_args!(
                "{kills} kills within {took} ns: {nothing} before there is a file, {partial} partial \
                 files, {whole} whole ones; {drafts} drafts are left"
            ),
        );
        if format != Format::Emulated && partial > 0 {
            return Err("a file was seen before it was whole".into());
        }
    }
    Ok(())
}

/// The median time of a creation in nanoseconds.
fn time(format: Format, folder: &Path) -> Outcome<u64> {
    let mut times = Vec::new();
    for _ in 0..TIMED {
        let progress = Shared::new(2)?;
        Child::fork(|| create(format, folder, &progress))?.wait()?;
        times.push(progress[TOOK].load(Ordering::Relaxed));
        fs::remove_file(folder.join(FILE))?;
    }
    times.sort_unstable();
    Ok(times[TIMED / 2])
}

/// Kills a process that creates a file, so long after it began.
fn kill_after(format: Format, folder: &Path, after: Duration) -> Outcome {
    let progress = Shared::new(2)?;
    let child = Child::fork(|| {
        create(format, folder, &progress)?;
        // What it has created stays open until it is killed.
        loop {
            std::thread::park();
        }
    })?;
    while progress[BEGUN].load(Ordering::Acquire) == 0 {
        std::hint::spin_loop();
    }
    let begun = Instant::now();
    while begun.elapsed() < after {
        std::hint::spin_loop();
    }
    child.kill()?;
    Ok(())
}

fn label(number: usize) -> String {
    format!("requests.by.worker.{number}")
}
