//! Structs and texts, through the library.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use mmstats_rs::format::cells::SequencedCell;
use mmstats_rs::format::layout::WORD;
use mmstats_rs::format::layout::sequenced::{MAX_WIDTH, TEXT};

use crate::handle::mmstats_str;
use crate::status::{Failure, guard, mmstats_status};
use crate::v2::cells::sequenced;
use crate::v2::handles::{mmstats_struct, mmstats_text};

/// Publishes a struct: all of its values together. Give the address of the struct whose components
/// were described and its `sizeof`. Bytes between components are published as they are: begin
/// with a struct that is all zeros. Errors: invalid (`value` is NULL), wrong type (`size` is
/// not that of the description, up to whole words of 8).
///
/// # Safety
/// C's caller gives a handle of its own, and `value` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_struct_publish(
    of: mmstats_struct,
    value: *const c_void,
    size: usize,
) -> mmstats_status {
    guard(|| {
        if value.is_null() {
            return Err(Failure::invalid("the value is NULL"));
        }
        let Some(cell) = sequenced(of.cell, of.slots, of.width) else { return Ok(()) };
        if size.next_multiple_of(WORD) != of.width as usize {
            let message = format!("expected a value of {} bytes, found {size}", of.width);
            return Err(Failure::wrong_type(message));
        }
        // SAFETY: the caller's memory, of that size.
        unsafe { publish(cell, value.cast(), size) };
        Ok(())
    })
}

/// Publishes a text. One that is too long is cut between characters. Errors: invalid (not UTF-8).
///
/// # Safety
/// C's caller gives a handle of its own and a valid string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_text_set(of: mmstats_text, text: mmstats_str) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's string.
        let text = unsafe { text.text() }?;
        let width = (TEXT as u32 + of.capacity).next_multiple_of(WORD as u32);
        if let Some(cell) = sequenced(of.cell, of.slots, width) {
            cell.publish_text(text);
        }
        Ok(())
    })
}

/// Publishes bytes, with zeros behind them up to the end of their last word.
///
/// # Safety
/// `value` is valid for reads of `size` bytes, at most the cell's width.
unsafe fn publish(cell: SequencedCell<'_>, value: *const u8, size: usize) {
    let words = value.cast::<u64>();
    if words.is_aligned() && size.is_multiple_of(WORD) {
        // SAFETY: the caller's; it is aligned, and all bytes are values of words.
        cell.publish(unsafe { std::slice::from_raw_parts(words, size / WORD) });
    } else {
        // SAFETY: the caller's.
        unsafe { publish_copy(cell, value, size) };
    }
}

/// The same by way of a copy that is aligned, on the stack: no write takes memory.
///
/// # Safety
/// As `publish`.
#[inline(never)]
unsafe fn publish_copy(cell: SequencedCell<'_>, value: *const u8, size: usize) {
    let mut copy = [const { MaybeUninit::<u64>::uninit() }; MAX_WIDTH as usize / WORD];
    let words = size.div_ceil(WORD);
    copy[words - 1].write(0);
    // SAFETY: the caller's; the copy is as long as the widest slot. Of its first `words` words all
    // bytes are then set: the last word's that the copying leaves out were 0 before.
    let words = unsafe {
        std::ptr::copy_nonoverlapping(value, copy.as_mut_ptr().cast(), size);
        std::slice::from_raw_parts(copy.as_ptr().cast(), words)
    };
    cell.publish(words);
}
