//! Folding: what dead writers counted goes to one accumulator, and their files go (SPEC.md 2.21).
//!
//! A service's workers come and go, and each leaves a file. [`Fold`] adds what the dead ones
//! counted to the accumulator of their application and user, one file in the same folder, and
//! removes them. Counters and histograms fold; gauges, texts, structs and windows of dead writers
//! are gone then. No total of an [`Application`](crate::application::Application) falls, and none
//! has anything twice, whoever is killed meanwhile.
//!
//! ```
//! # fn main() -> Result<(), mmstats::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let folder = folder.path();
//! use mmstats::fold::Fold;
//!
//! let report = Fold::in_folder(folder).application(Some("web")).keep_newest(0).run()?;
//! for (path, outcome) in report.outcomes() {
//!     println!("{}: {outcome}", path.display());
//! }
//! # Ok(())
//! # }
//! ```

mod accumulator;
mod batch;
mod creation;
mod image;
mod locked;
mod report;
mod sample;
mod scan;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use report::{Outcome, Report, Why};

pub(crate) use creation::{at_creation, keeps_counts};

use accumulator::{Accumulator, Named};
use batch::How;
use scan::{Asked, Candidate, Scan};

use crate::Error;
use crate::create::{Folder, Format, sweep};
use crate::writer::real_time;

/// How many files of dead writers stay for those who want to look at them.
const KEEP_NEWEST: usize = 8;

/// How long an accumulator is waited for that others have.
const WAITED: Duration = Duration::from_secs(5);

/// Folds the files of a folder that dead writers left.
#[derive(Clone, Debug)]
pub struct Fold {
    folder: PathBuf,
    application: Option<String>,
    keep_newest: usize,
    limit: Option<usize>,
    only: Option<Vec<OsString>>,
    dry_run: bool,
}

impl Fold {
    /// The files of that folder, of this user.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Fold {
        let (application, limit, only, dry_run) = (None, None, None, false);
        Fold { folder: folder.into(), application, keep_newest: KEEP_NEWEST, limit, only, dry_run }
    }

    /// Those of one application alone. Default: of all, each for itself.
    pub fn application(mut self, name: Option<&str>) -> Fold {
        self.application = name.map(str::to_owned);
        self
    }

    /// How many files of dead writers of each application stay, those that were created last.
    /// Default: 8.
    pub fn keep_newest(mut self, files: usize) -> Fold {
        self.keep_newest = files;
        self
    }

    /// How many files are folded at most. Default: all.
    pub fn limit(mut self, files: Option<usize>) -> Fold {
        self.limit = files;
        self
    }

    /// The files of these names alone. Default: all.
    pub fn only(mut self, names: Option<Vec<OsString>>) -> Fold {
        self.only = names;
        self
    }

    /// Whether to say what would become of each file, and change nothing.
    pub fn dry_run(mut self, wanted: bool) -> Fold {
        self.dry_run = wanted;
        self
    }

    /// Folds.
    ///
    /// Errors: no such folder, or none that may be looked at. What is wrong with single files, or
    /// with an accumulator, is in the report; then these files stay.
    pub fn run(&self) -> Result<Report, Error> {
        let folder = Folder::open(&self.folder, Format::V2)?;
        if !self.dry_run {
            sweep(&folder);
        }
        let scan = Scan::all(&folder, self.application.as_deref(), Asked::Reasons);
        let mut scan = scan.map_err(|error| Error::io(&self.folder, "list it", error))?;
        let mut candidates = std::mem::take(&mut scan.candidates);
        let mut kept = std::mem::take(&mut scan.kept);
        candidates.retain(|candidate| self.is_asked_for(&candidate.path));
        kept.retain(|(path, _)| self.is_asked_for(path));
        let mut left = self.limit.unwrap_or(usize::MAX);
        for mut candidates in by_application(candidates) {
            keep_some(&mut candidates, self.keep_newest, Why::Newest, &mut kept);
            let at_most = candidates.len().saturating_sub(left);
            keep_some(&mut candidates, at_most, Why::Limit, &mut kept);
            left -= candidates.len();
            let mut rest = candidates.into();
            if let Err(error) = self.fold(&folder, &scan, &mut rest, &mut kept) {
                let why = match error {
                    Error::Busy { .. } => Why::Busy,
                    error => Why::Accumulator(Arc::new(error)),
                };
                kept.extend(rest.into_iter().map(|one| (one.path, Outcome::Kept(why.clone()))));
            }
        }
        kept.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(Report { outcomes: kept })
    }

    /// Folds files of one application. Errors: the accumulator can't be had for the rest.
    fn fold(
        &self,
        folder: &Folder,
        scan: &Scan,
        rest: &mut VecDeque<Candidate>,
        outcomes: &mut Vec<(PathBuf, Outcome)>,
    ) -> Result<(), Error> {
        let how = How { dry_run: self.dry_run, flush: true };
        while let Some(first) = rest.front() {
            let named = Named::of(folder, first.application)?;
            let mut accumulator = match self.dry_run {
                true => Accumulator::look(folder, named)?,
                false => Accumulator::take(folder, named, WAITED)?,
            };
            scan.forget(&mut accumulator, real_time());
            batch::fold_all(folder, &mut accumulator, rest, &how, outcomes)?;
        }
        Ok(())
    }

    fn is_asked_for(&self, path: &Path) -> bool {
        let Some(only) = &self.only else { return true };
        path.file_name().is_some_and(|name| only.iter().any(|asked| asked == name))
    }
}

/// The files of each application, the oldest first.
fn by_application(mut candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    candidates.sort_by_key(|candidate| (candidate.application, candidate.created));
    let groups = candidates.chunk_by(|a, b| a.application == b.application);
    groups.map(<[Candidate]>::to_vec).collect()
}

/// Takes the newest out.
fn keep_some(
    candidates: &mut Vec<Candidate>,
    newest: usize,
    why: Why,
    kept: &mut Vec<(PathBuf, Outcome)>,
) {
    let rest = candidates.len().saturating_sub(newest);
    let out = candidates.drain(rest..);
    kept.extend(out.map(|one| (one.path, Outcome::Kept(why.clone()))));
}
