//! Kills of writers that create their file: what is there under its name afterwards.

use std::fs;
use std::path::Path;
use std::time::Duration;

use mmstats::{Reader, Writer, v1};

use super::v080;
use super::write::{FILE, Format};
use crate::kills::progress::{Phase, Progress};
use crate::process::{Child, End};
use crate::random::Random;
use crate::run::{Outcome, Run};

/// How many numbers a file has.
const NUMBERS: usize = 16;
/// How many creations are let alone, for how long one takes.
const TIMED: usize = 31;

/// What is under the file's name after a kill.
#[derive(Debug, Default)]
struct Found {
    nothing: u64,
    partial: u64,
    whole: u64,
    /// Files under other names.
    drafts: usize,
    /// How many had created their file already.
    late: u64,
}

pub fn run(run: &mut Run) -> Outcome {
    let kills = run.pick(100, 20_000);
    for format in Format::ALL {
        let folder = run.any_folder()?;
        let took = undisturbed(format, &folder)?;
        let found = hunt(format, &folder, took, kills)?;
        let Found { nothing, partial, whole, drafts, late } = found;
        run.figure(
            &format!("creation, {}", format.name()),
            format_args!(
                "{kills} killed within the {} us that it takes: no file {nothing}, partial {partial}, \
                 whole {whole}; {drafts} under other names; {late} were killed too late",
                took.as_micros()
            ),
        );
        if format != Format::Emulated && partial > 0 {
            return Err("a file was seen before it was whole".into());
        }
    }
    Ok(())
}

/// How long a creation takes that is let alone: the median.
fn undisturbed(format: Format, folder: &Path) -> Outcome<Duration> {
    let mut times = Vec::new();
    for _ in 0..TIMED {
        times.push(create_and_kill(format, folder, None)?.time());
        clear(folder)?;
    }
    times.sort_unstable();
    Ok(times[TIMED / 2])
}

/// Kills until so many were killed while they created their file.
fn hunt(format: Format, folder: &Path, took: Duration, kills: u64) -> Outcome<Found> {
    let (mut random, mut found) = (Random::new(), Found::default());
    while found.nothing + found.partial + found.whole < kills {
        if found.late > 100 * kills {
            return Err("too few are killed in time".into());
        }
        let after = Duration::from_nanos(random.below(took.as_nanos() as u64));
        let progress = create_and_kill(format, folder, Some(after))?;
        match progress.phase() {
            Phase::Done => found.late += 1,
            _ => found.look(format, folder),
        }
        found.drafts += clear(folder)?;
    }
    Ok(found)
}

/// Has a process create a file, and be killed so long after it began, or never.
fn create_and_kill(format: Format, folder: &Path, after: Option<Duration>) -> Outcome<Progress> {
    let mut progress = Progress::new()?;
    progress.begin(after);
    let ended = Child::fork(|| create(format, folder, &progress))?.wait()?;
    match ended == if after.is_some() { End::KILLED } else { End::FINE } {
        true => Ok(progress),
        false => Err(format!("the writer ended before anybody killed it: {ended:?}").into()),
    }
}

/// Creates the file with its numbers. What can be done before the file is
/// there is done before.
fn create(format: Format, folder: &Path, progress: &Progress) -> Outcome {
    let labels: Vec<String> = (0..NUMBERS).map(|n| format!("requests.of.worker.{n}")).collect();
    match format {
        Format::Emulated => {
            let path = folder.join(FILE);
            let mut writer = None;
            progress.during(|| {
                writer = Some(v080::Writer::create(&path, &labels)?);
                Ok(())
            })
        }
        Format::One => {
            let mut writer = v1::Writer::options("races").path(folder).filename(FILE).build()?;
            for label in &labels {
                writer.counter(label)?;
            }
            progress.during(|| {
                writer.create_file()?;
                Ok(())
            })
        }
        Format::Two => {
            let mut writer = None;
            progress.during(|| {
                let created = Writer::options("races").path(folder).filename(FILE).build()?;
                let created = writer.insert(created);
                labels.iter().try_for_each(|label| created.counter(label).register().map(drop))?;
                Ok(())
            })
        }
    }
}

impl Found {
    /// Looks at what is there as readers do. In format 2 what is registered comes one by one.
    fn look(&mut self, format: Format, folder: &Path) {
        let path = folder.join(FILE);
        let whole = match format {
            _ if !path.exists() => {
                self.nothing += 1;
                return;
            }
            Format::Two => Reader::open(path).is_ok(),
            Format::Emulated | Format::One => v1::Reader::open(path).is_ok_and(|reader| {
                let numbers = reader.fields().filter(|field| field.is_buffered());
                numbers.count() == NUMBERS
            }),
        };
        self.whole += u64::from(whole);
        self.partial += u64::from(!whole);
    }
}

/// Removes all that is there, and says how many of it readers don't look for.
fn clear(folder: &Path) -> Outcome<usize> {
    let mut others = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        others += usize::from(entry.file_name() != FILE);
        fs::remove_file(entry.path())?;
    }
    Ok(others)
}
