//! Folding by a writer that begins: a little, in passing. Where anything is in the way nothing is
//! folded, and the next writer tries.

use std::fs::File;
use std::path::Path;

use super::accumulator::{Accumulator, Named, snapshot, user};
use super::batch::{self, How};
use super::scan::{Scan, is_stats_file};
use super::{KEEP_NEWEST, Why, by_application, keep_some};
use crate::application::folds;
use crate::create::{Folder, Format, calls, sweep};
use crate::reader::{Snapshot, Value};
use crate::writer::real_time;
use crate::{Error, random};

/// How many entries of a folder are listed at most.
const LISTED: usize = 1024;

/// How many files are looked at, at most.
const LOOKED_AT: usize = 64;

/// Once so many listed files may be forgotten it is worth a look at all files there are.
const MANY: usize = 4096;

/// Folds files of dead writers of an application in the folder of a writer's file, once there are
/// as many of them again as stay.
pub(crate) fn at_creation(path: &Path, application: &str) {
    // A writer doesn't depend on it.
    let _ = try_at_creation(path, application);
}

fn try_at_creation(path: &Path, application: &str) -> Result<(), Error> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = Folder::open(parent.unwrap_or(Path::new(".")), Format::V2)?;
    let error = |error| Error::io(folder.path(), "list it", error);
    let listed = calls::first_names(&folder.file, LISTED, is_stats_file);
    let (mut names, is_all) = listed.map_err(error)?;
    let is_all = is_all && names.len() <= LOOKED_AT;
    if !is_all {
        let at = u64::from_ne_bytes(random::bytes().map_err(error)?) % names.len().max(1) as u64;
        names.rotate_left(at as usize);
        names.truncate(LOOKED_AT);
    }
    let Scan { candidates, ids, .. } = Scan::of(&folder, &names, Some(application));
    for mut candidates in by_application(candidates) {
        keep_some(&mut candidates, KEEP_NEWEST, Why::Newest, &mut Vec::new());
        if candidates.len() < KEEP_NEWEST {
            continue;
        }
        let how = How { now: real_time(), dry_run: false, waits: false, flush: false };
        batch::fold(&folder, &candidates, &how, &mut Vec::new(), |accumulator| {
            if is_all {
                sweep(&folder);
                accumulator.forget(how.now, |id| ids.contains(id));
            } else if accumulator.old(how.now) > MANY {
                forget(accumulator, &folder, how.now);
            }
        });
    }
    Ok(())
}

/// Looks at all files, so that what is listed and has gone can be forgotten.
fn forget(accumulator: &mut Accumulator, folder: &Folder, now: u64) {
    if let Ok(names) = calls::names(&folder.file, is_stats_file) {
        let Scan { ids, .. } = Scan::of(folder, &names, None);
        accumulator.forget(now, |id| ids.contains(id));
    }
}

/// Whether nothing is lost where the file of a dead writer is replaced, whose lock the caller has:
/// it folds that file if it has anything that folds (F2-FOLD-TAKEN).
pub(crate) fn keeps_counts(folder: &Folder, path: &Path, locked: &File) -> bool {
    let Ok(read) = locked.try_clone() else { return false };
    // What nobody can read is no loss.
    let Ok(snapshot) = snapshot(read, path) else { return true };
    !snapshot.is_accumulator() && (!counts(&snapshot) || fold_one(folder, locked, &snapshot))
}

/// Whether a file has counted anything that folds.
fn counts(snapshot: &Snapshot) -> bool {
    snapshot.series().filter(|series| folds(&series.family())).any(|series| match series.value() {
        Value::U64(count) => count != 0,
        Value::F64(count) => count != 0.0,
        Value::Histogram(one) => one.count() != 0 || one.negative() != 0 || one.nan() != 0,
        _ => false,
    })
}

fn fold_one(folder: &Folder, locked: &File, snapshot: &Snapshot) -> bool {
    let Ok(about) = calls::about_file(locked) else { return false };
    let header = snapshot.header();
    if about.st_uid != user() || header.file_id == [0; 16] {
        return false;
    }
    let named = Named::of(folder, header.application);
    let Ok(mut accumulator) = named.and_then(|named| Accumulator::take(folder, named, false))
    else {
        return false;
    };
    let now = real_time();
    if accumulator.has(&header.file_id) {
        accumulator.meet(header.file_id, now);
    } else {
        let mode = about.st_mode & crate::naming::PERMISSIONS;
        if accumulator.add(snapshot, mode, now).is_err() {
            return false;
        }
    }
    matches!(accumulator.exchange(folder, false), Ok(Some(_)))
}
