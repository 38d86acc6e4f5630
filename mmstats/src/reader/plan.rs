//! Which parts of a file a look copies once its directory is known.

use mmstats_core::v2::layout::{WORD, sequenced, window};
use mmstats_core::v2::{Directory, Parameters, View};

use super::ranges::Ranges;

/// What to copy, and in which order: made from a directory, and good for as long as that is.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The cells of live series.
    pub(super) cells: Ranges,
    /// The sequences and epochs in them, which are copied before and after.
    pub(super) guards: Ranges,
    /// The cells that have some, in the order of their series.
    pub(super) watched: Vec<Watched>,
}

/// A cell that is looked at more than once, in one stripe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    /// The index of its series.
    pub(super) series: u32,
    /// Its offset in the file.
    pub(super) at: usize,
}

impl Plan {
    /// Plans the looks at a file with that directory.
    pub(super) fn make(&mut self, directory: &Directory, view: View<'_>) {
        self.cells.clear();
        self.guards.clear();
        self.watched.clear();
        for part in directory.cells() {
            self.cells.add(part.start as usize..part.end as usize);
        }
        if view.families().any(|family| family.parameters().is_watched()) {
            self.watch(view);
        }
        self.cells.merge();
        self.guards.merge();
    }

    fn watch(&mut self, view: View<'_>) {
        for series in view.series() {
            let Some(guards) = guards_of(series.family().parameters()) else { continue };
            for at in series.cell_offsets() {
                let at = at as usize;
                self.guards.add(at + guards.start..at + guards.end);
                self.watched.push(Watched { series: series.index() as u32, at });
            }
        }
    }
}

/// Where in a cell its sequence or its epochs are.
fn guards_of(parameters: Parameters) -> Option<std::ops::Range<usize>> {
    match parameters {
        Parameters::Sequence(_) => Some(0..sequenced::SLOTS),
        Parameters::Ring(ring) => Some(epoch_at(0)..epoch_at(ring.slots as usize - 1) + WORD),
        _ => None,
    }
}

/// Where in a window's cell the epoch of a slot is.
pub(super) fn epoch_at(slot: usize) -> usize {
    WORD * (window::SLOTS + window::SLOT_WORDS * slot + window::EPOCH)
}
