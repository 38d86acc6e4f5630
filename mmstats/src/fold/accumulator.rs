//! The accumulator of an application and a user in a folder: what is in it, and the exchange of it.

use std::ffi::CString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use mmstats_core::v2::layout::header;
use mmstats_core::v2::{Folded, Header};

use super::image::encode;
use super::locked::{Locked, Unlocked, open};
use crate::application::{Foldable, Refusal, folds};
use crate::create::{Folder, Format, Wanted, exchange};
use crate::naming::{self, Place};
use crate::reader::{Looker, MAX_FILE, Snapshot, Source};
use crate::{Error, random};

/// How long a file stays listed that isn't there any more: a reader may have read it before it was
/// folded (F2-FOLD-AGAIN).
const LISTED: Duration = Duration::from_secs(3600);

/// How long the command waits for an accumulator that others have, and how long between two tries.
const WAITED: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_micros(500);

/// Which accumulator it is.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) application: [u8; header::APPLICATION_WIDTH],
    pub(super) name: CString,
    pub(super) path: PathBuf,
}

/// What is in it, or will be.
#[derive(Debug)]
pub(super) struct Accumulator {
    named: Named,
    /// The one that is there.
    there: Option<Locked>,
    mode: u32,
    /// That of the file created last that it holds, as far as it is an accumulator's.
    newest: Option<Header>,
    values: Foldable,
    files: Vec<Folded>,
    /// Their positions, by their ids.
    index: std::collections::HashMap<[u8; 16], usize>,
}

/// What an accumulator that can't be had is.
const FOREIGN: &str = "something else than an accumulator that this version of mmstats can add \
                       to: nothing is folded until it has another name";

impl Named {
    /// That of this user.
    pub(super) fn of(
        folder: &Folder,
        application: [u8; header::APPLICATION_WIDTH],
    ) -> Result<Named, Error> {
        let bytes = crate::v1::Text::new(&application);
        let name = naming::accumulator_name(bytes.as_bytes(), user());
        let path = folder.path().join(&name);
        let name = CString::new(name);
        let name = name.map_err(|error| Error::io(&path, "name it", error.into()))?;
        Ok(Named { application, name, path })
    }
}

/// This user.
pub(super) fn user() -> u32 {
    // SAFETY: takes nothing and can't fail.
    unsafe { libc::geteuid() }
}

impl Accumulator {
    /// Locks and reads the one that is there, or begins one. Errors: `Busy` where another has it, and
    /// goes on to have it for a while if this `waits`.
    pub(super) fn take(folder: &Folder, named: Named, waits: bool) -> Result<Accumulator, Error> {
        let mut taken = Locked::take(folder, &named.name, &named.path);
        let started = Instant::now();
        while waits && matches!(taken, Err(Unlocked::Held(_))) && started.elapsed() < WAITED {
            // Writers that begin have it for milliseconds. To wait in the lock's own queue would be for
            // ever where a process is stopped.
            thread::sleep(PAUSE);
            taken = Locked::take(folder, &named.name, &named.path);
        }
        let there = match taken {
            Ok(locked) => Some(locked),
            Err(Unlocked::Gone) => None,
            Err(unlocked) => return Err(unlocked.into_error(&named.path)),
        };
        let mut accumulator = Accumulator::empty(named);
        if let Some(locked) = &there {
            accumulator.read(locked.file.try_clone(), &locked.about)?;
            accumulator.mode = locked.mode();
        }
        Ok(Accumulator { there, ..accumulator })
    }

    /// Reads the one that is there, for who changes nothing.
    pub(super) fn look(folder: &Folder, named: Named) -> Result<Accumulator, Error> {
        let opened = open(folder, &named.name, &named.path, libc::O_RDONLY);
        let mut accumulator = Accumulator::empty(named);
        match opened {
            Ok((file, about)) => accumulator.read(Ok(file), &about)?,
            Err(Unlocked::Gone) => {}
            Err(unlocked) => return Err(unlocked.into_error(&accumulator.named.path)),
        }
        Ok(accumulator)
    }

    fn empty(named: Named) -> Accumulator {
        Accumulator {
            named,
            there: None,
            mode: 0,
            newest: None,
            values: Foldable::default(),
            files: Vec::new(),
            index: Default::default(),
        }
    }

