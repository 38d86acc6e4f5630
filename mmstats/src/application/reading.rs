//! Reading files, one behind the other, and adding up what they have.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::deferred::{Deferred, Values};
use super::directories::{Directories, Directory};
use super::file::{File, Identity, Known};
use super::held::Held;
use super::list::is_named_for;
use super::plan::Plan;
use super::problem::Problem;
use super::sums::From;
use super::totals::Totals;
use super::v1::FormatOne;
use crate::liveness::{self, Liveness};
use crate::naming::accumulator_user;
use crate::open::open_about;
use crate::reader::{Looker, MAX_FILE, Places, Snapshot, Source, since_boot};
use crate::v1::Text;
use crate::{Cause, Error};

/// How often names are listed again at most, in one look.
const LISTINGS: usize = 16;

/// What is known from one file to the next, and from look to look.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) name: String,
    pub(super) keep_each: bool,
    directories: Directories,
    /// For files with a directory that isn't known.
    snapshot: Snapshot,
    places: Places,
    format_one: FormatOne,
    /// The files of this look, by what they are.
    met: HashMap<Identity, Arc<Path>>,
    /// Whether names have been listed again: what is met twice then may have got another name.
    is_listed_again: bool,
    /// The accumulators of this look that are still to be read.
    accumulators: Vec<PathBuf>,
    held: Held,
    /// Files that the look before counted and that have gone since they were listed.
    missed: Vec<(File, Error)>,
    /// Values that are added once it is known which files accumulators hold.
    deferred: Option<Vec<Deferred>>,
    now: Duration,
}

/// Whose a file is, and of which format, if it is ours.
enum Whose {
    OursOfFormat2,
    OursOfFormat1,
    Others,
}

impl Reading {
    pub(super) fn new(name: String) -> Reading {
        Reading {
            name,
            keep_each: false,
            directories: Directories::default(),
            snapshot: Snapshot::empty(),
            places: Places::default(),
            format_one: FormatOne::default(),
            met: HashMap::new(),
            is_listed_again: false,
            accumulators: Vec::new(),
            held: Held::default(),
            missed: Vec::new(),
            deferred: None,
            now: Duration::ZERO,
        }
    }

    /// Forgets the catalog.
    pub(super) fn forget(&mut self) {
        self.directories = Directories::default();
    }

    /// Reads all files, and accumulators last (F2-FOLD-READ). The paths and the files of the look
    /// before are in the order of their bytes; `again` lists the paths once more.
    pub(super) fn read_all(
        &mut self,
        paths: &[PathBuf],
        again: impl Fn() -> Vec<PathBuf>,
        previous: &[File],
        totals: &mut Totals,
    ) {
        self.now = since_boot();
        self.deferred = None;
        self.read_once(paths, &again, previous, totals);
        if !totals.files.iter().any(|file| self.held.has(file)) {
            return;
        }
        // Files were folded that had been added before.
        totals.clear();
        self.deferred = Some(Vec::new());
        self.read_once(&again(), &again, previous, totals);
    }

    fn read_once(
        &mut self,
        paths: &[PathBuf],
        again: &impl Fn() -> Vec<PathBuf>,
        previous: &[File],
        totals: &mut Totals,
    ) {
        self.met.clear();
        self.held.clear();
        self.missed.clear();
        self.is_listed_again = false;
        self.read_files(paths, previous, totals);
        // A file may have got another name, or a writer that began another one's, since the names were
        // listed. Who begins again and again is not waited for.
        self.is_listed_again = true;
        let mut known: HashSet<PathBuf> = HashSet::new();
        let mut listed = again();
        for _ in 0..LISTINGS {
            let is_new = |path: &&PathBuf| {
                !is_accumulators(path)
                    && !known.contains(*path)
                    && paths.binary_search_by(|one| one.as_os_str().cmp(path.as_os_str())).is_err()
            };
            let new: Vec<PathBuf> = listed.iter().filter(is_new).cloned().collect();
            if new.is_empty() {
                break;
            }
            self.read_files(&new, previous, totals);
            known.extend(new);
            listed = again();
        }
        let named = listed.into_iter().filter(|path| is_accumulators(path));
        let others = mem::take(&mut self.accumulators);
        for path in named.chain(others) {
            let known =
                previous.binary_search_by(|file| file.path.as_os_str().cmp(path.as_os_str()));
            let counted = known.is_ok();
            if let Err(error) = self.read_accumulator(&path, counted, totals) {
                self.report(error, &path, counted, totals);
            }
        }
        self.add_deferred(totals);
        for (file, error) in mem::take(&mut self.missed) {
            // It may have another name by now.
            if !self.held.has(&file) && !self.met.contains_key(&file.identity) {
                self.report(error, &file.path, true, totals);
            }
        }
    }

