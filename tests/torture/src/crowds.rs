//! Very many dead files, and writers that begin: beside them, while they are folded, and behind
//! that.

mod begins;
mod dead;

use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

use mmstats::Writer;
use mmstats::fold::Fold;

use crate::folds::application;
use crate::folds::worker::{APPLICATION, of_totals, options};
use crate::process::Child;
use crate::run::{Outcome, Place, Run};
use crate::shared::Shared;
use begins::{Begins, Then};
use dead::{COUNTED, leave, left};

/// How many writers live beside those that begin.
const LIVING: usize = 64;

/// What folds say of themselves: how long all took by the clock and by the processor, in
/// microseconds, how much memory one had, in KiB, and how many files the last one folded.
const TIME: usize = 0;
const WORK: usize = 1;
const MEMORY: usize = 2;
const FOLDED: usize = 3;
const WORDS: usize = 4;

pub fn run(run: &mut Run) -> Outcome {
    let (begins, few, many) = run.pick((100, 200, 1_000), (1_000, 1_000, 10_000));
    let very_many = run.pick(2_000, 100_000);
    for place in Place::ALL {
        let name = place.name();
        let Some(folder) = run.folder(place)? else {
            run.not_tried(&format!("many files on {name}"), "there is no such folder");
            continue;
        };
        let times = Begins::times(&folder, Then::Removed, begins)?;
        times.report(run, &format!("on {name} where nothing is"));
        beside_living(run, &folder, name, begins)?;
        let Some(folder) = run.folder(place)? else { continue };
        let times = Begins::times(&folder, Then::Stays, begins)?;
        check(&folder, times.number())?;
        times.report(run, &format!("on {name} one behind the other"));
        for files in [few, many] {
            let Some(folder) = run.folder(place)? else { continue };
            leave(&folder, files)?;
            let times = Begins::times(&folder, Then::Stays, begins)?;
            check(&folder, files * COUNTED + times.number())?;
            run.figure(&format!("{files} dead files on {name}: left by them"), left(&folder)?);
            times.report(run, &format!("on {name} beside {files} dead files"));
        }
        let Some(folder) = run.folder(place)? else { continue };
        under_a_reader(run, &folder, name, many)?;
        let Some(folder) = run.folder(place)? else { continue };
        beside_a_fold(run, &folder, name, very_many, begins)?;
    }
    Ok(())
}

fn beside_living(run: &Run, folder: &Path, place: &str, begins: usize) -> Outcome {
    let living: Result<Vec<Writer>, _> =
        (0..LIVING).map(|n| options(folder, &format!("living-{n}.mmstats")).build()).collect();
    let times = Begins::times(folder, Then::Removed, begins)?;
    drop(living?);
    times.report(run, &format!("on {place} beside {LIVING} living ones"));
    Ok(())
}

/// Somebody who looks all the time while the command folds many files: no total ever changes.
fn under_a_reader(run: &Run, folder: &Path, place: &str, files: u64) -> Outcome {
    leave(folder, files)?;
    let words = Shared::new(WORDS)?;
    let fold = Child::fork(|| fold(folder, &words))?;
    let mut application = application(folder);
    let mut looks = 0;
    loop {
        let is_last = fold.has_ended()?;
        let found = of_totals(application.look()?)?[0];
        if found != files * COUNTED {
            return Err(format!("look {looks}: {found} of {}", files * COUNTED).into());
        }
        looks += 1;
        if is_last {
            break;
        }
    }
    fold.fine()?;
    check(folder, files * COUNTED)?;
    let what = format!("{files} dead files on {place} under a reader");
    run.figure(&format!("{what}: folded"), words[FOLDED].load(Ordering::Acquire));
    run.figure(&format!("{what}: looks"), looks);
    run.figure(&format!("{what}: looks that found another total"), 0);
    Ok(())
}

/// Writers that begin all the time while the command folds very many files, and behind it.
fn beside_a_fold(run: &Run, folder: &Path, place: &str, files: u64, begins: usize) -> Outcome {
    leave(folder, files)?;
    let mut times = Begins::new(folder, Then::Stays);
    let what = format!("{files} dead files on {place}");
    let words = Shared::new(WORDS)?;
    let mut runs = 0;
    // A run leaves what writers that begin have just taken.
    while left(folder)? > 0 {
        let fold = Child::fork(|| fold(folder, &words))?;
        while !fold.has_ended()? {
            times.begin()?;
        }
        fold.fine()?;
        if runs == 0 {
            let folded = words[FOLDED].load(Ordering::Acquire);
            run.figure(&format!("{what}: folded by the first run"), folded);
        }
        runs += 1;
    }
    let word = |at: usize| words[at].load(Ordering::Acquire);
    run.figure(&format!("{what}: runs"), runs);
    let seconds = |at| format!("{:.2}", word(at) as f64 / 1e6);
    run.figure(&format!("{what}: seconds of all runs"), seconds(TIME));
    run.figure(&format!("{what}: seconds of a processor"), seconds(WORK));
    run.figure(&format!("{what}: MiB of memory"), word(MEMORY) / 1024);
    let mut begun = times.number();
    times.report(run, &format!("on {place} while {files} dead files are folded"));
    let times = Begins::times(folder, Then::Stays, begins)?;
    begun += times.number();
    times.report(run, &format!("on {place} behind that"));
    check(folder, files * COUNTED + begun)?;
    run.figure(&format!("{what}: counted, and found at the end"), files * COUNTED);
    Ok(())
}

fn fold(folder: &Path, words: &Shared) -> Outcome {
    let started = Instant::now();
    let report = Fold::in_folder(folder).application(Some(APPLICATION)).keep_newest(0).run()?;
    words[TIME].fetch_add(started.elapsed().as_micros() as u64, Ordering::AcqRel);
    let (work, memory) = usage()?;
    words[WORK].fetch_add(work, Ordering::AcqRel);
    words[MEMORY].fetch_max(memory, Ordering::AcqRel);
    words[FOLDED].store(report.folded() as u64, Ordering::Release);
    Ok(())
}

/// What this process has used: microseconds of a processor, and KiB of memory at most.
fn usage() -> io::Result<(u64, u64)> {
    // SAFETY: all zeros is a value of it.
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: a place for the result.
    if unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut used) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let micros = |time: libc::timeval| (time.tv_sec * 1_000_000 + time.tv_usec).cast_unsigned();
    Ok((micros(used.ru_utime) + micros(used.ru_stime), used.ru_maxrss.cast_unsigned()))
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
