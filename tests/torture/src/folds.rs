//! Applications whose writers come, count and die, while what they left is folded, by writers that
//! begin and by the command, and folds are killed at random instants.
//!
//! Every writer says in shared memory what it counts, before and after. Somebody looks at the
//! application all the time: totals never fall, are never less than what had been counted, and never
//! more (F2-FOLD, F2-FOLD-AGAIN, F2-FOLD-TAKEN, F2-FOLD-READ). When all have ended and the rest is
//! folded, they are what was counted.

mod hunt;
mod ledger;
pub mod worker;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use mmstats::Cause;
use mmstats::application::Application;

use crate::process::Child;
use crate::run::{Outcome, Place, Run};
use hunt::{Hunt, Names, fold};
use ledger::{Amounts, Ledger, MEASURES, TALLIES};
use worker::{APPLICATION, of_totals};

/// How many processes have writers come and go, and folds killed.
const HUNTS: usize = 2;
/// After so many looks another one begins that knows nothing of the ones before.
const ANEW: u64 = 8;

pub fn run(run: &mut Run) -> Outcome {
    let kills = run.pick(150, 5_000);
    for place in Place::ALL {
        for (names, what) in [(Names::Own, "names of their own"), (Names::Fixed, "a fixed name")] {
            let Some(folder) = run.folder(place)? else {
                run.not_tried(&format!("folds on {}", place.name()), "there is no such folder");
                continue;
            };
            let what = format!("{what}, {}", place.name());
            storm(run, &what, &folder, names, kills)?;
        }
    }
    Ok(())
}

/// So many kills in one folder.
fn storm(run: &Run, what: &str, folder: &Path, names: Names, kills: u64) -> Outcome {
    let started = Instant::now();
    let ledger = Ledger::new(HUNTS * names.writers())?;
    let hunts: Result<Vec<Child>, _> = (0..HUNTS)
        .map(|number| {
            Child::fork(|| {
                Hunt::new(folder, &ledger, names, number)?.run(kills.div_ceil(HUNTS as u64))
            })
        })
        .collect();
    let mut watch = Watch::new(folder, &ledger, names);
    for hunt in hunts? {
        while !hunt.has_ended()? {
            watch.look()?;
        }
        hunt.fine()?;
    }
    watch.look()?;
    fold(folder, 0, &ledger)?;
    watch.look()?;
    let counted = watch.finish()?;
    for (tally, name) in TALLIES {
        run.figure(&format!("{what}: {name}"), ledger.times(tally));
    }
    run.figure(&format!("{what}: looks"), watch.looks);
    if names == Names::Fixed {
        run.figure(&format!("{what}: files missed that had counted nothing"), watch.missed);
    }
    run.figure(&format!("{what}: accumulators that looks met"), watch.accumulators.len());
    run.figure(&format!("{what}: looks that fell, lacked or exceeded what was counted"), 0);
    run.figure(&format!("{what}: counted, and found at the end"), counted[0]);
    run.figure(&format!("{what}: seconds"), format_args!("{:.1}", started.elapsed().as_secs_f64()));
    Ok(())
}

/// Who looks at the application.
struct Watch<'a> {
    folder: &'a Path,
    ledger: &'a Ledger,
    application: Application,
    /// What the look before found.
    before: Amounts,
    looks: u64,
    names: Names,
    /// How often a look said that it missed a file, and missed nothing.
    missed: u64,
    /// The ids of those that were met.
    accumulators: BTreeSet<[u8; 16]>,
}

impl Watch<'_> {
    fn new<'a>(folder: &'a Path, ledger: &'a Ledger, names: Names) -> Watch<'a> {
        let (before, accumulators) = (Amounts::default(), BTreeSet::new());
        let (application, looks, missed) = (application(folder), 0, 0);
        Watch { folder, ledger, application, before, looks, names, missed, accumulators }
    }

    fn look(&mut self) -> Outcome {
        if self.looks.is_multiple_of(ANEW) {
            self.application = application(self.folder);
        }
        let least = self.ledger.least();
        let totals = self.application.look()?;
        let most = self.ledger.most();
        let found = of_totals(totals)?;
        for problem in totals.problems() {
            // A file without counts that was replaced is listed nowhere; and the one behind it was
            // folded before it could be read.
            if self.names == Names::Own || problem.cause() != Some(Cause::NotFound) {
                return Err(format!("look {}: {problem}", self.looks).into());
            }
            self.missed += 1;
        }
        for (at, name) in MEASURES.into_iter().enumerate() {
            let (found, before) = (found[at], self.before[at]);
            if found < before || !(least[at]..=most[at]).contains(&found) {
                return Err(format!(
                    "look {}, {name}: found {found}, and {before} before, where {} to {} had been \
                     counted",
                    self.looks, least[at], most[at]
                )
                .into());
            }
        }
        let accumulators = totals.files().iter().filter(|file| file.is_accumulator());
        self.accumulators.extend(accumulators.filter_map(|file| file.id()));
        self.before = found;
        self.looks += 1;
        Ok(())
    }

    /// Once all have ended and all is folded: what was found is what was counted, and nothing is
    /// left but an accumulator.
    fn finish(&self) -> Outcome<Amounts> {
        let counted = self.ledger.least();
        if counted != self.ledger.most() || counted != self.before {
            let found = self.before;
            return Err(format!("counted {counted:?}, found {found:?} at the end").into());
        }
        let files = self.application.totals().files();
        let is_accumulator = files.len() == 1 && files[0].is_accumulator();
        match fs::read_dir(self.folder)?.count() {
            1 if is_accumulator => Ok(counted),
            names => Err(format!("{names} names are left where all was folded").into()),
        }
    }
}

pub fn application(folder: &Path) -> Application {
    Application::new(APPLICATION).globs([folder.join("*.mmstats")])
}
