//! Folding by a writer that begins: a little, in passing. Where anything is in the way nothing is
//! folded, and the next writer tries.
//!
//! Each writer leaves one file. So it is enough that each folds a few more than one; or, where much
//! has to be read and written for any, that one of many folds as many times more. Most begin at
//! once then, however many files there are.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use mmstats_core::v2::layout::header;

use super::accumulator::{Accumulator, Exchanged, Named, snapshot, user};
use super::batch::{self, How};
use super::sample::{Sample, Share};
use crate::application::folds;
use crate::create::{Folder, Format, calls};
use crate::reader::{Snapshot, Value};
use crate::writer::real_time;
use crate::{Error, random};

/// What each writer does, and what one of so many does where that isn't enough.
const SMALL: Share = Share { listed: 256, looked_at: 16, folded: 4, bytes: 1 << 18 };
const LARGE: Share = Share { listed: usize::MAX, looked_at: 512, folded: 512, bytes: 1 << 24 };
const WRITERS: u64 = 256;

/// So many bytes of an accumulator are little, for however small files it is exchanged.
const LITTLE: u64 = 3 << 14;

/// Folds files of dead writers of an application in the folder of a writer's file, once there are
/// as many of them again as stay.
pub(crate) fn at_creation(path: &Path, application: &str) {
    // A writer doesn't depend on it.
    let _ = try_at_creation(path, application);
}

fn try_at_creation(path: &Path, application: &str) -> Result<(), Error> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = Folder::open(parent.unwrap_or(Path::new(".")), Format::V2)?;
    let named = Named::of(&folder, application_field(application))?;
    let error = |error| Error::io(folder.path(), "list it", error);
    let random = u64::from_ne_bytes(random::bytes().map_err(error)?);
    let (is_one_of_many, at) = (random.is_multiple_of(WRITERS), random / WRITERS);
    let sample = |share| Sample::of(&folder, path, application, share, at).map_err(error);
    let mut sampled = sample(SMALL)?;
    let mut chosen = sampled.chosen();
    let is_dear = is_dear(&folder, &named, chosen.iter().map(|one| one.size).sum());
    if is_one_of_many && (is_dear || !sampled.is_whole) {
        sampled = sample(LARGE)?;
        chosen = sampled.chosen();
    } else if is_dear {
        return Ok(());
    }
    if chosen.is_empty() {
        return Ok(());
    }
    let mut accumulator = Accumulator::take(&folder, named, Duration::ZERO)?;
    sampled.forget(&folder, &mut accumulator);
    let (how, mut rest) = (How { dry_run: false, flush: false }, chosen.into());
    batch::fold_all(&folder, &mut accumulator, &mut rest, &how, &mut Vec::new()).map(drop)
}

/// Whether an accumulator is too large to be exchanged for files that have so many bytes.
fn is_dear(folder: &Folder, named: &Named, bytes: u64) -> bool {
    let size = calls::about(&folder.file, &named.name).map_or(0, |about| about.st_size);
    size.cast_unsigned() > LITTLE.max(bytes / 2)
}

/// An application's name as a header has it.
fn application_field(application: &str) -> [u8; header::APPLICATION_WIDTH] {
    let mut field = [0; header::APPLICATION_WIDTH];
    field.iter_mut().zip(application.bytes()).for_each(|(to, byte)| *to = byte);
    field
}

/// Whether nothing is lost where the file of a dead writer is replaced, whose lock the caller has:
/// it folds that file if it has anything that folds (F2-FOLD-TAKEN), and if that is done at once:
/// else it gets another name, and others fold it.
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
    let Ok(named) = Named::of(folder, header.application) else { return false };
    if is_dear(folder, &named, about.st_size.cast_unsigned()) {
        return false;
    }
    let Ok(mut accumulator) = Accumulator::take(folder, named, Duration::ZERO) else {
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
    matches!(accumulator.exchange(folder, false, &mut || true), Ok(Exchanged::Done))
}
