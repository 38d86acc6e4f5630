//! What C gives: pointers that may be NULL, strings with a length, places for results.
//!
//! Every function here takes a pointer from C and checks all that can be checked. What can't
//! (that a pointer is not dangling) is the caller's duty, which the header states.

use std::ffi::c_char;

use crate::status::Failure;

/// A string: a pointer and a length in bytes, UTF-8, no NUL needed at its end.
///
/// As an argument it is read during the call only; `data` may be NULL where `len` is 0. As a
/// result it is borrowed from the object it was asked of, and says so there.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_str {
    /// The first byte.
    pub data: *const c_char,
    /// How many bytes.
    pub len: usize,
}

impl mmstats_str {
    pub(crate) const EMPTY: mmstats_str = mmstats_str { data: std::ptr::null(), len: 0 };

    pub(crate) fn of(text: &str) -> mmstats_str {
        mmstats_str { data: text.as_ptr().cast(), len: text.len() }
    }

    /// # Safety
    /// `data` is NULL, or valid for reads of `len` bytes for `'a`.
    pub(crate) unsafe fn bytes<'a>(self) -> Result<&'a [u8], Failure> {
        if self.len == 0 {
            return Ok(&[]);
        }
        if self.data.is_null() || self.len > isize::MAX as usize {
            return Err(Failure::invalid("a string has no data"));
        }
        // SAFETY: the caller's; not NULL and of a possible length.
        Ok(unsafe { std::slice::from_raw_parts(self.data.cast(), self.len) })
    }

    /// # Safety
    /// As `bytes`.
    pub(crate) unsafe fn text<'a>(self) -> Result<&'a str, Failure> {
        // SAFETY: the caller's.
        let bytes = unsafe { self.bytes() }?;
        std::str::from_utf8(bytes).map_err(|_| Failure::invalid("a string isn't UTF-8"))
    }

    /// # Safety
    /// As `bytes`. An empty string gives `None`.
    pub(crate) unsafe fn optional<'a>(self) -> Result<Option<&'a str>, Failure> {
        // SAFETY: the caller's.
        let text = unsafe { self.text() }?;
        Ok((!text.is_empty()).then_some(text))
    }
}

/// The strings of an array.
///
/// # Safety
/// `strings` is valid for reads of `count` strings, as is each of them, for `'a`; or `count` is 0.
pub(crate) unsafe fn texts<'a>(
    strings: *const mmstats_str,
    count: usize,
) -> Result<Vec<&'a str>, Failure> {
    // SAFETY: the caller's array, and its strings.
    unsafe { array(strings, count)?.iter().map(|string| string.text()).collect() }
}

/// # Safety
/// `first` is valid for reads of `count` values for `'a`, or `count` is 0.
pub(crate) unsafe fn array<'a, T>(first: *const T, count: usize) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if first.is_null() || count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Failure::invalid("an array with a count is NULL, or its count is too large"));
    }
    // SAFETY: the caller's; not NULL and of a possible length.
    Ok(unsafe { std::slice::from_raw_parts(first, count) })
}

/// # Safety
/// `pointer` is NULL, or one that this library gave and that was not freed, and nothing else
/// writes to it for `'a`.
pub(crate) unsafe fn shared<'a, T>(pointer: *const T) -> Result<&'a T, Failure> {
    // SAFETY: the caller's.
    unsafe { pointer.as_ref() }.ok_or_else(|| Failure::invalid("an object is NULL"))
}

/// # Safety
/// As `shared`, and nothing else uses it for `'a`.
pub(crate) unsafe fn exclusive<'a, T>(pointer: *mut T) -> Result<&'a mut T, Failure> {
    // SAFETY: the caller's.
    unsafe { pointer.as_mut() }.ok_or_else(|| Failure::invalid("an object is NULL"))
}

/// A place for a result, which is written only if there is one.
pub(crate) struct Out<T>(*mut T);

impl<T> Out<T> {
    /// # Safety
    /// `pointer` is NULL, or valid for a write of `T` until the end of the call.
    pub(crate) unsafe fn new(pointer: *mut T) -> Result<Out<T>, Failure> {
        match pointer.is_null() {
            true => Err(Failure::invalid("the place for a result is NULL")),
            false => Ok(Out(pointer)),
        }
    }

    pub(crate) fn put(self, value: T) {
        // SAFETY: the contract of `new`.
        unsafe { self.0.write(value) }
    }
}

/// Lends an array to C: NULL and 0 where it is empty.
///
/// # Safety
/// `count` is NULL, or valid for a write.
pub(crate) unsafe fn lend<T>(array: &[T], count: *mut usize) -> Result<*const T, Failure> {
    if !count.is_null() {
        // SAFETY: the caller's.
        unsafe { Out::new(count) }?.put(array.len());
    }
    Ok(if array.is_empty() { std::ptr::null() } else { array.as_ptr() })
}

/// Gives an object to C.
pub(crate) fn give<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Takes an object back from C.
///
/// # Safety
/// `pointer` is NULL, or one that `give` made and that is not used any more.
pub(crate) unsafe fn take<T>(pointer: *mut T) -> Option<T> {
    match pointer.is_null() {
        true => None,
        // SAFETY: the caller's.
        false => Some(*unsafe { Box::from_raw(pointer) }),
    }
}

/// Objects whose addresses C has, and that are freed with what keeps them. Held as addresses and
/// not as boxes: C may use one while Rust uses the keeper.
pub(crate) struct Kept<T>(Vec<*mut T>);

impl<T> Kept<T> {
    pub(crate) const fn new() -> Kept<T> {
        Kept(Vec::new())
    }

    pub(crate) fn keep(&mut self, value: T) -> *mut T {
        let address = give(value);
        self.0.push(address);
        address
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        for address in self.0.drain(..) {
            // SAFETY: `give` made it, and C knows that it ends with its keeper.
            drop(unsafe { take(address) });
        }
    }
}