    fn read(&mut self, file: io::Result<File>, about: &libc::stat) -> Result<(), Error> {
        let path = &self.named.path;
        let foreign = || Error::NotAStatsFile { path: path.clone(), found: FOREIGN };
        if about.st_uid != user() {
            return Err(foreign());
        }
        let file = file.map_err(|error| Error::io(path, "open it", error))?;
        let snapshot = snapshot(file, path)?;
        let header = *snapshot.header();
        let is_ours = snapshot.is_accumulator()
            && header.is_closed()
            && header.application == self.named.application
            && snapshot.skipped() == 0
            && snapshot.families().all(|family| folds(&family));
        if !is_ours || self.values.add(&snapshot).is_err() {
            return Err(foreign());
        }
        self.newest = Some(header);
        for item in snapshot.folded() {
            self.list(item);
        }
        Ok(())
    }

    fn list(&mut self, item: Folded) {
        match self.index.entry(item.id) {
            std::collections::hash_map::Entry::Occupied(known) => {
                let time = &mut self.files[*known.get()].time;
                *time = item.time.max(*time);
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(self.files.len());
                self.files.push(item);
            }
        }
    }

    /// Whether it holds the file of that id.
    pub(super) fn has(&self, id: &[u8; 16]) -> bool {
        self.index.contains_key(id)
    }

    /// Says that a file that it holds is there still at that time.
    pub(super) fn meet(&mut self, id: [u8; 16], time: u64) {
        self.list(Folded { id, time });
    }

    /// Adds a file whose permissions are these.
    pub(super) fn add(&mut self, snapshot: &Snapshot, mode: u32, time: u64) -> Result<(), Refusal> {
        self.values.add(snapshot)?;
        let header = snapshot.header();
        self.list(Folded { id: header.file_id, time });
        let is_newer = self.newest.is_none_or(|newest| newest.created <= header.created);
        if is_newer {
            self.newest = Some(*header);
            if self.there.is_none() {
                self.mode = mode;
            }
        }
        Ok(())
    }

    /// How many files are listed longer than they have to be, if they aren't there.
    pub(super) fn old(&self, now: u64) -> usize {
        self.files.iter().filter(|item| is_old(item, now)).count()
    }

    /// Forgets what is listed long enough and, as the caller knows, isn't there.
    pub(super) fn forget(&mut self, now: u64, is_there: impl Fn(&[u8; 16]) -> bool) {
        self.files.retain(|item| !is_old(item, now) || is_there(&item.id));
    }

    /// Puts it in the place of the one that is there, or where none was (F2-FOLD). Its locks are
    /// held until both are dropped. `None` where another was faster.
    pub(super) fn exchange(
        mut self,
        folder: &Folder,
        flush: bool,
    ) -> Result<Option<(Option<Locked>, Locked)>, Error> {
        let path = &self.named.path;
        let error = |doing| move |error| Error::io(path, doing, error);
        // What it says of its writer is for values that go by the file created last.
        let newest = self.newest.unwrap_or(*Snapshot::empty().header());
        let fields = Header {
            minor: header::MINOR_WRITTEN,
            length: header::LENGTH_WRITTEN,
            pid: 0,
            start: 0,
            pid_namespace: 0,
            device: 0,
            inode: 0,
            heartbeat: 0,
            uid: user().into(),
            file_id: random::bytes().map_err(error("give it an id"))?,
            application: self.named.application,
            ..newest
        };
        let content = encode(&fields, &self.values, &self.files)?;
        if content.len() as u64 > MAX_FILE {
            let (size, limit) = (content.len() as u64, MAX_FILE);
            return Err(Error::TooLarge { path: path.clone(), size, limit });
        }
        let place = Place { path: path.clone(), user_folder: None };
        let wanted = Wanted {
            place,
            mode: self.mode,
            format: Format::V2,
            names_itself: false,
            folds: false,
        };
        let is_there = self.there.is_some();
        let name = &self.named.name;
        let new = exchange(folder, &wanted, name, is_there, flush, &content)?;
        let Some(new) = new else { return Ok(None) };
        let new = Locked::of(new).map_err(error("look at it"))?;
        Ok(Some((self.there.take(), new)))
    }
}

fn is_old(item: &Folded, now: u64) -> bool {
    now.saturating_sub(item.time) > LISTED.as_nanos() as u64
}

/// What a file has that nobody writes.
pub(super) fn snapshot(file: File, path: &Path) -> Result<Snapshot, Error> {
    let mut snapshot = Snapshot::empty();
    let source = Source::new(file, path.to_owned(), MAX_FILE);
    Looker::resume(source, Default::default(), None).look(&mut snapshot)?;
    Ok(snapshot)
}
