//! What a writer knows of its file: families, series, stripes. Adding is done under one lock of
//! this process; a look at what is there takes a family's table only.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mmstats_core::v2::cells::ScalarCell;
use mmstats_core::v2::encode::{FamilyEntry, SeriesEntry};
use mmstats_core::v2::layout::{PAGE, family, header, series};
use mmstats_core::v2::{Aggregate, Kind, Parameters, ValueType};

use super::blocks::Blocks;
use super::entry::{Entry, words_of};
use super::family::{self as families, FamilyState, Overflow, Table, describe, signature};
use super::hold::{Hold, Place};
use super::identity::real_time;
use super::raw::Spec;
use super::settings::Settings;
use super::stripes::{Stripes, Ticket};
use crate::create::Wanted;
use crate::map::Region;
use crate::{Error, Warning};

/// What is registered before the first family with labels.
const OVERFLOW: FamilyEntry<'static> = FamilyEntry {
    id: 0,
    kind: Kind::Counter,
    value_type: ValueType::U64,
    aggregate: Aggregate::Sum,
    alive_only: false,
    name: family::OVERFLOW_COUNTER,
    unit: "1",
    help: "Lookups of label values beyond the limit of a family, counted in its overflow series.",
    label_keys: &[],
    parameters: Parameters::Scalar,
    components: &[],
};

#[derive(Debug)]
pub(super) struct Registry {
    pub(super) region: Arc<Region>,
    pub(super) settings: Settings,
    /// The process whose it is, as far as fork handlers know. Where they weren't called, locks may
    /// be those of threads that aren't there.
    owner: AtomicU32,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) blocks: Blocks,
    pub(super) warning: Option<Warning>,
    pub(super) families: Vec<Arc<FamilyState>>,
    by_name: HashMap<Box<str>, usize>,
    pub(super) stripes: Stripes,
    pub(super) standing: Standing,
}

/// What can be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// All.
    Open,
    /// Nothing any more.
    Closed,
    /// This is a forked child, and the file is its parent's. Is empty private memory in its place?
    Left { blank: bool },
}

pub(super) const CLOSED: Error = Error::NoFile { why: "it was closed" };
pub(super) const LEFT: Error = Error::NoFile {
    why: "its file is that of the parent process; to follow, with a file of its own, is for a \
          forked child to ask for",
};
const NOT_FORKED: Error = Error::NoFile {
    why: "its file is that of the process that this one was made from, by other means than fork()",
};

impl State {
    /// The family of that name, which has to be the same.
    fn find(&self, entry: &FamilyEntry<'_>) -> Result<Option<Arc<FamilyState>>, Error> {
        let Some(index) = self.by_name.get(entry.name) else { return Ok(None) };
        let found = &self.families[*index];
        if found.signature == signature(entry) {
            return Ok(Some(Arc::clone(found)));
        }
        let (found, wanted) = (found.description.clone(), describe(entry));
        Err(Error::OtherType { name: entry.name.to_owned(), found, wanted })
    }
}

impl Registry {
    pub(super) fn new(region: Arc<Region>, blocks: Blocks, settings: Settings) -> Registry {
        let state = State {
            blocks,
            warning: None,
            families: Vec::new(),
            by_name: HashMap::new(),
            stripes: Stripes::new(),
            standing: Standing::Open,
        };
        let (owner, state) = (AtomicU32::new(std::process::id()), Mutex::new(state));
        Registry { region, settings, owner, state }
    }

