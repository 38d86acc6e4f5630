//! Retiring series, and using their places again (SPEC.md 2.12). All of it is done under the
//! registry's lock, and that of the family's table.

use std::sync::Arc;

use mmstats_core::v2::Parameters;
use mmstats_core::v2::cells::{SequencedCell, clear, retire, reuse};
use mmstats_core::v2::layout::{WORD, header, series};

use super::entry::series_words;
use super::family::{FamilyState, Table};
use super::hold::Hold;
use super::registry::{Registry, State};

impl Registry {
    /// Says whether the series was live.
    pub(super) fn retire_live(&self, state: &State, table: &mut Table, hold: &Arc<Hold>) -> bool {
        let is_live = table.live.get(&hold.label_values).is_some_and(|it| Arc::ptr_eq(it, hold));
        if is_live {
            let entry = self.region.words(hold.place.entry, series::MIN / WORD);
            retire(entry, state.blocks.word(header::REUSE));
            let retired = table.live.remove(&hold.label_values);
            table.retired.extend(retired);
        }
        is_live
    }

    /// The series that was retired first of those whose entry is large enough and of which nobody
    /// has a handle (F2-REUSE).
    pub(super) fn reuse(
        &self,
        state: &State,
        family: &FamilyState,
        table: &mut Table,
        label_values: &[u8],
    ) -> Option<Arc<Hold>> {
        let need = series::LABELS + label_values.len();
        let fits = |hold: &mut Arc<Hold>| {
            // Pairs with the release of each handle that was dropped: its writes came before.
            hold.place.entry_length >= need && Arc::get_mut(hold).is_some()
        };
        let at = table.retired.iter_mut().position(fits)?;
        let old = table.retired.remove(at);
        self.rewrite(state, &old, label_values, || self.clear(state, family, &old));
        let of = (family.index, family.parameters);
        Some(Arc::new(Hold::new(&self.region, of, false, old.place, label_values)))
    }

    /// Makes the entry that of a live series, with a cell that `clear` has made 0.
    pub(super) fn rewrite(
        &self,
        state: &State,
        old: &Hold,
        label_values: &[u8],
        clear: impl FnOnce(),
    ) {
        let created = self.now();
        let words = series_words(old, label_values, series::LIVE, created);
        let generation = state.blocks.word(header::REUSE);
        let place = self.region.words(old.place.entry, words.len());
        reuse(place, generation, created, &words[series::FAMILY / WORD..], clear);
    }

    fn clear(&self, state: &State, family: &FamilyState, hold: &Hold) {
        let words = |cell| self.region.words(cell, hold.cell_words());
        if let Parameters::Sequence(slots) = family.parameters {
            let cell = SequencedCell::new(words(hold.place.cell), slots);
            let cell = cell.expect("slots that were checked");
            match (cell.sequence(), family.is_text) {
                (0, _) => {}
                (_, true) => cell.publish_text(""),
                (_, false) => cell.publish(&[]),
            }
        } else if family.striped {
            state.blocks.stripes_of(hold.place.cell).for_each(|cell| clear(words(cell)));
        } else {
            clear(words(hold.place.cell));
        }
    }
}
