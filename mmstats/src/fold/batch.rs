//! One exchange of an accumulator: so many files at once as can be open.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::accumulator::{Accumulator, Named, snapshot};
use super::locked::{Locked, Unlocked};
use super::report::{Outcome, Why};
use super::scan::{Candidate, check, check_writer};
use crate::application::Refusal;
use crate::create::{Folder, calls, is_named};
use crate::reader::Snapshot;
use crate::{Error, liveness};

/// How many files are folded by one exchange: all are open until that, and half of those that a
/// process may have open by default are for others.
pub(super) const FILES: usize = 256;

/// A file whose lock is in the hand.
struct Taken<'a> {
    candidate: &'a Candidate,
    locked: Locked,
    snapshot: Snapshot,
}

/// A file that goes once the accumulator is exchanged.
struct Leaving<'a> {
    candidate: &'a Candidate,
    locked: Locked,
    outcome: Outcome,
}

/// How a batch is folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Nanoseconds since 1970.
    pub(super) now: u64,
    pub(super) dry_run: bool,
    /// Whether to wait a while for the accumulator where another has it.
    pub(super) waits: bool,
    /// Whether the accumulator is to survive a crash of the system from then on.
    pub(super) flush: bool,
}

/// Folds files of one application. Returns how many of the candidates it is done with, at least one.
pub(super) fn fold(
    folder: &Folder,
    candidates: &[Candidate],
    how: &How,
    outcomes: &mut Vec<(PathBuf, Outcome)>,
    forget: impl FnOnce(&mut Accumulator),
) -> usize {
    let Some(first) = candidates.first() else { return 0 };
    let accumulator = Named::of(folder, first.application).and_then(|named| match how {
        How { dry_run: true, .. } => Accumulator::look(folder, named),
        How { waits, .. } => Accumulator::take(folder, named, *waits),
    });
    let mut accumulator = match accumulator {
        Ok(accumulator) => accumulator,
        Err(error) => {
            keep_all(candidates, error, outcomes);
            return candidates.len();
        }
    };
    let mut leaving = Vec::new();
    let mut done = 0;
    for candidate in candidates.iter().take(FILES) {
        let taken = match take_one(folder, candidate) {
            Ok(taken) => taken,
            // The next batch has them.
            Err(Refused::Exhausted(_)) if !leaving.is_empty() => break,
            Err(refused) => {
                done += 1;
                outcomes.extend(refused.outcome(candidate));
                continue;
            }
        };
        done += 1;
        match add(&mut accumulator, taken, how.now) {
            Ok(left) => leaving.push(left),
            Err(why) => outcomes.push((candidate.path.clone(), Outcome::Kept(why))),
        }
    }
    if leaving.is_empty() || how.dry_run {
        outcomes
            .extend(leaving.into_iter().map(|left| (left.candidate.path.clone(), left.outcome)));
        return done;
    }
    forget(&mut accumulator);
    match accumulator.exchange(folder, how.flush) {
        // As long as both locks are held nobody else folds.
        Ok(Some(_locks)) => {
            outcomes.extend(
                leaving.iter().map(|left| (left.candidate.path.clone(), remove(folder, left))),
            );
        }
        Ok(None) => {
            let busy = |left: Leaving<'_>| (left.candidate.path.clone(), Outcome::Kept(Why::Busy));
            outcomes.extend(leaving.into_iter().map(busy));
        }
        Err(error) => {
            let error = Arc::new(error);
            let kept = |left: Leaving<'_>| {
                (left.candidate.path.clone(), Outcome::Kept(Why::Accumulator(Arc::clone(&error))))
            };
            outcomes.extend(leaving.into_iter().map(kept));
        }
    }
    done
}

fn keep_all(candidates: &[Candidate], error: Error, outcomes: &mut Vec<(PathBuf, Outcome)>) {
    let why = match error {
        Error::Busy { .. } => Why::Busy,
        error => Why::Accumulator(Arc::new(error)),
    };
    outcomes.extend(candidates.iter().map(|one| (one.path.clone(), Outcome::Kept(why.clone()))));
}

