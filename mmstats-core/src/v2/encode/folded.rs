//! Files that were folded (SPEC.md 2.21).

use super::put::Put;
use crate::v2::Folded;
use crate::v2::layout::{entry, folded};

/// The length of an entry with so many items.
pub const fn folded_length(items: usize) -> usize {
    folded::ITEMS + items * folded::ITEM
}

/// Encodes an entry into a place of the length of all its items.
pub fn put_folded(items: &[Folded], out: &mut [u8]) {
    let mut put = Put::new(out);
    put.u32(folded_length(items.len()) as u32).u16(entry::FOLDED).u16(0).u64(items.len() as u64);
    for item in items {
        put.bytes(&item.id).u64(item.time);
    }
}
