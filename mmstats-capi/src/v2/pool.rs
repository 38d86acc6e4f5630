//! Arrays that C sees pieces of.

use std::ptr::without_provenance;

/// Values that are collected, and to whose pieces addresses are given once all are there: until
/// then a growing array may move, and a piece is known by where it starts.
pub(super) struct Pool<T>(Vec<T>);

impl<T> Default for Pool<T> {
    fn default() -> Pool<T> {
        Pool::new()
    }
}

impl<T> Pool<T> {
    pub(super) const fn new() -> Pool<T> {
        Pool(Vec::new())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds a piece. What it returns is no address, but what `address` makes one of; and how many
    /// values the piece has.
    pub(super) fn add(&mut self, piece: impl IntoIterator<Item = T>) -> (*const T, usize) {
        let start = self.0.len();
        self.0.extend(piece);
        (without_provenance(start), self.0.len() - start)
    }

    /// The address of a piece that was added. Valid until the next is added. Some address or NULL
    /// where the piece is empty.
    pub(super) fn address(&self, piece: *const T) -> *const T {
        match self.0.is_empty() {
            true => std::ptr::null(),
            false => self.0.as_ptr().wrapping_add(piece.addr()),
        }
    }

    pub(super) fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.0
    }

    pub(super) fn as_slice(&self) -> &[T] {
        &self.0
    }
}
