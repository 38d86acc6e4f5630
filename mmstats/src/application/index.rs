//! Finding rows by what they have, without a copy of it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

const END: u32 = u32::MAX;

/// Rows by their hashes: those of one hash are a chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    first: HashMap<u64, u32>,
    next: Vec<u32>,
}

impl Index {
    /// The row of that hash which `is` the wanted one.
    pub(super) fn find(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        let mut row = *self.first.get(&hash)?;
        while row != END {
            if is(row as usize) {
                return Some(row as usize);
            }
            row = self.next[row as usize];
        }
        None
    }

    /// Adds the next row, with its hash.
    pub(super) fn push(&mut self, hash: u64) {
        let row = self.next.len() as u32;
        self.next.push(self.first.insert(hash, row).unwrap_or(END));
    }
}

/// A hash that is the same in all of one process.
pub(super) fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
