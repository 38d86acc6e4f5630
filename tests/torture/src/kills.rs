//! Writers that are killed at random instants, and what they leave.
//!
//! A process is forked for each kill. It makes ready, says so, and does what it is to be killed in:
//! creates a file, adds to it, writes values, retires series and uses their places again, or closes it. The
//! next one has the same name, so that each is a writer after a dead one, too.

mod check;
pub mod progress;
mod victims;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::mounts::{free, on_own, own_tmpfs};
use crate::process::{Child, End};
use crate::random::Random;
use crate::run::{Outcome, Place, Run};
use check::{Left, look};
use progress::{Phase, Progress};
use victims::{KINDS, Kind};

/// The file's name.
const FILE: &str = "kills.mmstats";
/// How many processes are left to do all of it, to learn how long it takes.
const UNDISTURBED: usize = 15;
/// Within which time a process is killed that goes on for ever.
const FOR_EVER: Duration = Duration::from_micros(300);

pub fn run(run: &mut Run) -> Outcome {
    let kills = run.pick(100, 20_000);
    for place in Place::ALL {
        let Some(folder) = run.folder(place)? else {
            run.not_tried(&format!("kills on {}", place.name()), "there is no such folder");
            continue;
        };
        for kind in &KINDS {
            let killed = Hunt::new(kind, folder.clone())?.run(kills)?;
            killed.report(run, &format!("{} on {}", kind.name, place.name()));
        }
    }
    nothing_unnamed(run, kills / 10)
}

/// Kills on a file system of its own, of which all is free again once the file is removed: no file
/// without a name is left.
fn nothing_unnamed(run: &mut Run, kills: u64) -> Outcome {
    let folder = run.any_folder()?;
    let what = "files without a name that are left";
    let mount = || own_tmpfs(&folder, "size=16m");
    on_own(run, what, mount, |run, folder| {
        let before = free(folder)?;
        for kind in &KINDS {
            Hunt::new(kind, folder.to_owned())?.run(kills)?;
        }
        fs::remove_file(folder.join(FILE))?;
        match free(folder)? {
            after if after == before => run.figure(what, 0),
            after => {
                return Err(format!(
                    "{what}: {before:?} blocks and inodes were free, {after:?} are"
                )
                .into());
            }
        }
        Ok(())
    })
}

/// One kind of kill, in one folder.
struct Hunt<'a> {
    kind: &'a Kind,
    folder: PathBuf,
    path: PathBuf,
    progress: Progress,
    random: Random,
    killed: Killed,
}

/// What was counted.
#[derive(Debug, Default)]
struct Killed {
    /// How many were killed while they did what they were to be killed in.
    landed: u64,
    /// How many had done it already.
    late: u64,
    /// How many left no file, since they hadn't created it yet.
    without: u64,
    /// How many left the file of the writer before, since they hadn't replaced it yet.
    before: u64,
    /// How many left a name beginning with a dot, which a later writer removed.
    dot_names: u64,
    /// How many left an entry half-rewritten, which readers pass over.
    rewriting: u64,
    lasts: Duration,
    seconds: f64,
}

impl Killed {
    fn report(&self, run: &Run, what: &str) {
        let figures = [
            ("killed in it", self.landed),
            ("killed behind it", self.late),
            ("left no file yet", self.without),
            ("left the file before", self.before),
            ("left a dot-name, removed by a later writer", self.dot_names),
            ("left an entry half-rewritten", self.rewriting),
        ];
        for (name, value) in figures.iter().filter(|(_, value)| *value > 0) {
            run.figure(&format!("{what}: {name}"), value);
        }
        run.figure(&format!("{what}: partial, torn or unreadable"), 0);
        run.figure(&format!("{what}: microseconds undisturbed"), self.lasts.as_micros());
        run.figure(&format!("{what}: seconds"), format_args!("{:.1}", self.seconds));
    }
}

