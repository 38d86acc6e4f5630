//! Entries of the directory, as words.

use mmstats_core::v2::encode::SeriesEntry;

use super::family;
use super::hold::Hold;

/// An entry, and where it stands.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) at: usize,
    pub(super) words: Box<[u64]>,
}

/// The words of an entry that is so many bytes long.
pub(super) fn words_of(length: usize, encode: impl FnOnce(&mut [u8])) -> Box<[u64]> {
    let mut bytes = vec![0; length];
    encode(&mut bytes);
    bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect()
}

/// The entry of a series, in the place that it has: label values that were there before may have been
/// longer.
pub(super) fn series_words(
    hold: &Hold,
    label_values: &[u8],
    state: u64,
    created: u64,
) -> Box<[u64]> {
    let entry = SeriesEntry {
        family: family::id(hold.family),
        overflow: hold.overflow,
        state,
        cell: hold.place.cell as u64,
        created,
        label_values,
    };
    let mut words = words_of(hold.place.entry_length, |bytes| entry.encode(bytes));
    // An entry's length is the first half of its first word.
    words[0] = words[0] >> 32 << 32 | hold.place.entry_length as u64;
    words
}
