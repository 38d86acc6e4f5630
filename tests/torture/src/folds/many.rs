//! Very many dead files that are folded while writers begin all the time.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mmstats::fold::Fold;
use mmstats_core::v2::layout::header;

use super::application;
use super::worker::{APPLICATION, of_totals, options};
use crate::process::Child;
use crate::run::{Outcome, Run};
use crate::shared::Shared;

/// What each dead file has counted.
const COUNTED: u64 = 3;
/// How many writers begin where nothing is in their way.
const ALONE: usize = 500;

/// What folds say of themselves: how long all took, and how many files the last one folded.
const TIME: usize = 0;
const FOLDED: usize = 1;
const WORDS: usize = 2;

pub fn run(run: &mut Run) -> Outcome {
    let files = run.pick(2_000, 100_000);
    let empty = run.any_folder()?;
    let mut alone = Writers::new(&empty);
    for _ in 0..ALONE {
        alone.begin()?;
    }
    check(&empty, ALONE as u64)?;
    alone.report(run, "where few are dead");
    let folder = run.any_folder()?;
    leave(&folder, files)?;
    let mut writers = Writers::new(&folder);
    let what = format!("{files} dead files");
    let words = Shared::new(WORDS)?;
    let mut runs = 0;
    // A run may end early where a writer that begins has the accumulator.
    while left(&folder)? > 0 {
        let fold = Child::fork(|| fold(&folder, &words))?;
        while !fold.has_ended()? {
            writers.begin()?;
        }
        fold.fine()?;
        if runs == 0 {
            let folded = words[FOLDED].load(Ordering::Acquire);
            run.figure(&format!("{what}: folded by the first run"), folded);
        }
        runs += 1;
    }
    let taken = Duration::from_nanos(words[TIME].load(Ordering::Acquire));
    run.figure(&format!("{what}: runs"), runs);
    run.figure(&format!("{what}: seconds of all runs"), format_args!("{:.2}", taken.as_secs_f64()));
    writers.report(run, &format!("while {what} are folded"));
    check(&folder, files * COUNTED + writers.times.len() as u64)?;
    run.figure(&format!("{what}: counted, and found at the end"), files * COUNTED);
    Ok(())
}

/// Leaves so many files of writers that closed them. To have each written would take minutes.
fn leave(folder: &Path, files: u64) -> Outcome {
    let name = dead_name(0);
    let writer = options(folder, &name).fold(false).build()?;
    writer.counter("hits").register()?.add(COUNTED);
    drop(writer);
    let mut bytes = fs::read(folder.join(name))?;
    for number in 0..files {
        bytes[header::FILE_ID..][..8].copy_from_slice(&number.to_le_bytes());
        fs::write(folder.join(dead_name(number)), &bytes)?;
    }
    Ok(())
}

const DEAD: &str = "dead-";

fn dead_name(number: u64) -> String {
    format!("{DEAD}{number}.mmstats")
}

/// How many of these are there.
fn left(folder: &Path) -> Outcome<usize> {
    let mut left = 0;
    for entry in fs::read_dir(folder)? {
        left += usize::from(entry?.file_name().as_encoded_bytes().starts_with(DEAD.as_bytes()));
    }
    Ok(left)
}

fn fold(folder: &Path, words: &Shared) -> Outcome {
    let started = Instant::now();
    let report = Fold::in_folder(folder).application(Some(APPLICATION)).keep_newest(0).run()?;
    words[TIME].fetch_add(started.elapsed().as_nanos() as u64, Ordering::AcqRel);
    words[FOLDED].store(report.folded() as u64, Ordering::Release);
    Ok(())
}

/// The totals are that.
fn check(folder: &Path, counted: u64) -> Outcome {
    let mut application = application(folder);
    let totals = application.look()?;
    if let Some(problem) = totals.problems().first() {
        return Err(problem.to_string().into());
    }
    match of_totals(totals)?[0] {
        found if found == counted => Ok(()),
        found => Err(format!("counted {counted}, found {found}").into()),
    }
}

/// Writers that begin, count once and end, one behind the other.
struct Writers<'a> {
    folder: &'a Path,
    /// How long it took each to begin.
    times: Vec<Duration>,
}

impl Writers<'_> {
    fn new(folder: &Path) -> Writers<'_> {
        Writers { folder, times: Vec::new() }
    }

    fn begin(&mut self) -> Outcome {
        let options = options(self.folder, &format!("{}.mmstats", self.times.len()));
        let started = Instant::now();
        let writer = options.build()?;
        self.times.push(started.elapsed());
        writer.counter("hits").register()?.inc();
        Ok(())
    }

    fn report(&mut self, run: &Run, when: &str) {
        self.times.sort_unstable();
        let micros = |at: usize| self.times.get(at).map_or(0, Duration::as_micros);
        let number = self.times.len();
        run.figure(&format!("writers that begin {when}"), number);
        let ranks = [("median", number / 2), ("worst", number.saturating_sub(1))];
        for (name, at) in ranks {
            run.figure(&format!("writers that begin {when}: {name} microseconds"), micros(at));
        }
    }
}
