//! Departures of series (SPEC.md 2.6), live and not.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use mmstats_core::v2::layout::series::{self, OVERFLOW, STATE_MASK};
use mmstats_core::v2::{Block, View, is_live};

use super::Findings;
use super::entries::{Item, u16_at, u32_at, u64_at};

/// The series, one behind the other.
pub(super) struct AllSeries<'a> {
    view: View<'a>,
    blocks: &'a [Block],
    cells: Taken,
    /// Family, overflow and label values of the live ones.
    labels: HashSet<(u32, bool, &'a [u8])>,
}

impl<'a> AllSeries<'a> {
    pub(super) fn new(view: View<'a>, blocks: &'a [Block]) -> AllSeries<'a> {
        AllSeries { view, blocks, cells: Taken::default(), labels: HashSet::new() }
    }

    pub(super) fn validate(&mut self, entry: Item<'a>, found: &mut Findings<'_>) {
        let family_id = u32_at(entry.bytes, series::FAMILY).unwrap_or(0);
        // F2-KIND-SKIP: nothing else of it is looked at.
        let Some(family) = self.view.family((family_id as usize).wrapping_sub(1)) else { return };
        let state = u64_at(entry.bytes, series::STATE).unwrap_or(0);
        if state & STATE_MASK == STATE_MASK {
            let what = "expected 0, 1 or 2 in the two low bits of a state, found 3".to_owned();
            found.must(entry.offset + series::STATE as u64, "F2-STATE-WORD", "2.6", what);
        }
        let cell = u64_at(entry.bytes, series::CELL).unwrap_or(0);
        self.validate_cell(entry, cell..cell + family.parameters().cell_length(), found);
        if is_live(state) {
            self.validate_labels(entry, family_id, family.keys(), found);
        }
    }

    /// F2-CELL-HEAD, F2-CELL-OVERLAP.
    fn validate_cell(&mut self, entry: Item<'_>, cell: Range<u64>, found: &mut Findings<'_>) {
        let at = entry.offset + series::CELL as u64;
        let home = self.blocks.partition_point(|block| block.end() <= cell.start);
        let head = self.blocks.get(home).map_or(0, |block| block.used().end);
        if cell.end > head {
            let what =
                format!("expected a cell that ends by the head at {head}, found {}", cell.end);
            found.must(at, "F2-CELL-HEAD", "2.6", what);
        }
        if self.cells.take(cell) {
            let what = "expected a cell of its own, found one that shares bytes with another";
            found.must(at, "F2-CELL-OVERLAP", "2.6", what.to_owned());
        }
    }

    /// F2-SERIES-UNIQUE.
    fn validate_labels(
        &mut self,
        entry: Item<'a>,
        family: u32,
        keys: usize,
        found: &mut Findings<'_>,
    ) {
        let overflow =
            u16_at(entry.bytes, series::FLAGS).is_some_and(|flags| flags & OVERFLOW != 0);
        let values = label_values(entry.bytes, if overflow { 0 } else { keys });
        if !self.labels.insert((family, overflow, values)) {
            let what = "expected label values once in a family, found a second series with them";
            found.must(entry.offset, "F2-SERIES-UNIQUE", "2.6", what.to_owned());
        }
    }
}

/// All label values of an entry with their lengths: the same bytes where they are the same values.
fn label_values(entry: &[u8], keys: usize) -> &[u8] {
    let mut end = series::LABELS;
    for _ in 0..keys {
        end += series::LABEL_LENGTH + usize::from(u16_at(entry, end).unwrap_or(0));
    }
    entry.get(series::LABELS..end).unwrap_or_default()
}

/// The bytes that cells have taken so far: apart from each other, by where they begin.
#[derive(Default)]
struct Taken(BTreeMap<u64, u64>);

impl Taken {
    /// Takes a part of the file. Returns whether some of it was taken before.
    fn take(&mut self, part: Range<u64>) -> bool {
        let Range { mut start, mut end } = part;
        let mut shared = false;
        // From the last one that begins before the end, back to the first that reaches the start.
        while let Some((&known_start, &known_end)) = self.0.range(..=end).next_back() {
            if known_end < start {
                break;
            }
            shared |= known_start < part.end && part.start < known_end;
            self.0.remove(&known_start);
            (start, end) = (start.min(known_start), end.max(known_end));
        }
        self.0.insert(start, end);
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_found_again() {
        let mut taken = Taken::default();
        let takes = [
            (8..16, false),
            (16..24, false),
            (0..8, false),
            (32..40, false),
            (20..28, true),
            (28..32, false),
            (0..1, true),
            (39..41, true),
            (41..42, false),
            (100..200, false),
            (150..160, true),
            (90..100, false),
            (90..300, true),
        ];
        for (part, expected) in takes {
            assert_eq!(taken.take(part.clone()), expected, "{part:?}");
        }
        assert_eq!(taken.0.into_iter().collect::<Vec<_>>(), [(0, 42), (90, 300)]);
    }
}
