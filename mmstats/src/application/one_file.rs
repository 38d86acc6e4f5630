//! Reading one file: its values alone where it is known, else all of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::mem;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::deferred::{Deferred, Values};
use super::directories::Directory;
use super::ending::Ending;
use super::file::{File, Identity, Known};
use super::listing::{Listed, is_named_for};
use super::opened::{About, Opened};
use super::plan::Plan;
use super::problem::Problem;
use super::reading::Reading;
use super::sums::{From, Pass};
use super::totals::Totals;
use crate::Error;
use crate::liveness::{self, Liveness};
use crate::lock;
use crate::open::open_about;
use crate::reader::{Looker, MAX_FILE, Snapshot, Source};
use crate::v1::Text;

/// Whose a file is, and of which format, if it is ours.
enum Whose {
    OursOfFormat2,
    OursOfFormat1,
    Others,
}

impl Reading {
    pub(super) fn read(
        &mut self,
        listed: &Listed,
        known: Option<&File>,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let number = known.and_then(|file| file.known?.open);
        let mut opened = match self.open_files.take(number, listed) {
            Some(opened) => opened,
            None => {
                let (file, about) = open_about(&listed.path)?;
                Opened::new(Source::new(file, listed.path.clone(), MAX_FILE), &about, listed)
            }
        };
        if let Some(file) = known {
            match self.read_values(opened, file, totals) {
                Ok(()) => return Ok(()),
                Err(unread) => opened = unread,
            }
        }
        match self.whose(&opened.source, known.is_some())? {
            Whose::OursOfFormat2 => self.read_whole(opened, false, totals),
            Whose::OursOfFormat1 => self.read_format_one(&listed.path, &opened.about, totals),
            Whose::Others => Ok(()),
        }
    }

    pub(super) fn read_accumulator(
        &mut self,
        path: &Arc<Path>,
        counted: bool,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let (file, about) = open_about(path)?;
        let source = Source::new(file, path.clone(), MAX_FILE);
        match self.whose(&source, counted)? {
            Whose::OursOfFormat2 => {
                let listed = Listed { path: path.clone(), place: None, is_accumulators: true };
                self.read_whole(Opened::new(source, &about, &listed), true, totals)
            }
            _ => Ok(()),
        }
    }

    /// Whose a file is, by its header, or by its name where it has none. One that was counted and
    /// is broken now is ours still: reading it says what is wrong.
    fn whose(&self, source: &Source, counted: bool) -> Result<Whose, Error> {
        let mut bytes = [0; header::USED];
        let copied = source.copy_at(0, &mut bytes)?;
        let is_named = is_named_for(source.path(), &self.name);
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
        mut opened: Box<Opened>,
        before: &File,
        totals: &mut Totals,
    ) -> Result<(), Box<Opened>> {
        let Some(known) = before.known else { return Err(opened) };
        let Some(directory) = self.directories.get(known.directory) else { return Err(opened) };
        let Directory { snapshot, places, .. } = &mut *directory;
        let is_kept = match opened.values.as_deref() {
            Some(kept) => {
                snapshot.restore(places, kept);
                true
            }
            None => {
                let expected = known.header(snapshot.header());
                let mut looker = Looker::resume(opened.source, mem::take(places), Some(expected));
                let looked = looker.values_alone(snapshot);
                (opened.source, *places) = looker.into_parts();
                // What is wrong with the file, reading all of it says.
                if !matches!(looked, Ok(true)) {
                    return Err(opened);
                }
                false
            }
        };
        let header = *snapshot.header();
        if Identity::of(&header, &opened.about) != before.identity {
            return Err(opened);
        }
        // It stays so. What is known of another boot goes by a clock that may be set.
        let is_over = before.writer == Liveness::Dead
            && (header.is_closed() || liveness::is_of_this_boot(&header));
        if is_over && !is_kept && opened.about.is_at_rest() {
            opened.values = Some(snapshot.keep(places));
        }
        let writer = match is_over {
            true => Liveness::Dead,
            false => writer_of(&mut opened, &header),
        };
        let open = self.open_files.keep(opened);
        let file = File { writer, known: Some(Known { open, ..known }), ..before.clone() };
        if !is_new(&mut self.met, &file, self.is_listed_again, totals) {
            return Ok(());
        }
        if let Some(deferred) = &mut self.deferred {
            let (directory, kept) = (known.directory, snapshot.keep(places));
            deferred.push(Deferred { file, values: Values::Cells { directory, kept } });
            return Ok(());
        }
        let from = from(&file, &header, self.pass, totals);
        directory.add_to(totals, file, &from);
        Ok(())
    }

