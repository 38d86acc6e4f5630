//! One exchange of an accumulator: so many files at once as can be open.
//!
//! Files are read before they are locked: a dead writer writes no more. So nobody who wants one of
//! them, as a writer does that begins under its name, waits while a disk is.

use std::collections::VecDeque;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::accumulator::{Accumulator, Exchanged, snapshot};
use super::locked::{Locked, Unlocked, open};
use super::report::{Outcome, Why};
use super::scan::{Candidate, check, check_writer};
use crate::application::Refusal;
use crate::create::{Folder, calls, is_named};
use crate::reader::Snapshot;
use crate::writer::real_time;
use crate::{Error, liveness};

/// How many files are folded by one exchange: all are open until that, and half of those that a
/// process may have open by default are for others.
const FILES: usize = 256;

/// A file of a dead writer.
struct Open {
    file: File,
    about: libc::stat,
    header: Header,
}

/// A file that was added.
struct Added {
    candidate: Candidate,
    open: Open,
    outcome: Outcome,
}

/// A file that goes once the accumulator is exchanged.
struct Leaving {
    candidate: Candidate,
    locked: Locked,
    outcome: Outcome,
}

/// How a batch is folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) dry_run: bool,
    /// Whether the accumulator is to survive a crash of the system from then on.
    pub(super) flush: bool,
}

type Outcomes = Vec<(PathBuf, Outcome)>;

/// Folds files of one application; the lock of the accumulator stays in the hand, so that it is
/// read but once. Those that it is done with are not among the rest any more: some are left where
/// it was overtaken, which takes another accumulator. Errors: the accumulator can't be read or
/// written any more.
pub(super) fn fold_all(
    folder: &Folder,
    accumulator: &mut Accumulator,
    rest: &mut VecDeque<Candidate>,
    how: &How,
    outcomes: &mut Outcomes,
) -> Result<Exchanged, Error> {
    let mut exchanged = Exchanged::Done;
    while !rest.is_empty() && !matches!(exchanged, Exchanged::Overtaken) {
        exchanged = fold(folder, accumulator, rest, how, outcomes)?;
    }
    Ok(exchanged)
}

/// Folds the first of them, one at least, by one exchange.
fn fold(
    folder: &Folder,
    accumulator: &mut Accumulator,
    rest: &mut VecDeque<Candidate>,
    how: &How,
    outcomes: &mut Outcomes,
) -> Result<Exchanged, Error> {
    let mut added = add_some(folder, accumulator, rest, outcomes);
    if added.is_empty() || how.dry_run {
        outcomes.extend(added.into_iter().map(|one| (one.candidate.path, one.outcome)));
        return Ok(Exchanged::Done);
    }
    let (mut leaving, mut are_all) = (Vec::new(), true);
    let exchanged = accumulator.exchange(folder, how.flush, &mut || {
        for Added { candidate, open, outcome } in added.drain(..) {
            match lock(folder, &candidate, open) {
                Ok(locked) => leaving.push(Leaving { candidate, locked, outcome }),
                Err(refused) => {
                    are_all = false;
                    outcomes.extend(refused.outcome(candidate));
                }
            }
        }
        are_all
    });
    if let Ok(Exchanged::Done) = exchanged {
        outcomes.extend(leaving.into_iter().map(|left| remove(folder, left)));
        return Ok(Exchanged::Done);
    }
    // Their locks are given back.
    let added = added.into_iter().map(|one| one.candidate);
    let leaving: Vec<_> = added.chain(leaving.into_iter().map(|left| left.candidate)).collect();
    leaving.into_iter().rev().for_each(|candidate| rest.push_front(candidate));
    if let Ok(Exchanged::Unready) = exchanged {
        // The sums have what those counted that somebody else has.
        accumulator.reload()?;
    }
    exchanged
}

/// Why a file isn't taken.
enum Refused {
    Gone,
    Exhausted(Error),
    Kept(Why),
}

impl Refused {
    fn outcome(self, candidate: Candidate) -> Option<(PathBuf, Outcome)> {
        let why = match self {
            Refused::Gone => return None,
            Refused::Exhausted(error) => Why::Unread(Arc::new(error)),
            Refused::Kept(why) => why,
        };
        Some((candidate.path, Outcome::Kept(why)))
    }
}

