//! Files whose counts another one has (SPEC.md 2.21).

use super::bytes::{bytes_at, u64_at};
use super::layout::folded;

/// A file that was folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Folded {
    /// Its file id.
    pub id: [u8; 16],
    /// When, nanoseconds since 1970.
    pub time: u64,
}

impl Folded {
    /// The items of an entry, as many as it says and has.
    #[cfg_attr(not(feature = "alloc"), allow(dead_code))]
    pub(super) fn parse(entry: &[u8]) -> impl Iterator<Item = Folded> + Clone + use<'_> {
        let number = usize::try_from(u64_at(entry, folded::NUMBER)).unwrap_or(usize::MAX);
        let items = entry.get(folded::ITEMS..).unwrap_or_default();
        items
            .chunks_exact(folded::ITEM)
            .take(number)
            .map(|item| Folded { id: bytes_at(item, 0), time: u64_at(item, folded::TIME) })
    }
}
