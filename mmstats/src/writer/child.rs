//! A writer in a forked child: the file stays the parent's, and the child may go on with one of
//! its own (SPEC.md 2.18, F2-FORK and F2-FOLLOW).

use std::path::Path;
use std::sync::{Arc, MutexGuard, RwLockWriteGuard};

use mmstats_core::v2::layout::series;

use super::Identity;
use super::entry::{Entry, series_words};
use super::family::{FamilyState, Table};
use super::file::encoded_header;
use super::registry::{CLOSED, LEFT, Registry, Standing, State};
use crate::fork::{self, Forks, Held, Kept};
use crate::{Error, Warning};

/// A writer under all its locks, to be given back in the order of these fields.
struct HeldWriter {
    tables: Vec<Kept<RwLockWriteGuard<'static, Table>, FamilyState>>,
    state: Kept<MutexGuard<'static, State>, Registry>,
    registry: Arc<Registry>,
}

impl Forks for Registry {
    fn hold(self: Arc<Self>) -> Box<dyn Held> {
        let state = Kept::mutex(&self, Registry::lock);
        let tables = state.guard.families.iter();
        let tables = tables.map(|family| Kept::write(family, FamilyState::write)).collect();
        Box::new(HeldWriter { tables, state, registry: self })
    }
}

impl Held for HeldWriter {
    fn in_child(&mut self) {
        self.tables.clear();
        let (registry, state) = (&self.registry, &mut *self.state.guard);
        registry.adopt();
        state.stripes.keep_own();
        registry.leave(state);
        let left = matches!(state.standing, Standing::Left { .. });
        if left
            && registry.settings.options.follow
            && let Err(error) = registry.go_on(state)
        {
            state.warning = Some(Warning::Detached { error: Arc::new(error) });
        }
    }
}

impl Registry {
    /// Leaves the file to the parent process. In its place is empty private memory, in which the
    /// child's counters begin at 0. A detached writer goes on as a copy.
    fn leave(&self, state: &mut State) {
        let was_left = matches!(state.standing, Standing::Left { .. });
        match state.blocks.backing.take() {
            Some(backing) => fork::leave(backing.created),
            None if was_left => {}
            None => return,
        }
        // Where it fails the parent's file stays mapped; who follows tries again.
        state.standing = Standing::Left { blank: self.region.blank().is_ok() };
        state.warning = Some(Warning::Detached { error: Arc::new(LEFT) });
    }

    /// A file of this process' own, where it has none for being a forked child.
    pub(super) fn follow(&self) -> Result<(), Error> {
        let mut state = self.own()?;
        match state.standing {
            Standing::Open => Ok(()),
            Standing::Closed => Err(CLOSED),
            Standing::Left { .. } => self.go_on(&mut state),
        }
    }

    /// Has private memory become a file with the places that the parent's had. No table is locked by
    /// this thread.
    fn go_on(&self, state: &mut State) -> Result<(), Error> {
        let no_memory = |error| Error::io(Path::new("(memory)"), "map it", error);
        if state.standing == (Standing::Left { blank: false }) {
            self.region.blank().map_err(no_memory)?;
            state.standing = Standing::Left { blank: true };
        }
        let identity = Identity::now().map_err(no_memory)?;
        let header = encoded_header(&self.settings.options.application, &identity)?;
        state.blocks.restore(&header, self.entries(state));
        state.warning = state.blocks.create(&self.settings.wanted_by_child()?)?;
        state.standing = Standing::Open;
        Ok(())
    }

    /// All entries, for a file that is created now.
    fn entries(&self, state: &State) -> Vec<Entry> {
        let mut entries = Vec::new();
        let created = self.now();
        for family in &state.families {
            let Entry { at, words } = &family.entry;
            entries.push(Entry { at: *at, words: words.clone() });
            let table = family.read();
            let overflow = table.overflow.iter().map(|overflow| (&overflow.hold, overflow.live));
            let live = table.live.values().map(|hold| (hold, true));
            let retired = table.retired.iter().map(|hold| (hold, false));
            entries.extend(overflow.chain(live).chain(retired).map(|(hold, live)| {
                let state = if live { series::LIVE } else { series::RETIRED };
                let words = series_words(hold, &hold.label_values, state, created);
                Entry { at: hold.place.entry, words }
            }));
        }
        entries
    }
}