    fn read_files(&mut self, paths: &[PathBuf], previous: &[File], totals: &mut Totals) {
        let mut previous = previous.iter().peekable();
        for path in paths.iter().filter(|path| !is_accumulators(path)) {
            let is_before = |file: &&File| file.path.as_os_str() < path.as_os_str();
            while previous.next_if(is_before).is_some() {}
            let known = previous.next_if(|file| file.path.as_os_str() == path.as_os_str());
            match (self.read(path, known, totals), known) {
                (Ok(()), _) => {}
                (Err(error), Some(known)) if error.cause() == Cause::NotFound => {
                    self.missed.push((known.clone(), error));
                }
                (Err(error), known) => self.report(error, path, known.is_some(), totals),
            }
        }
    }

    fn read_accumulator(
        &mut self,
        path: &Path,
        counted: bool,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let (file, about) = open_about(path)?;
        let source = Source::new(file, path.to_owned(), MAX_FILE);
        match self.whose(&source, path, counted)? {
            Whose::OursOfFormat2 => self.read_whole(source, &about, true, totals),
            _ => Ok(()),
        }
    }

    fn add_deferred(&mut self, totals: &mut Totals) {
        for deferred in self.deferred.take().into_iter().flatten() {
            if !self.held.has(&deferred.file) {
                let (keep_each, now) = (self.keep_each, self.now);
                deferred.add_to(totals, &mut self.directories, |file, header, totals| {
                    from(file, header, keep_each, now, totals)
                });
            }
        }
    }

    /// Once a look is over: gives up what no file had. Not before, for the files of the look before
    /// name directories by their numbers.
    pub(super) fn finish(&mut self, totals: &mut Totals) {
        totals.held = Arc::new(mem::take(&mut self.held));
        self.format_one.close();
        self.directories.sweep();
    }

    /// What never counted may have gone since it was listed, or be another's.
    fn report(&self, error: Error, path: &Path, counted: bool, totals: &mut Totals) {
        let is_others = match error.cause() {
            Cause::NotFound => true,
            Cause::NotAStatsFile => !is_named_for(path, &self.name),
            _ => false,
        };
        if counted || !is_others {
            totals.problems.push(Problem::Unread { error: Arc::new(error), counted });
        }
    }

    fn read(
        &mut self,
        path: &Path,
        known: Option<&File>,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let (file, about) = open_about(path)?;
        let mut source = Source::new(file, path.to_owned(), MAX_FILE);
        if let Some(file) = known {
            match self.read_values(source, &about, file, totals) {
                Ok(()) => return Ok(()),
                Err(unread) => source = unread,
            }
        }
        match self.whose(&source, path, known.is_some())? {
            Whose::OursOfFormat2 => self.read_whole(source, &about, false, totals),
            Whose::OursOfFormat1 => self.read_format_one(path, &about, totals),
            Whose::Others => Ok(()),
        }
    }

    /// Whose a file is, by its header, or by its name where it has none. One that was counted and
    /// is broken now is ours still: reading it says what is wrong.
    fn whose(&self, source: &Source, path: &Path, counted: bool) -> Result<Whose, Error> {
        let mut bytes = [0; header::USED];
        let copied = source.copy_at(0, &mut bytes)?;
        let is_named = is_named_for(path, &self.name);
        let is_ours = match bytes[..copied].starts_with(&header::MAGIC) {
            true if copied == header::USED => {
                Text::new(&bytes[header::APPLICATION..]).to_str() == Ok(&self.name)
            }
            true => is_named || counted,
            false if is_named => return Ok(Whose::OursOfFormat1),
            false => counted,
        };
        Ok(if is_ours { Whose::OursOfFormat2 } else { Whose::Others })
    }

    /// The values of a file whose directory is known. Gives the file back where it isn't the
    /// same any more.
    fn read_values(
        &mut self,
        source: Source,
        about: &libc::stat,
        before: &File,
        totals: &mut Totals,
    ) -> Result<(), Source> {
        let Some(known) = before.known else { return Err(source) };
        let Some(directory) = self.directories.get(known.directory) else { return Err(source) };
        let Directory { snapshot, places, plan, .. } = directory;
        let expected = known.header(snapshot.header());
        let mut looker = Looker::resume(source, mem::take(places), Some(expected));
        let looked = looker.values_alone(snapshot);
        let source;
        (source, *places) = looker.into_parts();
        let header = *snapshot.header();
        // What is wrong with the file, reading all of it says.
        if !matches!(looked, Ok(true)) || Identity::of(&header, about) != before.identity {
            return Err(source);
        }
        let writer = match before.writer {
            // It stays so.
            Liveness::Dead => Liveness::Dead,
            _ => liveness::of_v2(source.file(), &header),
        };
        let file = File { writer, ..before.clone() };
        if !is_new(&mut self.met, &file, self.is_listed_again, totals) {
            return Ok(());
        }
        if let Some(deferred) = &mut self.deferred {
            let (directory, kept) = (known.directory, snapshot.keep(places));
            let values = Values::Cells { directory, kept };
            deferred.push(Deferred { file, header, values });
            return Ok(());
        }
        let from = from(&file, &header, self.keep_each, self.now, totals);
        totals.add_snapshot(snapshot, plan, file, &from);
        Ok(())
    }