    /// The state, whatever it is, in a process that has its locks.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of a file that can be added to.
    fn open(&self) -> Result<MutexGuard<'_, State>, Error> {
        let state = self.own()?;
        match state.standing {
            Standing::Open => Ok(state),
            Standing::Closed => Err(CLOSED),
            Standing::Left { .. } => Err(LEFT),
        }
    }

    /// The state in this process.
    pub(super) fn own(&self) -> Result<MutexGuard<'_, State>, Error> {
        // Relaxed: it changes while a process has one thread, and starting another one orders that.
        match self.owner.load(Ordering::Relaxed) == std::process::id() {
            true => Ok(self.lock()),
            false => Err(NOT_FORKED),
        }
    }

    /// In a forked child.
    pub(super) fn adopt(&self) {
        self.owner.store(std::process::id(), Ordering::Relaxed);
    }

    pub(super) fn now(&self) -> u64 {
        self.settings.options.identity.map_or_else(real_time, |identity| identity.created)
    }

    /// The published length.
    pub(super) fn size(&self) -> usize {
        self.region.words(header::PUBLISHED, 1)[0].load(Ordering::Relaxed) as usize
    }

    /// Creates the file.
    pub(super) fn create(&self, wanted: &Wanted) -> Result<(), Error> {
        // Under the lock, so that no fork comes between.
        let mut state = self.open()?;
        state.warning = state.blocks.create(wanted)?;
        Ok(())
    }

    pub(super) fn warning(&self) -> Option<Warning> {
        self.own().ok()?.warning.clone()
    }

    /// Gets or creates a family.
    pub(super) fn family(&self, spec: &Spec<'_>) -> Result<Arc<FamilyState>, Error> {
        let mut state = self.open()?;
        let found = self.find_or_add(&mut state, spec)?;
        self.complete(&mut state, &found)?;
        Ok(found)
    }

    fn find_or_add(&self, state: &mut State, spec: &Spec<'_>) -> Result<Arc<FamilyState>, Error> {
        let entry = &spec.entry;
        let refused = |source| Error::Metric { name: entry.name.to_owned(), source };
        let length = entry.length().map_err(refused)?;
        if let Some(found) = state.find(entry)? {
            return Ok(found);
        }
        if !entry.label_keys.is_empty() {
            let overflow = self.find_or_add(state, &Spec { entry: OVERFLOW, limit: None })?;
            self.complete(state, &overflow)?;
            // That may have taken its name.
            if let Some(found) = state.find(entry)? {
                return Ok(found);
            }
        }
        let index = state.families.len();
        let room = state.blocks.entry_room(length)?;
        let entry = FamilyEntry { id: families::id(index), ..*entry };
        let words = words_of(length, |bytes| entry.encode(bytes));
        state.blocks.append_entry(room, &words);
        let limit = spec.limit.unwrap_or(self.settings.options.series_limit);
        let encoded = Entry { at: room.offset(), words };
        let new = Arc::new(FamilyState::new(index, &entry, limit, encoded));
        state.families.push(Arc::clone(&new));
        state.by_name.insert(new.name.clone(), index);
        Ok(new)
    }

    /// Adds the series that a family has from the start, as far as they aren't there: another try
    /// after one that found no space.
    fn complete(&self, state: &mut State, family: &FamilyState) -> Result<(), Error> {
        if family.keys == 0 {
            return self.find_or_create(state, family, &[]).map(drop);
        }
        let mut table = family.write();
        if table.overflow.is_none() {
            let hold = self.append(state, family, true, &[])?;
            table.overflow = Some(Overflow { hold, live: false });
        }
        Ok(())
    }

    /// Gets or creates a series.
    pub(super) fn series(
        &self,
        family: &FamilyState,
        label_values: &[&str],
    ) -> Result<Arc<Hold>, Error> {
        let find = |key: &[u8]| {
            if let Some(found) = family.read().live.get(key) {
                return Ok(Arc::clone(found));
            }
            self.find_or_create(&mut *self.open()?, family, key)
        };
        let refused = |source| Error::Metric { name: family.name.clone().into(), source };
        family.with_key(label_values, find).map_err(refused)?
    }

    fn find_or_create(
        &self,
        state: &mut State,
        family: &FamilyState,
        key: &[u8],
    ) -> Result<Arc<Hold>, Error> {
        let mut table = family.write();
        if let Some(found) = table.live.get(key) {
            return Ok(Arc::clone(found));
        }
        if family.keys > 0 && table.live.len() >= family.limit {
            return Ok(self.overflow(state, &mut table));
        }
        let new = match self.reuse(state, family, &mut table, key) {
            Some(reused) => reused,
            None => self.append(state, family, false, key)?,
        };
        table.live.insert(key.into(), Arc::clone(&new));
        Ok(new)
    }

    /// A new entry with a new cell.
    fn append(
        &self,
        state: &mut State,
        family: &FamilyState,
        overflow: bool,
        label_values: &[u8],
    ) -> Result<Arc<Hold>, Error> {
        let cell = state.blocks.cell_room(family.striped, family.parameters)?;
        let entry = SeriesEntry {
            family: family.id(),
            overflow,
            state: if overflow { series::RETIRED } else { series::LIVE },
            cell: cell.offset() as u64,
            created: self.now(),
            label_values,
        };
        let length = entry.length();
        let room = state.blocks.entry_room(length)?;
        state.blocks.take_cell(cell);
        state.blocks.append_entry(room, &words_of(length, |bytes| entry.encode(bytes)));
        let place = Place { entry: room.offset(), entry_length: length, cell: cell.offset() };
        let of = (family.index, family.parameters);
        Ok(Arc::new(Hold::new(&self.region, of, overflow, place, label_values)))
    }

    /// The series that takes what is beyond the limit.
    fn overflow(&self, state: &State, table: &mut Table) -> Arc<Hold> {
        let lookups = state.by_name.get(OVERFLOW.name).map(|index| &state.families[*index]);
        if let Some(lookups) = lookups.and_then(|of| of.read().live.get(&[][..]).cloned()) {
            ScalarCell::new(&self.region.words(lookups.place.cell, 1)[0]).add_shared(1u64);
        }
        let overflow = table.overflow.as_mut().expect("a family with labels has one");
        if !overflow.live {
            self.rewrite(state, &overflow.hold, &[], || {});
            overflow.live = true;
        }
        Arc::clone(&overflow.hold)
    }

    /// Retires a series, whoever has handles of it. Says whether it was live.
    pub(super) fn retire(&self, hold: &Arc<Hold>) -> Result<bool, Error> {
        let state = self.open()?;
        let family = &state.families[hold.family];
        if hold.overflow {
            let what = format!("{}: the overflow series can't be retired", family.name);
            return Err(Error::Invalid { what });
        }
        Ok(self.retire_live(&state, &mut family.write(), hold))
    }

    /// A stripe that nobody has; `None` where all are out.
    pub(super) fn take_stripe(&self) -> Result<Option<Ticket>, Error> {
        Ok(self.open()?.stripes.take())
    }

    pub(super) fn give_back(&self, ticket: Ticket) {
        if let Ok(mut state) = self.own() {
            state.stripes.give_back(ticket);
        }
    }

    /// Where a series' cell stands in a stripe; `None` where it can't be had there.
    pub(super) fn cell_in_stripe(&self, hold: &Hold, stripe: u32) -> Option<usize> {
        self.open().ok()?.blocks.cell_in_stripe(hold.place.cell, stripe).ok()
    }

    /// Closes the file: private memory under all handles, and then the state (F2-CLOSE).
    pub(super) fn close(&self) -> Result<(), Error> {
        let mut state = match self.open() {
            Err(Error::NoFile { .. }) => return Ok(()),
            state => state?,
        };
        if let Some(backing) = &state.blocks.backing {
            let failed = |error| Error::io(&backing.path, "unmap it", error);
            let mapped = Region::reserve(PAGE)
                .and_then(|page| page.map_file(&backing.created.file, PAGE).map(|()| page));
            let mapped = mapped.map_err(failed)?;
            self.region.detach().map_err(failed)?;
            // Pairs with a reader's acquire load: who sees it sees all that was written before.
            mapped.words(header::STATE, 1)[0].store(header::CLOSED, Ordering::Release);
        }
        state.blocks.backing = None;
        state.standing = Standing::Closed;
        Ok(())
    }

    pub(super) fn flush(&self, wait: bool) -> Result<(), Error> {
        let Some(path) = self.open()?.blocks.backing.as_ref().map(|backing| backing.path.clone())
        else {
            return Ok(());
        };
        // Without the lock: a device takes its time, and others register meanwhile. Where one closes
        // the file, there is nothing left to do.
        self.region.flush(wait).map_err(|error| Error::io(&path, "flush it", error))
    }

    /// The path of the file, as long as there is one.
    pub(super) fn path<R>(&self, then: impl FnOnce(&Path) -> R) -> Option<R> {
        self.open().ok()?.blocks.backing.as_ref().map(|backing| then(&backing.path))
    }
}
