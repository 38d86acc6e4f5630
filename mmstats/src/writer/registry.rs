//! What a writer knows of its file: families, series, stripes. Adding is done under one lock of
//! this process; a look at what is there takes a family's table only.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mmstats_core::v2::cells::{ScalarCell, SequencedCell, clear, retire, reuse};
use mmstats_core::v2::encode::{FamilyEntry, SeriesEntry};
use mmstats_core::v2::layout::{PAGE, WORD, family, header, series};
use mmstats_core::v2::{Aggregate, Kind, Parameters, ValueType};

use super::blocks::Blocks;
use super::family::{FamilyState, Overflow, Table, describe, signature};
use super::hold::Hold;
use super::identity::real_time;
use super::raw::Spec;
use crate::map::Region;
use crate::{Error, Warning};

/// How many stripes are given out.
const STRIPES: u32 = 64;

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
    region: Arc<Region>,
    /// The process that made it: what a forked child has is its parent's.
    owner: u32,
    series_limit: usize,
    /// Of every series, where it is fixed.
    created: Option<u64>,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) blocks: Blocks,
    families: Vec<Arc<FamilyState>>,
    by_name: HashMap<Box<str>, usize>,
    free_stripes: BTreeSet<u32>,
    closed: bool,
    /// What its owner should know.
    pub(super) warning: Option<Warning>,
}

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
    pub(super) fn new(
        region: Arc<Region>,
        blocks: Blocks,
        series_limit: usize,
        created: Option<u64>,
    ) -> Registry {
        let state = State {
            blocks,
            families: Vec::new(),
            by_name: HashMap::new(),
            free_stripes: (1..=STRIPES).collect(),
            closed: false,
            warning: None,
        };
        let (owner, state) = (std::process::id(), Mutex::new(state));
        Registry { region, owner, series_limit, created, state }
    }

    pub(super) fn region(&self) -> &Arc<Region> {
        &self.region
    }

    /// The state, whatever it is.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of a file that can be added to.
    fn open(&self) -> Result<MutexGuard<'_, State>, Error> {
        if !self.is_ours() {
            return Err(Error::NoFile { why: "the file is that of its parent process" });
        }
        let state = self.lock();
        if state.closed { Err(Error::NoFile { why: "it was closed" }) } else { Ok(state) }
    }

    /// Whether this is the process that made it. In another, a thread that isn't there may have the lock.
    fn is_ours(&self) -> bool {
        self.owner == std::process::id()
    }

    fn now(&self) -> u64 {
        self.created.unwrap_or_else(real_time)
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
        let new = Arc::new(FamilyState::new(index, entry, spec.limit.unwrap_or(self.series_limit)));
        let room = state.blocks.entry_room(length)?;
        let entry = FamilyEntry { id: new.id(), ..*entry };
        state.blocks.append_entry(room, &words_of(length, |bytes| entry.encode(bytes)));
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
        let room = state.blocks.entry_room(entry.length())?;
        state.blocks.take_cell(cell);
        state.blocks.append_entry(room, &words_of(entry.length(), |bytes| entry.encode(bytes)));
        let place = (room.offset(), cell.offset());
        let of = (family.index, family.parameters);
        Ok(Arc::new(Hold::new(&self.region, of, overflow, place, label_values)))
    }

    /// The series that takes what is beyond the limit.
    fn overflow(&self, state: &State, table: &mut Table) -> Arc<Hold> {
        let lookups = state.by_name.get(OVERFLOW.name).map(|index| &state.families[*index]);
        if let Some(lookups) = lookups.and_then(|of| of.read().live.get(&[][..]).cloned()) {
            ScalarCell::new(&self.region.words(lookups.cell, 1)[0]).add_shared(1u64);
        }
        let overflow = table.overflow.as_mut().expect("a family with labels has one");
        if !overflow.live {
            self.rewrite(state, &overflow.hold, &[], || {});
            overflow.live = true;
        }
        Arc::clone(&overflow.hold)
    }

    /// The series that was retired first of those whose entry is large enough and of which nobody
    /// has a handle (F2-REUSE).
    fn reuse(
        &self,
        state: &State,
        family: &FamilyState,
        table: &mut Table,
        label_values: &[u8],
    ) -> Option<Arc<Hold>> {
        let need = series::LABELS + label_values.len();
        let fits = |hold: &mut Arc<Hold>| {
            // Pairs with the release of each handle that was dropped: its writes came before.
            self.entry_length(hold) >= need && Arc::get_mut(hold).is_some()
        };
        let at = table.retired.iter_mut().position(fits)?;
        let old = table.retired.remove(at);
        self.rewrite(state, &old, label_values, || self.clear(state, family, &old));
        let place = (old.entry, old.cell);
        let of = (family.index, family.parameters);
        Some(Arc::new(Hold::new(&self.region, of, false, place, label_values)))
    }

    fn entry_length(&self, hold: &Hold) -> usize {
        self.region.words(hold.entry, 1)[0].load(Ordering::Relaxed) as u32 as usize
    }

    fn rewrite(&self, state: &State, old: &Hold, label_values: &[u8], clear: impl FnOnce()) {
        let length = self.entry_length(old);
        let entry = SeriesEntry {
            family: old.family as u32 + 1,
            overflow: old.overflow,
            state: series::LIVE,
            cell: old.cell as u64,
            created: self.now(),
            label_values,
        };
        let words = words_of(length, |bytes| entry.encode(bytes));
        let generation = state.blocks.word(header::REUSE);
        let place = self.region.words(old.entry, length / WORD);
        reuse(place, generation, entry.created, &words[series::FAMILY / WORD..], clear);
    }

    fn clear(&self, state: &State, family: &FamilyState, hold: &Hold) {
        let words = |cell| self.region.words(cell, hold.cell_words());
        if let Parameters::Sequence(slots) = family.parameters {
            let cell =
                SequencedCell::new(words(hold.cell), slots).expect("slots that were checked");
            match (cell.sequence(), family.is_text) {
                (0, _) => {}
                (_, true) => cell.publish_text(""),
                (_, false) => cell.publish(&[]),
            }
        } else if family.striped {
            state.blocks.stripes_of(hold.cell).for_each(|cell| clear(words(cell)));
        } else {
            clear(words(hold.cell));
        }
    }

    /// Retires a series, whoever has handles of it. Says whether it was live.
    pub(super) fn retire(&self, hold: &Arc<Hold>) -> Result<bool, Error> {
        let state = self.open()?;
        let family = &state.families[hold.family];
        if hold.overflow {
            let what = format!("{}: the overflow series can't be retired", family.name);
            return Err(Error::Invalid { what });
        }
        let mut table = family.write();
        let is_live = table.live.get(&hold.label_values).is_some_and(|it| Arc::ptr_eq(it, hold));
        if is_live {
            let entry = self.region.words(hold.entry, series::MIN / WORD);
            retire(entry, state.blocks.word(header::REUSE));
            let retired = table.live.remove(&hold.label_values);
            table.retired.extend(retired);
        }
        Ok(is_live)
    }

    /// A stripe that nobody has; `None` where all are out.
    pub(super) fn take_stripe(&self) -> Result<Option<u32>, Error> {
        Ok(self.open()?.free_stripes.pop_first())
    }

    pub(super) fn give_back(&self, stripe: u32) {
        if self.is_ours() {
            self.lock().free_stripes.insert(stripe);
        }
    }

    /// Where a series' cell stands in a stripe; `None` where it can't be had there.
    pub(super) fn cell_in_stripe(&self, hold: &Hold, stripe: u32) -> Option<usize> {
        self.open().ok()?.blocks.cell_in_stripe(hold.cell, stripe).ok()
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
        state.closed = true;
        Ok(())
    }

    /// A file of this process' own.
    pub(super) fn follow(&self) -> Result<(), Error> {
        self.open().map(drop)
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

/// The words of an entry that is so many bytes long.
fn words_of(length: usize, encode: impl FnOnce(&mut [u8])) -> Vec<u64> {
    let mut bytes = vec![0; length];
    encode(&mut bytes);
    bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect()
}
