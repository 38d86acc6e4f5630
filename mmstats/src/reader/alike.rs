//! Which files have the same directory: the same entries at the same places. When a series was
//! made, and how often its entry was reused, is each file's own.

use std::hash::{DefaultHasher, Hash, Hasher};

use mmstats_core::v2::layout::{WORD, entry, series};
use mmstats_core::v2::{Block, Look};

use super::snapshot::Snapshot;

/// The directory that a snapshot was made with, to be compared with those of other files.
#[derive(Clone, Copy)]
pub(crate) struct Alike<'a> {
    look: &'a Look,
    image: &'a [u8],
}

impl<'a> Alike<'a> {
    pub(crate) fn of(snapshot: &'a Snapshot) -> Alike<'a> {
        Alike { look: snapshot.directory.look(), image: &snapshot.image }
    }

    /// The same for directories that are the same.
    pub(crate) fn hash(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.published().hash(&mut hasher);
        self.blocks().for_each(|block| block.hash(&mut hasher));
        self.entries().for_each(|entry| own_parts(entry).hash(&mut hasher));
        hasher.finish()
    }

    /// Whether both are the same.
    pub(crate) fn is(self, other: Alike<'_>) -> bool {
        self.published() == other.published()
            && self.blocks().eq(other.blocks())
            && self.entries().map(own_parts).eq(other.entries().map(own_parts))
    }

    /// How long its copy of the file is, in bytes.
    pub(crate) fn size(self) -> usize {
        self.image.len()
    }

    fn published(self) -> u64 {
        self.look.header().published
    }

    /// What decides where cells are, and in which stripes. The heads of other blocks than directories
    /// decide nothing.
    fn blocks(self) -> impl Iterator<Item = (u64, u32, u32, u64, u32, u32)> + use<'a> {
        self.look.blocks().iter().map(|block: &Block| {
            let Block { offset, kind, header_length, length, stripe, ordinal, .. } = *block;
            (offset, kind, header_length, length, stripe, ordinal)
        })
    }

    /// The entries, which a parse found to be whole.
    fn entries(self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let image = self.image;
        self.look.entries().flat_map(move |block| {
            let used = block.used();
            let used = image.get(used.start as usize..used.end as usize);
            let mut rest = used.unwrap_or_default();
            std::iter::from_fn(move || {
                let length = u32::from_le_bytes(*rest.get(entry::LENGTH..)?.first_chunk()?);
                let (entry, behind) = rest.split_at_checked(length as usize)?;
                rest = behind;
                (!entry.is_empty()).then_some(entry)
            })
        })
    }
}

/// What all files with the directory have of an entry: of a series, not when it was made, and of
/// its state only whether it is live. Words, and what is left, which is all of other entries.
fn own_parts(bytes: &[u8]) -> ([u64; 3], &[u8]) {
    let is_series = bytes[entry::TYPE..].starts_with(&entry::SERIES.to_le_bytes());
    if !is_series || bytes.len() < series::MIN {
        return ([0; 3], bytes);
    }
    let word = |at: usize| bytes[at..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
    let state = word(series::STATE) & series::STATE_MASK;
    // The first one has length and type: of no series it is 0.
    ([word(0), state, word(series::CELL)], &bytes[series::FAMILY..])
}

/// All that stands before the state is in the first word.
const _: () = assert!(series::STATE == WORD);