    /// A file of format 2 that isn't known, or has changed. Accumulators are read last, whatever
    /// their names are.
    fn read_whole(
        &mut self,
        mut opened: Box<Opened>,
        is_last: bool,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        // Nothing of another file: one that is cut off meanwhile is not copied to its end.
        self.snapshot = Snapshot::empty();
        let mut looker = Looker::resume(opened.source, mem::take(&mut self.places), None);
        let looked = looker.look(&mut self.snapshot);
        let reliable = looker.known().copied();
        (opened.source, self.places) = looker.into_parts();
        looked?;
        let header = *self.snapshot.header();
        let is_accumulator = self.snapshot.is_accumulator();
        if is_accumulator && !is_last {
            self.accumulators.push(opened.source.path().clone());
            return Ok(());
        }
        let file = File {
            path: opened.source.path().clone(),
            identity: Identity::of(&header, &opened.about),
            format: 2,
            pid: Some(header.pid).filter(|pid| *pid != 0),
            created: header.created,
            writer: writer_of(&mut opened, &header),
            owner: opened.about.owner,
            is_accumulator,
            has_counts: true,
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
        self.add_whole(file, reliable.filter(|_| !is_accumulator), opened, totals);
        Ok(())
    }

    /// Adds what was just read, or keeps it; and its directory, which others may have, too.
    fn add_whole(
        &mut self,
        mut file: File,
        reliable: Option<Header>,
        opened: Box<Opened>,
        totals: &mut Totals,
    ) {
        let mut number = reliable.and_then(|_| self.directories.find(&self.snapshot));
        let kept = reliable.map(|_| self.snapshot.keep(&self.places));
        let snapshot = mem::replace(&mut self.snapshot, Snapshot::empty());
        let mut whole = None;
        if number.is_none() {
            let plan = Plan::of(&snapshot, &mut totals.catalog);
            if reliable.is_some() && self.directories.has_room(&snapshot, &plan) {
                let places = mem::take(&mut self.places);
                number = Some(self.directories.keep(Directory::new(snapshot, places, plan)));
            } else {
                whole = Some(Values::Whole(Box::new((snapshot, plan))));
            }
        }
        let known = |(header, number)| Known::of(&header, number, self.open_files.keep(opened));
        file.known = reliable.zip(number).map(known);
        let cells = || Some(Values::Cells { directory: number?, kept: kept? });
        let Some(values) = whole.or_else(cells) else { return };
        let deferred = Deferred { file, values };
        match &mut self.deferred {
            Some(waiting) => waiting.push(deferred),
            None => deferred.add_to(totals, &mut self.directories, |file, header, totals| {
                from(file, header, self.pass, totals)
            }),
        }
    }

    fn read_format_one(
        &mut self,
        path: &Arc<Path>,
        about: &About,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let file = self.format_one.open(path, about)?;
        if is_new(&mut self.met, &file, self.is_listed_again, totals) {
            let from = From {
                file: totals.files.len() as u32,
                created: file.created,
                created_boot: None,
                is_dead: file.writer == Liveness::Dead,
                pass: self.pass,
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

/// Whether the writer lives, now. One that lived at the last look still does if it has its lock, and
/// its process hadn't ended when this look began.
fn writer_of(opened: &mut Opened, header: &Header) -> Liveness {
    let file = opened.source.file();
    if opened.ending.is_some() && !header.is_closed() && lock::is_held(file).unwrap_or(false) {
        return Liveness::Alive;
    }
    // Before the question who it is: then the answer is about the same process.
    opened.ending = Ending::of_writer(header);
    let writer = liveness::of_v2(file, header);
    if writer != Liveness::Alive {
        opened.ending = None;
    }
    writer
}

/// Where the values of the next file come from.
pub(super) fn from(file: &File, header: &Header, pass: Pass, totals: &Totals) -> From {
    let created_boot = Duration::from_nanos(header.created_boot);
    From {
        file: totals.files.len() as u32,
        created: file.created,
        created_boot: liveness::is_of_this_boot(header).then_some(created_boot),
        is_dead: file.writer == Liveness::Dead,
        pass,
    }
}
