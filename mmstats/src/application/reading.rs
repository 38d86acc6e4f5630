//! Reading files, one behind the other, and adding up what they have.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::path::Path;
use std::sync::Arc;

use super::deferred::Deferred;
use super::directories::Directories;
use super::file::{File, Identity, take_up_to};
use super::held::Held;
use super::listing::{Listed, Listing, is_named_for};
use super::one_file::from;
use super::opened::OpenFiles;
use super::problem::Problem;
use super::sums::Pass;
use super::totals::Totals;
use super::v1::FormatOne;
use crate::reader::{Places, Snapshot, since_boot};
use crate::{Cause, Error};

/// How often names are listed again at most, in one look.
const LISTINGS: usize = 16;

/// What is known from one file to the next, and from look to look.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) name: String,
    pub(super) keep_open: bool,
    pub(super) open_files: OpenFiles,
    pub(super) directories: Directories,
    /// For files with a directory that isn't known.
    pub(super) snapshot: Snapshot,
    pub(super) places: Places,
    pub(super) format_one: FormatOne,
    /// The files of this look, by what they are.
    pub(super) met: HashMap<Identity, Arc<Path>>,
    /// Whether names have been listed again: what is met twice then may have got another name.
    pub(super) is_listed_again: bool,
    /// The accumulators of this look that are still to be read.
    pub(super) accumulators: Vec<Arc<Path>>,
    pub(super) held: Held,
    /// Files that the look before counted and that have gone since they were listed.
    missed: Vec<(File, Error)>,
    /// Values that are added once it is known which files accumulators hold.
    pub(super) deferred: Option<Vec<Deferred>>,
    /// What could not be listed again.
    pub(super) unlisted: Vec<Error>,
    pub(super) pass: Pass,
}

impl Reading {
    pub(super) fn new(name: String) -> Reading {
        Reading {
            name,
            keep_open: true,
            open_files: OpenFiles::default(),
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
            unlisted: Vec::new(),
            pass: Pass::default(),
        }
    }

    /// Forgets the catalog.
    pub(super) fn forget(&mut self) {
        self.directories = Directories::default();
    }

    /// Begins a look.
    pub(super) fn start(&mut self) {
        self.open_files.start(self.keep_open);
    }

    /// Reads all files, and accumulators last (F2-FOLD-READ). What was listed and the files of the look
    /// before are in the order of their bytes; names are listed again.
    pub(super) fn read_all(
        &mut self,
        listed: &Arc<[Listed]>,
        listing: &mut Listing,
        previous: &[File],
        totals: &mut Totals,
    ) {
        self.pass.now = since_boot();
        self.deferred = None;
        self.unlisted.clear();
        self.read_once(listed, listing, previous, totals);
        if !totals.files.iter().any(|file| self.held.has(file)) {
            return;
        }
        // Files were folded that had been added before.
        totals.clear();
        self.deferred = Some(Vec::new());
        let listed = self.list_again(listing);
        self.read_once(&listed, listing, previous, totals);
    }

    fn read_once(
        &mut self,
        listed: &Arc<[Listed]>,
        listing: &mut Listing,
        previous: &[File],
        totals: &mut Totals,
    ) {
        self.met.clear();
        self.held.clear();
        self.missed.clear();
        self.directories.clear_sums();
        self.is_listed_again = false;
        self.read_files(listed, previous, totals);
        // A file may have got another name, or a writer that began another one's, since the names were
        // listed.
        self.is_listed_again = true;
        let last = self.read_new(listed, listing, previous, totals);
        let named = last.iter().filter(|file| file.is_accumulators).map(|file| file.path.clone());
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
        self.directories.add_to(totals);
        for (file, error) in mem::take(&mut self.missed) {
            // It may have another name by now.
            if !self.held.has(&file) && !self.met.contains_key(&file.identity) {
                self.report(error, &file.path, true, totals);
            }
        }
    }

    /// Lists again and reads what is new, until nothing is. Who begins again and again is not waited
    /// for. Returns the last list.
    fn read_new(
        &mut self,
        listed: &Arc<[Listed]>,
        listing: &mut Listing,
        previous: &[File],
        totals: &mut Totals,
    ) -> Arc<[Listed]> {
        let mut known: HashSet<Arc<Path>> = HashSet::new();
        let mut last = self.list_again(listing);
        for _ in 0..LISTINGS {
            if Arc::ptr_eq(&last, listed) {
                break;
            }
            let is_new = |file: &&Listed| {
                let is_same = |one: &Listed| one.path.as_os_str().cmp(file.path.as_os_str());
                !known.contains(&file.path) && listed.binary_search_by(is_same).is_err()
            };
            let files = last.iter().filter(|file| !file.is_accumulators);
            let new: Vec<Listed> = files.filter(is_new).cloned().collect();
            if new.is_empty() {
                break;
            }
            self.read_files(&new, previous, totals);
            known.extend(new.into_iter().map(|file| file.path));
            last = self.list_again(listing);
        }
        last
    }

    /// The names that there are by now. What hides some of them is a problem, as it is where they
    /// are listed first.
    fn list_again(&mut self, listing: &mut Listing) -> Arc<[Listed]> {
        match listing.list() {
            Ok((listed, errors)) => {
                self.unlisted.extend(errors);
                listed
            }
            Err(error) => {
                self.unlisted.push(error);
                Arc::default()
            }
        }
    }

    fn read_files(&mut self, listed: &[Listed], previous: &[File], totals: &mut Totals) {
        let mut rest = previous;
        for one in listed.iter().filter(|one| !one.is_accumulators) {
            let path = &one.path;
            let (_, known) = take_up_to(&mut rest, path);
            match (self.read(one, known, totals), known) {
                (Ok(()), _) => {}
                (Err(error), Some(known)) if error.cause() == Cause::NotFound => {
                    // Of one that counted nothing, nothing is missing.
                    if known.has_counts {
                        self.missed.push((known.clone(), error));
                    }
                }
                (Err(error), known) => self.report(error, path, known.is_some(), totals),
            }
        }
    }

    fn add_deferred(&mut self, totals: &mut Totals) {
        for deferred in self.deferred.take().into_iter().flatten() {
            if !self.held.has(&deferred.file) {
                let pass = self.pass;
                deferred.add_to(totals, &mut self.directories, |file, header, totals| {
                    from(file, header, pass, totals)
                });
            }
        }
    }

    /// Once a look is over: gives up what no file had. Not before, for the files of the look before
    /// name directories and open files by their numbers.
    pub(super) fn finish(&mut self, totals: &mut Totals) {
        totals.held = Arc::new(mem::take(&mut self.held));
        self.format_one.close();
        self.directories.sweep();
        self.open_files.sweep();
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
}

#[cfg(test)]
mod tests;