/// Why a file isn't taken.
enum Refused {
    Gone,
    Exhausted(Error),
    Kept(Why),
}

impl Refused {
    fn outcome(self, candidate: &Candidate) -> Option<(PathBuf, Outcome)> {
        let why = match self {
            Refused::Gone => return None,
            Refused::Exhausted(error) => Why::Unread(Arc::new(error)),
            Refused::Kept(why) => why,
        };
        Some((candidate.path.clone(), Outcome::Kept(why)))
    }
}

/// Locks a file, and sees under the lock that its writer is dead (F2-FOLD).
fn take_one<'a>(folder: &Folder, candidate: &'a Candidate) -> Result<Taken<'a>, Refused> {
    let Candidate { name, path, application, .. } = candidate;
    let unread = |error| Refused::Kept(Why::Unread(Arc::new(error)));
    let locked = match Locked::take(folder, name, path) {
        Ok(locked) => locked,
        Err(Unlocked::Gone) => return Err(Refused::Gone),
        Err(Unlocked::Held(file)) => return Err(Refused::Kept(held(&file))),
        Err(Unlocked::Exhausted(error)) => return Err(Refused::Exhausted(error)),
        Err(Unlocked::Other(error)) => return Err(unread(error)),
    };
    let file = locked.file.try_clone().map_err(|error| match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => Refused::Exhausted(Error::io(path, "open it", error)),
        _ => unread(Error::io(path, "open it", error)),
    })?;
    let snapshot = snapshot(file, path).map_err(unread)?;
    let header: &Header = snapshot.header();
    // It may be another one than before.
    if header.application != *application {
        return Err(Refused::Gone);
    }
    check(&locked.file, &locked.about, header).map_err(Refused::Kept)?;
    check_writer(liveness::of_locked(&locked.file), header).map_err(Refused::Kept)?;
    if snapshot.is_accumulator() {
        return Err(Refused::Kept(Why::Holds));
    }
    Ok(Taken { candidate, locked, snapshot })
}

/// Whose lock it is that another has.
fn held(file: &File) -> Why {
    let mut bytes = [0; header::USED];
    let copied = file.read_at(&mut bytes, 0).unwrap_or(0);
    let Ok(header) = Header::parse(&bytes[..copied], u64::MAX) else { return Why::Busy };
    let writer = check_writer(liveness::of_v2(file, &header), &header);
    writer.err().unwrap_or(Why::Busy)
}

fn add<'a>(accumulator: &mut Accumulator, taken: Taken<'a>, now: u64) -> Result<Leaving<'a>, Why> {
    let Taken { candidate, locked, snapshot } = taken;
    let id = snapshot.header().file_id;
    if accumulator.has(&id) {
        accumulator.meet(id, now);
        return Ok(Leaving { candidate, locked, outcome: Outcome::Removed });
    }
    match accumulator.add(&snapshot, locked.mode(), now) {
        Ok(()) => Ok(Leaving { candidate, locked, outcome: Outcome::Folded }),
        Err(Refusal::Conflict { family, found }) => Err(Why::Conflict { family, found }),
        Err(Refusal::Busy) => {
            let path = candidate.path.clone();
            Err(Why::Unread(Arc::new(Error::Busy { path })))
        }
    }
}

/// Removes a file that the accumulator lists.
fn remove(folder: &Folder, left: &Leaving<'_>) -> Outcome {
    let Candidate { name, path, .. } = left.candidate;
    if is_named(&left.locked.file, folder, name)
        && let Err(error) = calls::unlink(&folder.file, name)
    {
        let error = Error::io(path, "remove it, whose counts were folded", error);
        return Outcome::Kept(Why::Unread(Arc::new(error)));
    }
    left.outcome.clone()
}
