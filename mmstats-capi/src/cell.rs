//! From a handle's address to its cell.

use std::ptr::NonNull;

use mmstats_rs::v1::{BufferedBytes, BufferedCell, PlainBytes, PlainCell, Scalar};

// A handle's address was made by a writer for a field of just this type and width, in memory
// that stays mapped for the life of the process (`Writer::leave_behind`); the header demands
// that one thread at a time uses a field. That is the contract of the cells.

pub(crate) fn buffered<T: Scalar>(at: *mut u8) -> Option<BufferedCell<T>> {
    // SAFETY: as said above.
    NonNull::new(at).map(|at| unsafe { BufferedCell::new(at) })
}

pub(crate) fn plain<T: Scalar>(at: *mut u8) -> Option<PlainCell<T>> {
    // SAFETY: as said above.
    NonNull::new(at).map(|at| unsafe { PlainCell::new(at) })
}

pub(crate) fn buffered_bytes(at: *mut u8, width: usize) -> Option<BufferedBytes> {
    // SAFETY: as said above.
    NonNull::new(at).map(|at| unsafe { BufferedBytes::new(at, width) })
}

pub(crate) fn plain_bytes(at: *mut u8, width: usize) -> Option<PlainBytes> {
    // SAFETY: as said above.
    NonNull::new(at).map(|at| unsafe { PlainBytes::new(at, width) })
}
