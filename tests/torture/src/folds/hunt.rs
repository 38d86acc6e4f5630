//! A process that has writers come and go, and kills folds.

use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use mmstats::Reader;
use mmstats::fold::{Fold, Outcome as Fate, Why};

use super::ledger::{Amounts, Ledger, Slot, Tally};
use super::worker::{APPLICATION, End, of_file, options, work};
use crate::kills::progress::{Phase, Progress};
use crate::process::{self, Child};
use crate::random::Random;
use crate::run::Outcome;

/// How many steps a writer counts, at most: one that ends in order, and one that is killed, which is
/// to be killed while it counts.
const STEPS: u64 = 10_000;
const STEPS_KILLED: u64 = 200_000;
/// Within which time processes are killed at first, and how much longer some are left.
const WITHIN: Duration = Duration::from_micros(300);
const PATIENT: u32 = 8;
/// How many of the newest files a fold keeps, at most: writers that begin have something to fold.
const KEPT: u64 = 40;

/// How files are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Each writer's in another way.
    Own,
    /// Always the same: each writer replaces the file of the one before.
    Fixed,
}

impl Names {
    /// How many writers a hunt has at once.
    pub const fn writers(self) -> usize {
        match self {
            Names::Own => 2,
            Names::Fixed => 1,
        }
    }
}

/// A writer that was started.
struct Working {
    child: Child,
    base: Amounts,
    /// Its file, where it is to be killed.
    file: Option<Reader>,
}

/// What a process is killed in.
#[derive(Clone, Copy)]
enum Prey {
    Fold,
    Beginning,
}

pub struct Hunt<'a> {
    folder: &'a Path,
    ledger: &'a Ledger,
    names: Names,
    number: usize,
    progress: Progress,
    random: Random,
    /// Within which time each prey is killed.
    within: [Duration; 2],
    started: u64,
    /// By their slots, from the first of this hunt on.
    working: Vec<Option<Working>>,
}

impl Hunt<'_> {
    /// The hunt of that number in the folder.
    pub fn new<'a>(
        folder: &'a Path,
        ledger: &'a Ledger,
        names: Names,
        number: usize,
    ) -> Outcome<Hunt<'a>> {
        let within = [WITHIN; 2];
        let (progress, random) = (Progress::new()?, Random::new());
        let working = (0..names.writers()).map(|_| None).collect();
        Ok(Hunt { folder, ledger, names, number, progress, random, within, started: 0, working })
    }

    /// Kills until so many landed. No writer is left then.
    pub fn run(mut self, kills: u64) -> Outcome {
        let mut landed = 0;
        while landed < kills {
            for at in 0..self.working.len() {
                if self.working[at].is_none() {
                    self.working[at] = Some(self.start(at)?);
                }
            }
            landed += u64::from(self.kill(Prey::Fold)?);
            let at = self.random.below(self.working.len() as u64) as usize;
            self.end(at)?;
            landed += u64::from(self.kill(Prey::Beginning)?);
        }
        (0..self.working.len()).try_for_each(|at| self.end(at))
    }

    /// The name of the next file.
    fn name(&mut self) -> String {
        self.started += 1;
        match self.names {
            Names::Own => format!("{}-{}.mmstats", self.number, self.started),
            Names::Fixed => format!("web-{}.mmstats", self.number),
        }
    }

    fn slot(&self, at: usize) -> Slot<'_> {
        self.ledger.slot(self.number * self.names.writers() + at)
    }

    /// Starts a writer.
    fn start(&mut self, at: usize) -> Outcome<Working> {
        let (name, is_killed) = (self.name(), self.random.below(2) == 0);
        let steps = self.random.below(if is_killed { STEPS_KILLED } else { STEPS });
        let (folder, slot) = (self.folder, self.slot(at));
        let base = slot.base();
        if !is_killed {
            let child = Child::fork(|| work(folder, &name, slot, steps, End::InOrder))?;
            return Ok(Working { child, base, file: None });
        }
        let (mut ready, says) = io::pipe()?;
        let child = {
            let name = &name;
            Child::fork(move || work(folder, name, slot, steps, End::Killed(says)))?
        };
        if ready.read_exact(&mut [0]).is_err() {
            return Err(format!("a writer ended before it counted: {:?}", child.wait()?).into());
        }
        Ok(Working { child, base, file: Some(Reader::open(folder.join(name))?) })
    }

    /// Ends a writer, at whatever it does, and sees what it has counted: its file may have been
    /// folded when it is dead, but is still open here.
    fn end(&mut self, at: usize) -> Outcome {
        let Some(Working { child, base, file }) = self.working[at].take() else { return Ok(()) };
        let Some(mut file) = file else {
            self.ledger.tally(Tally::WritersEnded, 1);
            return child.fine();
        };
        if child.kill()? != process::End::KILLED {
            return Err("a writer ended before it was killed".into());
        }
        let counted = of_file(file.refresh()?)?;
        let counting = self.slot(at).settle(base, counted)?;
        self.ledger.tally(Tally::WritersKilled, 1);
        self.ledger.tally(Tally::WritersKilledCounting, u64::from(counting));
        Ok(())
    }

    /// Kills a process in what it does. Returns whether it was in it.
    fn kill(&mut self, prey: Prey) -> Outcome<bool> {
        let within = self.within[prey as usize];
        // Most folds find little. Some kills are for those that find much, and exchange and remove it.
        let is_patient = self.random.below(4) == 0;
        let most = if is_patient { within * PATIENT } else { within };
        let delay = Duration::from_nanos(self.random.below(most.as_nanos() as u64));
        self.progress.begin(Some(delay));
        let keep = self.random.below(2) * self.random.below(KEPT);
        let (name, keep) = (self.name(), keep as usize);
        let (folder, ledger, progress) = (self.folder, self.ledger, &self.progress);
        let child = Child::fork(|| match prey {
            Prey::Fold => progress.during(|| fold(folder, keep, ledger)),
            Prey::Beginning => {
                let (mut writer, options) = (None, options(folder, &name));
                progress.during(|| {
                    writer = Some(options.build()?);
                    Ok(())
                })
            }
        })?;
        if child.wait()? != process::End::KILLED {
            return Err("it ended before it was killed".into());
        }
        let landed = progress.phase() != Phase::Done;
        match prey {
            _ if !landed => ledger.tally(Tally::Late, 1),
            Prey::Fold => ledger.tally(Tally::KilledFolding, 1),
            Prey::Beginning => {
                ledger.tally(Tally::KilledBeginning, 1);
                let is_there = self.names == Names::Own && folder.join(name).exists();
                ledger.tally(Tally::KilledBehindItsFile, u64::from(is_there));
            }
        }
        // One of four comes late: so the end of it is killed as often as its beginning.
        if !is_patient {
            let changed = if landed { within * 101 / 100 } else { within * 97 / 100 };
            self.within[prey as usize] = changed;
        }
        Ok(landed)
    }
}

/// Folds, and sees that nothing is in the way but what has to be.
pub fn fold(folder: &Path, keep: usize, ledger: &Ledger) -> Outcome {
    let report = Fold::in_folder(folder).application(Some(APPLICATION)).keep_newest(keep).run()?;
    for (path, fate) in report.outcomes() {
        match fate {
            // The file of a dead writer whose lock another fold has looks orphaned.
            Fate::Folded
            | Fate::Kept(Why::Alive { .. } | Why::Orphaned { .. } | Why::Newest | Why::Busy) => {}
            Fate::Removed => ledger.tally(Tally::Removed, 1),
            other => return Err(format!("{}: {other}", path.display()).into()),
        }
    }
    Ok(())
}
