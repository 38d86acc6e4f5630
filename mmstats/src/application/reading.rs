//! Reading files, one behind the other, and adding up what they have.

use std::collections::HashMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::directories::{Directories, Directory};
use super::file::{File, Identity, Known};
use super::list::is_named_for;
use super::plan::Plan;
use super::problem::Problem;
use super::sums::From;
use super::totals::Totals;
use super::v1::FormatOne;
use crate::liveness::{self, Liveness};
use crate::open::open_about;
use crate::reader::{Looker, MAX_FILE, Places, Snapshot, Source, since_boot};
use crate::v1::Text;
use crate::{Cause, Error};

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
    met: HashMap<Identity, u32>,
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
            now: Duration::ZERO,
        }
    }

    /// Forgets the catalog.
    pub(super) fn forget(&mut self) {
        self.directories = Directories::default();
    }

    /// Reads all files; the paths and the files of the look before are in the order of their bytes.
    pub(super) fn read_all(&mut self, paths: &[PathBuf], previous: &[File], totals: &mut Totals) {
        self.now = since_boot();
        self.met.clear();
        let mut previous = previous.iter().peekable();
        for path in paths {
            let is_before = |file: &&File| file.path.as_os_str() < path.as_os_str();
            while previous.next_if(is_before).is_some() {}
            let known = previous.next_if(|file| file.path.as_os_str() == path.as_os_str());
            if let Err(error) = self.read(path, known, totals) {
                self.report(error, path, known.is_some(), totals);
            }
        }
    }

    /// Once a look is over: gives up what no file had. Not before, for the files of the look before
    /// name directories by their numbers.
    pub(super) fn finish(&mut self) {
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
            Whose::OursOfFormat2 => self.read_whole(source, &about, totals),
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
        if is_new(&mut self.met, &file, totals) {
            let from = from(&file, &header, self.keep_each, self.now, totals);
            totals.add_snapshot(snapshot, plan, file, &from);
        }
        Ok(())
    }

    /// A file of format 2 that isn't known, or has changed.
    fn read_whole(
        &mut self,
        source: Source,
        about: &libc::stat,
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
        let mut file = File {
            path: source.path().into(),
            identity: Identity::of(&header, about),
            format: 2,
            pid: Some(header.pid).filter(|pid| *pid != 0),
            created: header.created,
            writer: liveness::of_v2(source.file(), &header),
            known: None,
        };
        if !is_new(&mut self.met, &file, totals) {
            return Ok(());
        }
        let from = from(&file, &header, self.keep_each, self.now, totals);
        let number = reliable.and_then(|_| self.directories.find(&self.snapshot));
        if let (Some(number), Some(header)) = (number, reliable) {
            file.known = Some(Known::of(&header, number));
            if let Some(directory) = self.directories.get(number) {
                totals.add_snapshot(&self.snapshot, &directory.plan, file, &from);
            }
            return Ok(());
        }
        let plan = Plan::of(&self.snapshot, &mut totals.catalog);
        totals.add_snapshot(&self.snapshot, &plan, file, &from);
        if let Some(header) = reliable.filter(|_| self.directories.has_room(&self.snapshot)) {
            let snapshot = mem::replace(&mut self.snapshot, Snapshot::empty());
            let places = mem::take(&mut self.places);
            let number = self.directories.keep(Directory::new(snapshot, places, plan));
            if let Some(file) = totals.files.last_mut() {
                file.known = Some(Known::of(&header, number));
            }
        }
        Ok(())
    }

    fn read_format_one(
        &mut self,
        path: &Path,
        about: &libc::stat,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let file = self.format_one.open(path, about)?;
        if is_new(&mut self.met, &file, totals) {
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
fn is_new(met: &mut HashMap<Identity, u32>, file: &File, totals: &mut Totals) -> bool {
    let index = totals.files.len() as u32;
    let first = *met.entry(file.identity).or_insert(index);
    if first != index {
        let counted = totals.files[first as usize].path.clone();
        totals.problems.push(Problem::Twice { path: file.path.clone(), counted });
    }
    first == index
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