    /// A file of format 2 that isn't known, or has changed. Accumulators are read last, whatever
    /// their names are.
    fn read_whole(
        &mut self,
        source: Source,
        about: &libc::stat,
        is_last: bool,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        // Nothing of another file: one that is cut off meanwhile is not copied to its end.
        self.snapshot = Snapshot::empty();
        let mut looker = Looker::resume(source, mem::take(&mut self.places), None);
        let looked = looker.look(&mut self.snapshot);
        let reliable = looker.known().copied();
        let source;
        (source, self.places) = looker.into_parts();
        looked?;
        let header = *self.snapshot.header();
        let is_accumulator = self.snapshot.is_accumulator();
        if is_accumulator && !is_last {
            self.accumulators.push(source.path().to_owned());
            return Ok(());
        }
        let file = File {
            path: source.path().into(),
            identity: Identity::of(&header, about),
            format: 2,
            pid: Some(header.pid).filter(|pid| *pid != 0),
            created: header.created,
            writer: liveness::of_v2(source.file(), &header),
            owner: about.st_uid,
            is_accumulator,
            known: None,
        };
        // They never get another name.
        let may_be_renamed = self.is_listed_again && !is_accumulator;
        if !is_new(&mut self.met, &file, may_be_renamed, totals) {
            return Ok(());
        }
        if is_accumulator && let Some(counted) = self.held.add(&file, &self.snapshot) {
            totals.problems.push(Problem::Twice { path: file.path, counted });
            return Ok(());
        }
        self.add_whole(file, header, reliable, totals);
        Ok(())
    }

    /// Adds what was just read, or keeps it; and its directory, which others may have, too.
    fn add_whole(
        &mut self,
        mut file: File,
        header: Header,
        reliable: Option<Header>,
        totals: &mut Totals,
    ) {
        // Each accumulator has its own list.
        let reliable = reliable.filter(|_| !file.is_accumulator);
        let mut number = reliable.and_then(|_| self.directories.find(&self.snapshot));
        let kept = reliable.map(|_| self.snapshot.keep(&self.places));
        let snapshot = mem::replace(&mut self.snapshot, Snapshot::empty());
        let mut whole = None;
        if number.is_none() {
            let plan = Plan::of(&snapshot, &mut totals.catalog);
            if reliable.is_some() && self.directories.has_room(&snapshot) {
                let places = mem::take(&mut self.places);
                number = Some(self.directories.keep(Directory::new(snapshot, places, plan)));
            } else {
                whole = Some(Values::Whole(Box::new((snapshot, plan))));
            }
        }
        file.known = reliable.zip(number).map(|(header, number)| Known::of(&header, number));
        let cells = || Some(Values::Cells { directory: number?, kept: kept? });
        let Some(values) = whole.or_else(cells) else { return };
        let deferred = Deferred { file, header, values };
        match &mut self.deferred {
            Some(waiting) => waiting.push(deferred),
            None => deferred.add_to(totals, &mut self.directories, |file, header, totals| {
                from(file, header, self.keep_each, self.now, totals)
            }),
        }
    }

    fn read_format_one(
        &mut self,
        path: &Path,
        about: &libc::stat,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let file = self.format_one.open(path, about)?;
        if is_new(&mut self.met, &file, self.is_listed_again, totals) {
            let from = From {
                file: totals.files.len() as u32,
                created: file.created,
                created_boot: None,
                is_dead: file.writer == Liveness::Dead,
                now: self.now,
                keep_each: self.keep_each,
            };
            self.format_one.add_to(totals, &from);
            totals.files.push(file);
        }
        Ok(())
    }
}

/// Whether a file is met for the first time in this look.
fn is_new(
    met: &mut HashMap<Identity, Arc<Path>>,
    file: &File,
    may_be_renamed: bool,
    totals: &mut Totals,
) -> bool {
    match met.entry(file.identity) {
        Entry::Vacant(free) => {
            free.insert(file.path.clone());
            true
        }
        Entry::Occupied(known) => {
            if !may_be_renamed {
                let (path, counted) = (file.path.clone(), known.get().clone());
                totals.problems.push(Problem::Twice { path, counted });
            }
            false
        }
    }
}

/// Whether a file has the name of an accumulator.
fn is_accumulators(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    accumulator_user(name.as_encoded_bytes()).is_some()
}

/// Where the values of the next file come from.
fn from(file: &File, header: &Header, keep_each: bool, now: Duration, totals: &Totals) -> From {
    let created_boot = Duration::from_nanos(header.created_boot);
    From {
        file: totals.files.len() as u32,
        created: file.created,
        created_boot: liveness::is_of_this_boot(header).then_some(created_boot),
        is_dead: file.writer == Liveness::Dead,
        now,
        keep_each,
    }
}
