//! `mmstats clean`

mod document;
mod leftovers;
mod lines;
mod targets;
mod verdict;

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::Error;
use mmstats::fold::Fold;

use crate::complaint::{Complaint, complain};
use targets::{Targets, files};
pub(crate) use verdict::{Action, Verdict};

/// Remove what dead writers left, and keep what they counted
///
/// Files of format 2 are folded: counters and histograms are added to the totals of their application,
/// a file of its own, before the files go; no total falls by that. Format 1 has no totals to add to:
/// these files are just removed. So are drafts of files that were never finished.
///
/// A file goes only if its writer is dead for certain, under its lock, and if it belongs to the user
/// who cleans. Whoever can't be signalled (EPERM) is alive, and what is unknown stays: its owner
/// decides. There is a line with the reason for each file:
///
///   /dev/shm/mmstats-1000/web-4711-4711.mmstats: folded: its writer is dead; what it counted ...
///   /dev/shm/mmstats-1000/web-4712-4712.mmstats: kept: its writer, process 4712, is alive
///   folded 1, removed 0, kept 1
///
/// With --json it prints one document: {"dry_run": false, "files": [{"path": "...",
/// "action": "folded", "failed": false, "reason": "..."}, ...], "errors": [...]}. Actions are folded,
/// removed and kept.
///
/// Exit status: 0, or 1 where something could not be read, folded or removed.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Keep what files of format 2 counted (the default)
    #[arg(long, overrides_with = "no_fold")]
    fold: bool,

    /// Remove files of format 2 with what they counted
    #[arg(long, overrides_with = "fold")]
    no_fold: bool,

    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,

    /// Only files of this application
    #[arg(long, value_name = "NAME")]
    app: Option<String>,

    /// Of each application keep the newest files of dead writers
    #[arg(long, value_name = "N", default_value_t = 0)]
    keep: usize,

    /// Print one JSON document, for programs
    #[arg(long)]
    json: bool,

    /// Files, folders of *.mmstats, or globs that find files
    ///
    /// Without any: where 'mmstats slurp' looks.
    #[arg(value_name = "FILE|FOLDER|GLOB", verbatim_doc_comment)]
    files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mmstats clean --dry-run
  mmstats clean /run/web
  mmstats clean --app web --keep 8
  mmstats clean --no-fold /run/web/web-71-71.mmstats";

/// How to clean.
pub(crate) struct Cleaning<'a> {
    pub(crate) fold: bool,
    pub(crate) dry_run: bool,
    pub(crate) application: Option<&'a str>,
    pub(crate) keep: usize,
}

/// A way to say what became of files.
trait View {
    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()>;
    /// After the last one, with what else went wrong.
    fn end(&mut self, complaints: &[Complaint]) -> io::Result<()>;
}

pub(crate) fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<ExitCode> {
    let cleaning = Cleaning {
        fold: !arguments.no_fold,
        dry_run: arguments.dry_run,
        application: arguments.app.as_deref(),
        keep: arguments.keep,
    };
    if arguments.json {
        show(&cleaning, &arguments.files, &mut document::Document::begin(out, cleaning.dry_run)?)
    } else {
        show(&cleaning, &arguments.files, &mut lines::Lines::new(out, cleaning.dry_run))
    }
}

fn show(
    cleaning: &Cleaning<'_>,
    arguments: &[PathBuf],
    view: &mut impl View,
) -> io::Result<ExitCode> {
    let Cleaned { verdicts, complaints } = clean(cleaning, arguments);
    verdicts.iter().try_for_each(|verdict| view.verdict(verdict))?;
    complaints.iter().for_each(complain);
    view.end(&complaints)?;
    let failed = !complaints.is_empty() || verdicts.iter().any(|verdict| verdict.failed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What became of all files.
pub(crate) struct Cleaned {
    /// By their paths.
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) complaints: Vec<Complaint>,
}

/// Cleans what is named, or where readers look by default.
pub(crate) fn clean(cleaning: &Cleaning<'_>, arguments: &[PathBuf]) -> Cleaned {
    let targets = if arguments.is_empty() { Targets::by_default() } else { Targets::of(arguments) };
    let Targets { folders, mut complaints } = targets;
    let mut verdicts = Vec::new();
    for (folder, named) in folders {
        match clean_folder(cleaning, &folder, named.as_deref()) {
            Ok(found) => verdicts.extend(found),
            // Nobody asked for the folders of other users.
            Err(Error::Permission { .. }) if arguments.is_empty() => {}
            Err(error) => complaints.push(Complaint::new(folder, &error)),
        }
    }
    verdicts.sort_by(|a, b| a.path.cmp(&b.path));
    Cleaned { verdicts, complaints }
}

fn clean_folder(
    cleaning: &Cleaning<'_>,
    folder: &Path,
    named: Option<&[PathBuf]>,
) -> Result<Vec<Verdict>, Error> {
    let files = files(folder, named)?;
    let mut verdicts = Vec::new();
    if named.is_none() && cleaning.application.is_none() {
        verdicts.extend(leftovers::sweep(cleaning, folder));
    }
    if cleaning.fold {
        verdicts.extend(fold(cleaning, folder, named)?);
    }
    let decided: HashSet<_> =
        verdicts.iter().filter_map(|verdict| verdict.path.file_name()).collect();
    let is_open = |path: &PathBuf| path.file_name().is_none_or(|name| !decided.contains(name));
    let rest = files.into_iter().filter(is_open).collect();
    let rest = leftovers::remove(cleaning, rest);
    verdicts.extend(rest);
    Ok(verdicts)
}

/// Folds files of format 2: those that were named, or all.
fn fold(
    cleaning: &Cleaning<'_>,
    folder: &Path,
    named: Option<&[PathBuf]>,
) -> Result<Vec<Verdict>, Error> {
    // Somebody named this one, be it a link: folding itself follows none.
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let fold = Fold::in_folder(real).application(cleaning.application);
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_owned();
    let only = named.map(|named| named.iter().map(name).collect());
    let fold = fold.only(only).keep_newest(cleaning.keep).dry_run(cleaning.dry_run);
    let report = fold.run()?;
    let outcomes = report.outcomes().iter();
    let here = |path: &Path| folder.join(path.file_name().unwrap_or_default());
    Ok(outcomes.filter_map(|(path, outcome)| Verdict::of_fold(here(path), outcome)).collect())
}
