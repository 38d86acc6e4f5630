//! Parts of a file that are copied together.

use std::ops::Range;

/// Less than this between two parts is copied with them: it takes less time than a call.
const GAP: usize = 4096;

/// Parts of a file, in order and apart from each other once they are merged.
#[derive(Debug, Default)]
pub(super) struct Ranges(Vec<Range<usize>>);

impl Ranges {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds a part; those that come in order are merged at once.
    pub(super) fn add(&mut self, part: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if joins(last, &part) => last.end = last.end.max(part.end),
            _ => self.0.push(part),
        }
    }

    /// Puts them in order, and merges those that are near to each other.
    pub(super) fn merge(&mut self) {
        self.0.sort_unstable_by_key(|part| part.start);
        self.0.dedup_by(|part, last| {
            let joined = joins(last, part);
            if joined {
                last.end = last.end.max(part.end);
            }
            joined
        });
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.iter().cloned()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the last one ends.
    pub(super) fn end(&self) -> usize {
        self.0.last().map_or(0, |part| part.end)
    }
}

fn joins(last: &Range<usize>, part: &Range<usize>) -> bool {
    last.start <= part.start && part.start <= last.end.saturating_add(GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(parts: &[Range<usize>]) -> Vec<(usize, usize)> {
        let mut ranges = Ranges::default();
        parts.iter().for_each(|part| ranges.add(part.clone()));
        ranges.merge();
        ranges.iter().map(|part| (part.start, part.end)).collect()
    }

    #[test]
    fn what_is_near_is_copied_together() {
        assert_eq!(merged(&[0..8, 8..16, 24..32]), [(0, 32)]);
        assert_eq!(merged(&[0..8, 8 + GAP..16 + GAP]), [(0, 16 + GAP)]);
        assert_eq!(merged(&[0..8, 9 + GAP..17 + GAP]), [(0, 8), (9 + GAP, 17 + GAP)]);
    }

    #[test]
    fn whatever_the_order() {
        let parts = [9000..9008, 0..8, 90_000..90_008, 16..24];
        assert_eq!(merged(&parts), [(0, 24), (9000, 9008), (90_000, 90_008)]);
        assert_eq!(merged(&[0..100, 8..16]), [(0, 100)]);
    }
}
