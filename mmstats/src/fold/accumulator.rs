//! The accumulator of an application and a user in a folder: what is in it, and the exchange of it.

use std::collections::BTreeMap;
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

/// How long it is between two tries to have an accumulator that others have.
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
    /// The files that it holds: their ids, and when they were folded.
    files: BTreeMap<[u8; 16], u64>,
}

/// What became of an exchange.
#[derive(Debug)]
pub(super) enum Exchanged {
    Done,
    /// Another has made an accumulator where none was.
    Overtaken,
    /// The caller didn't want it after all. What was added has to be read anew.
    Unready,
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
    /// Locks and reads the one that is there, or begins one. Errors: `Busy` where another has it,
    /// and goes on to have it for so long.
    pub(super) fn take(
        folder: &Folder,
        named: Named,
        wait: Duration,
    ) -> Result<Accumulator, Error> {
        let mut taken = Locked::take(folder, &named.name, &named.path);
        let started = Instant::now();
        while matches!(taken, Err(Unlocked::Held(_))) && started.elapsed() < wait {
            // Writers that begin have it for milliseconds. To wait in the lock's own queue would be
            // for ever where a process is stopped.
            thread::sleep(PAUSE);
            taken = Locked::take(folder, &named.name, &named.path);
        }
        let there = match taken {
            Ok(locked) => Some(locked),
            Err(Unlocked::Gone) => None,
            Err(unlocked) => return Err(unlocked.into_error(&named.path)),
        };
        let mut accumulator = Accumulator { there, ..Accumulator::empty(named) };
        accumulator.reload()?;
        Ok(accumulator)
    }

    /// As it was before anything was added.
    pub(super) fn reload(&mut self) -> Result<(), Error> {
        (self.mode, self.newest) = (0, None);
        (self.values, self.files) = (Foldable::default(), BTreeMap::new());
        let Some(locked) = &self.there else { return Ok(()) };
        let (file, about, mode) = (locked.file.try_clone(), locked.about, locked.mode());
        self.read(file, &about)?;
        self.mode = mode;
        Ok(())
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
            files: BTreeMap::new(),
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
            self.meet(item.id, item.time);
        }
        Ok(())
    }

    /// Whether it holds the file of that id.
    pub(super) fn has(&self, id: &[u8; 16]) -> bool {
        self.files.contains_key(id)
    }

    /// Says that a file that it holds is there still at that time.
    pub(super) fn meet(&mut self, id: [u8; 16], time: u64) {
        let known = self.files.entry(id).or_default();
        *known = time.max(*known);
    }

    /// Adds a file whose permissions are these.
    pub(super) fn add(&mut self, snapshot: &Snapshot, mode: u32, time: u64) -> Result<(), Refusal> {
        self.values.add(snapshot)?;
        let header = snapshot.header();
        self.meet(header.file_id, time);
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
        self.files.values().filter(|time| is_old(**time, now)).count()
    }

    /// Forgets what is listed long enough and, as the caller knows, isn't there.
    pub(super) fn forget(&mut self, now: u64, is_there: impl Fn(&[u8; 16]) -> bool) {
        self.files.retain(|id, time| !is_old(*time, now) || is_there(id));
    }

    /// Puts it in the place of the one that is there, or where none was (F2-FOLD), if the caller is
    /// `ready`, who is asked when nothing is left to do but that. Its lock is in the hand from then
    /// on.
    pub(super) fn exchange(
        &mut self,
        folder: &Folder,
        flush: bool,
        ready: &mut dyn FnMut() -> bool,
    ) -> Result<Exchanged, Error> {
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
        let files: Vec<_> =
            self.files.iter().map(|(id, time)| Folded { id: *id, time: *time }).collect();
        let content = encode(&fields, &self.values, &files)?;
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
        let (name, is_there) = (&self.named.name, self.there.is_some());
        let mut is_ready = true;
        let mut ready = || {
            is_ready = ready();
            is_ready
        };
        match exchange(folder, &wanted, name, is_there, flush, &content, &mut ready)? {
            Some(new) => {
                // Nobody takes what was there before: it has no name any more.
                self.there = Some(Locked::of(new).map_err(error("look at it"))?);
                Ok(Exchanged::Done)
            }
            None if is_ready => Ok(Exchanged::Overtaken),
            None => Ok(Exchanged::Unready),
        }
    }
}

fn is_old(time: u64, now: u64) -> bool {
    now.saturating_sub(time) > LISTED.as_nanos() as u64
}

/// What a file has that nobody writes.
pub(super) fn snapshot(file: File, path: &Path) -> Result<Snapshot, Error> {
    let mut snapshot = Snapshot::empty();
    let source = Source::new(file, path.to_owned(), MAX_FILE);
    Looker::resume(source, Default::default(), None).look(&mut snapshot)?;
    Ok(snapshot)
}
