//! What goes without a trace: files of format 1, all files where nothing is to be folded, drafts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use mmstats::{AnyReader, Error, Kept, Leftover};

use super::Cleaning;
use super::verdict::{Action, Verdict};
use crate::whose::{application_of, is_of};

/// A file of a dead writer, as it was when it was looked at first.
struct Candidate {
    path: PathBuf,
    application: String,
    pid: Option<i128>,
    /// When it was made, in seconds since 1970.
    created: f64,
}

/// Looks at these files, and removes what dead writers left but the newest of each application.
pub(super) fn remove(cleaning: &Cleaning<'_>, files: Vec<PathBuf>) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut dead = Vec::new();
    for path in files {
        match look(cleaning, path) {
            Looked::Dead(candidate) => dead.push(candidate),
            Looked::Kept(verdict) => verdicts.push(verdict),
            Looked::NotAsked => {}
        }
    }
    dead.sort_by(|a, b| b.created.total_cmp(&a.created).then_with(|| a.path.cmp(&b.path)));
    let mut seen = HashMap::<String, usize>::new();
    for candidate in dead {
        let newer = seen.entry(candidate.application).or_default();
        *newer += 1;
        verdicts.extend(if *newer <= cleaning.keep {
            let reason = "it is one of the newest of its application";
            Some(Verdict::new(candidate.path, Action::Kept, reason))
        } else {
            let of = candidate.pid.map(|pid| format!(", process {pid},")).unwrap_or_default();
            go(cleaning, candidate.path, &format!("its writer{of} is dead"))
        });
    }
    verdicts
}

enum Looked {
    Dead(Candidate),
    Kept(Verdict),
    /// It is another application's, or folding looks after it.
    NotAsked,
}

fn look(cleaning: &Cleaning<'_>, path: PathBuf) -> Looked {
    let reader = match mmstats::open(&path) {
        Ok(reader) => reader,
        // Whose it would be nobody knows.
        Err(_) if cleaning.application.is_some() => return Looked::NotAsked,
        // Another cleans, too.
        Err(Error::NotFound { .. }) => return Looked::NotAsked,
        Err(error) => return Looked::Kept(Verdict::failed(path, &error)),
    };
    let is_folded = cleaning.fold && matches!(reader, AnyReader::V2(_));
    if is_folded || !cleaning.application.is_none_or(|wanted| is_of(wanted, &path, &reader)) {
        return Looked::NotAsked;
    }
    if is_accumulator(&reader) {
        let reason = "it holds what dead writers counted: remove it by hand to lose that";
        return Looked::Kept(Verdict::new(path, Action::Kept, reason));
    }
    match Leftover::of(&path) {
        Err(Kept::Gone) => Looked::NotAsked,
        Err(why) => Looked::Kept(Verdict::kept(path, &why)),
        Ok(_) => {
            let application = application_of(&reader);
            let application = application.unwrap_or_else(|| named_for(&path).to_owned());
            let (pid, created) = (reader.writer_pid(), created(&reader));
            Looked::Dead(Candidate { path, application, pid, created })
        }
    }
}

/// Removes a file, or would. Nothing where it has gone meanwhile.
fn go(cleaning: &Cleaning<'_>, path: PathBuf, reason: &str) -> Option<Verdict> {
    let removed = match Leftover::of(&path) {
        Err(Kept::Gone) => return None,
        Err(why) => return Some(Verdict::kept(path, &why)),
        Ok(_) if cleaning.dry_run => Ok(()),
        Ok(leftover) => leftover.remove(),
    };
    Some(match removed {
        Ok(()) => Verdict::new(path, Action::Removed, reason),
        Err(error) => Verdict::failed(path, &error),
    })
}

/// Removes the drafts of a folder that nobody makes any more.
pub(super) fn sweep(cleaning: &Cleaning<'_>, folder: &Path) -> Vec<Verdict> {
    let drafts = match Leftover::drafts(folder) {
        Ok(drafts) => drafts,
        Err(error) => return vec![Verdict::failed(folder.to_owned(), &error)],
    };
    let reason = "a draft whose writer ended before it was a file";
    drafts.into_iter().filter_map(|path| go(cleaning, path, reason)).collect()
}

/// What the default template puts before the process id, or the whole name.
fn named_for(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let dash = name.char_indices().find(|(at, c)| {
        *c == '-' && name[at + 1..].starts_with(|next: char| next.is_ascii_digit())
    });
    dash.map_or(name, |(at, _)| &name[..at])
}

fn is_accumulator(reader: &AnyReader) -> bool {
    matches!(reader, AnyReader::V2(reader) if reader.snapshot().is_accumulator())
}

fn created(reader: &AnyReader) -> f64 {
    match reader {
        AnyReader::V1(reader) => reader.created().unwrap_or(0.0),
        AnyReader::V2(reader) => reader.snapshot().header().created as f64 / 1e9,
    }
}