impl Hunt<'_> {
    fn new(kind: &Kind, folder: PathBuf) -> Outcome<Hunt<'_>> {
        let path = folder.join(FILE);
        let (progress, random) = (Progress::new()?, Random::new());
        Ok(Hunt { kind, folder, path, progress, random, killed: Killed::default() })
    }

    /// Kills until so many landed. What they leave is whole, or this ends with an error.
    fn run(mut self, kills: u64) -> Outcome<Killed> {
        let started = Instant::now();
        self.killed.lasts = self.undisturbed()?;
        let mut within = self.killed.lasts;
        while self.killed.landed < kills {
            let (late, most) = (self.killed.late, within.as_nanos() as u64);
            let delay = Duration::from_nanos(self.random.below(most.max(1)));
            let fresh = self.random.below(2) == 0;
            self.kill_one(delay, fresh).map_err(|error| {
                let Kind { name, .. } = self.kind;
                let step = self.progress.steps();
                format!("{name}, killed {delay:?} into it, behind step {step}: {error}")
            })?;
            if !self.kind.for_ever {
                // One of four comes late: so the end of it is killed as often as its beginning.
                within =
                    if self.killed.late > late { within * 97 / 100 } else { within * 101 / 100 };
            }
        }
        self.killed.seconds = started.elapsed().as_secs_f64();
        Ok(self.killed)
    }

    /// How long it takes where nobody is killed.
    fn undisturbed(&mut self) -> Outcome<Duration> {
        if self.kind.for_ever {
            return Ok(FOR_EVER);
        }
        let mut times = Vec::new();
        for _ in 0..UNDISTURBED {
            if self.victim(None)?.wait()? != End::FINE {
                return Err("the writer failed, and nobody killed it".into());
            }
            times.push(self.progress.time());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    }

    /// A process that does what it is to be killed in.
    fn victim(&mut self, delay: Option<Duration>) -> Outcome<Child> {
        self.progress.begin(delay);
        let (kind, folder, progress) = (self.kind, &self.folder, &self.progress);
        Ok(Child::fork(|| (kind.victim)(folder, progress))?)
    }

    /// One kill, and a look at what it left. The name is free before, or that of a dead writer.
    fn kill_one(&mut self, delay: Duration, fresh: bool) -> Outcome {
        if fresh && self.path.exists() {
            fs::remove_file(&self.path)?;
        }
        let there = self.path.exists();
        let child = self.victim(Some(delay))?;
        let pid = child.pid();
        if child.wait()? != End::KILLED {
            return Err("it ended before it was killed".into());
        }
        match self.progress.phase() {
            Phase::Done => self.killed.late += 1,
            _ => self.killed.landed += 1,
        }
        match look(self.kind, &self.path, pid, &self.progress)? {
            Left::Nothing if there => return Err("the file that was there is gone".into()),
            Left::Nothing => self.killed.without += 1,
            Left::Before if !there => return Err("a file of somebody else".into()),
            Left::Before => self.killed.before += 1,
            Left::Whole { rewriting } => self.killed.rewriting += u64::from(rewriting),
        }
        self.names()
    }

    /// No name but the file's; a dot-name is gone once a writer has needed one.
    fn names(&mut self) -> Outcome {
        if dot_names(&self.folder)? == 0 {
            return Ok(());
        }
        self.killed.dot_names += 1;
        // The second has to replace the file of the first.
        for _ in 0..2 {
            let writer = Child::fork(|| {
                victims::options(&self.folder).build().map(drop).map_err(Into::into)
            })?;
            if writer.wait()? != End::FINE {
                return Err("the next writer of that name failed".into());
            }
        }
        match dot_names(&self.folder)? {
            0 => Ok(()),
            left => Err(format!("{left} dot-names that the next writer didn't remove").into()),
        }
    }
}

/// How many names with a dot there are. All others are the file's.
fn dot_names(folder: &Path) -> Outcome<usize> {
    let mut found = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            found += 1;
        } else if name != FILE {
            return Err(format!("a name that nobody asked for: {}", name.display()).into());
        }
    }
    Ok(found)
}
