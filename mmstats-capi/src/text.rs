//! Values of any width: texts and tuples.

use std::ffi::c_void;

use mmstats_rs::v1::{Text, trim_utf8};

use crate::cell::{buffered_bytes, plain_bytes};
use crate::field::{mmstats_v1_text_field, mmstats_v1_tuple_field};
use crate::handle::mmstats_str;
use crate::status::{Failure, guard, mmstats_status};

/// Stores a text. One that is too long is cut between characters, and one with NUL ends there. A
/// reader that looks at that moment may see the old and the new mixed: format 1 has one
/// buffer for text. Errors: invalid (not UTF-8).
///
/// # Safety
/// C's caller gives a handle of its own and a valid string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_text_set(
    field: mmstats_v1_text_field,
    text: mmstats_str,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's string.
        let text = Text::new(unsafe { text.text() }?.as_bytes());
        if let Some(bytes) = plain_bytes(field.at, field.width) {
            bytes.set(trim_utf8(text.as_bytes(), field.width));
        }
        Ok(())
    })
}

/// Copies the text, at most `capacity` bytes of it, to `text`. Returns how many bytes the text
/// has, without a NUL, which it doesn't add.
///
/// # Safety
/// C's caller gives a handle of its own, and `text` is valid for writes of `capacity` bytes, or
/// `capacity` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_text_get(
    field: mmstats_v1_text_field,
    text: *mut std::ffi::c_char,
    capacity: usize,
) -> usize {
    let Some(bytes) = plain_bytes(field.at, field.width) else { return 0 };
    let mut padded = vec![0; field.width];
    bytes.get(&mut padded);
    let found = Text::new(&padded).as_bytes();
    let copied = found.len().min(capacity);
    if copied > 0 && !text.is_null() {
        // SAFETY: the caller's buffer, as large as it says.
        unsafe { std::ptr::copy_nonoverlapping(found.as_ptr(), text.cast(), copied) };
    }
    found.len()
}

/// Publishes the parts of a tuple together. `value` is laid out as SPEC.md 1.4 says, which is how
/// C lays out a struct of these parts on a 64-bit machine: give the address and the `sizeof`
/// of such a struct. Bytes between its parts are published as they are: begin with a struct that
/// is all zeros. Errors: invalid (`value` is NULL), wrong type (`size` is less than
/// the tuple's width, or 8 and more beyond it).
///
/// # Safety
/// C's caller gives a handle of its own, and `value` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_tuple_set(
    field: mmstats_v1_tuple_field,
    value: *const c_void,
    size: usize,
) -> mmstats_status {
    guard(|| {
        if value.is_null() {
            return Err(Failure::invalid("the value is NULL"));
        }
        let Some(bytes) = buffered_bytes(field.at, field.width) else { return Ok(()) };
        // A struct may have up to 7 bytes behind its last part.
        if size < field.width || size - field.width >= 8 {
            let message = format!("expected a value of {} bytes, found {size}", field.width);
            return Err(Failure::wrong_type(message));
        }
        // SAFETY: the caller's memory, of at least that size.
        bytes.set(unsafe { std::slice::from_raw_parts(value.cast(), field.width) });
        Ok(())
    })
}

/// Copies the published value of a tuple, laid out as SPEC.md 1.4 says, and returns its width.
/// Nothing is copied where `size` is less. NULL handle: 0.
///
/// # Safety
/// C's caller gives a handle of its own, and `value` is valid for writes of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_tuple_get(
    field: mmstats_v1_tuple_field,
    value: *mut c_void,
    size: usize,
) -> usize {
    let Some(bytes) = buffered_bytes(field.at, field.width) else { return 0 };
    if size >= field.width && !value.is_null() {
        let mut copy = vec![0; field.width];
        bytes.get(&mut copy);
        // SAFETY: the caller's memory, of at least that size.
        unsafe { std::ptr::copy_nonoverlapping(copy.as_ptr(), value.cast(), field.width) };
    }
    field.width
}