impl From<Unlocked> for Refused {
    fn from(unlocked: Unlocked) -> Refused {
        match unlocked {
            Unlocked::Gone => Refused::Gone,
            Unlocked::Held(file) => Refused::Kept(held(&file)),
            Unlocked::Exhausted(error) => Refused::Exhausted(error),
            Unlocked::Other(error) => unread(error),
        }
    }
}

/// Adds files of dead writers, and leaves them open.
fn add_some(
    folder: &Folder,
    accumulator: &mut Accumulator,
    rest: &mut VecDeque<Candidate>,
    outcomes: &mut Outcomes,
) -> Vec<Added> {
    let (mut added, now) = (Vec::new(), real_time());
    while added.len() < FILES
        && let Some(candidate) = rest.pop_front()
    {
        match add(folder, accumulator, &candidate, now) {
            Ok((open, outcome)) => added.push(Added { candidate, open, outcome }),
            // The next batch has it.
            Err(Refused::Exhausted(_)) if !added.is_empty() => {
                rest.push_front(candidate);
                break;
            }
            Err(refused) => outcomes.extend(refused.outcome(candidate)),
        }
    }
    added
}

/// Reads a file whose writer is dead, and adds it, unless the accumulator has it.
fn add(
    folder: &Folder,
    accumulator: &mut Accumulator,
    candidate: &Candidate,
    now: u64,
) -> Result<(Open, Outcome), Refused> {
    let (open, snapshot) = read(folder, candidate)?;
    let id = open.header.file_id;
    if accumulator.has(&id) {
        accumulator.meet(id, now);
        return Ok((open, Outcome::Removed));
    }
    let mode = open.about.st_mode & crate::naming::PERMISSIONS;
    match accumulator.add(&snapshot, mode, now) {
        Ok(()) => Ok((open, Outcome::Folded)),
        Err(Refusal::Conflict { family, found }) => {
            Err(Refused::Kept(Why::Conflict { family, found }))
        }
        Err(Refusal::Busy) => Err(unread(Error::Busy { path: candidate.path.clone() })),
    }
}

/// Reads a file of a dead writer.
fn read(folder: &Folder, candidate: &Candidate) -> Result<(Open, Snapshot), Refused> {
    let Candidate { name, path, application, .. } = candidate;
    let (file, about) = open(folder, name, path, libc::O_RDWR)?;
    // The last that can be open is one that can't be copied: that leaves one for the exchange.
    let copy = file.try_clone().map_err(|error| match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => Refused::Exhausted(Error::io(path, "open it", error)),
        _ => unread(Error::io(path, "open it", error)),
    })?;
    let snapshot = snapshot(copy, path).map_err(unread)?;
    let header = *snapshot.header();
    // It may be another one than before.
    if header.application != *application {
        return Err(Refused::Gone);
    }
    check(&file, &about, &header).map_err(Refused::Kept)?;
    if snapshot.is_accumulator() {
        return Err(Refused::Kept(Why::Holds));
    }
    Ok((Open { file, about, header }, snapshot))
}

fn unread(error: Error) -> Refused {
    Refused::Kept(Why::Unread(Arc::new(error)))
}

/// Locks a file that was added, and sees under the lock that it is still there, and its writer dead
/// (F2-FOLD).
fn lock(folder: &Folder, candidate: &Candidate, open: Open) -> Result<Locked, Refused> {
    let Open { file, about, header } = open;
    let locked = Locked::lock(file, about, folder, &candidate.name, &candidate.path)?;
    check_writer(liveness::of_locked(&locked.file), &header).map_err(Refused::Kept)?;
    Ok(locked)
}

/// Whose lock it is that another has.
fn held(file: &File) -> Why {
    let mut bytes = [0; header::USED];
    let copied = file.read_at(&mut bytes, 0).unwrap_or(0);
    let Ok(header) = Header::parse(&bytes[..copied], u64::MAX) else { return Why::Busy };
    let writer = check_writer(liveness::of_v2(file, &header), &header);
    writer.err().unwrap_or(Why::Busy)
}

/// Removes a file that the accumulator lists, and gives its lock back.
fn remove(folder: &Folder, left: Leaving) -> (PathBuf, Outcome) {
    let Leaving { candidate: Candidate { name, path, .. }, locked, outcome } = left;
    if is_named(&locked.file, folder, &name)
        && let Err(error) = calls::unlink(&folder.file, &name)
    {
        let error = Error::io(&path, "remove it, whose counts were folded", error);
        return (path, Outcome::Kept(Why::Unread(Arc::new(error))));
    }
    (path, outcome)
}
