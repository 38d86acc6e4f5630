//! Words in mapped memory: the unsafe code of format 2's cells.

use core::ptr::NonNull;

use super::Word;

/// The `len` words at an address. They may be in memory that other processes store to, or that
/// is mapped read-only: then only relaxed loads are allowed, which is what the readers of this
/// module use.
///
/// # Safety
/// `at` is a multiple of 8; as long as `'a` lasts, `len` words from there are mapped and readable, and
/// writable if anything is stored; and in that time this process accesses them as atomic words only.
#[inline(always)]
pub const unsafe fn words<'a>(at: NonNull<u64>, len: usize) -> &'a [Word] {
    // SAFETY: the caller's. A `Word` has the size and bits of a u64, and all of it is an atomic,
    // so that what others store meanwhile is allowed for.
    unsafe { core::slice::from_raw_parts(at.as_ptr().cast::<Word>(), len) }
}
