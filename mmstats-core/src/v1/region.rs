//! Values in mapped memory (SPEC.md 1.10): the only unsafe code of this crate.
//!
//! The memory is shared with other processes, so none of it is ever behind a Rust reference.
//! The write buffer byte is an atomic. Values stand at any alignment, where no atomic can be, so
//! they are unaligned accesses through raw pointers, each one plain move on x86-64 and aarch64.
//! Within this process one thread at a time uses a cell, so that they race with nobody here.
//! Stores into a buffer needn't be volatile: the flip behind them makes them happen, whole and
//! before it. What no flip follows is stored volatile, and loads are, so that what another
//! process or a new mapping put there is seen.
//!
//! Ordering: the release store of the write buffer in `flip` pairs with the acquire load of a
//! reader that maps the file. It keeps the value's stores before the flip; without it a reader
//! could be pointed at a buffer whose value hasn't arrived.

use core::marker::PhantomData;
use core::ptr::{NonNull, read_volatile, write_volatile};

use super::layout::VALUE_OFFSET;
use super::scalar::Scalar;
use crate::atomic::{AtomicU8, Ordering};

/// A word at any address.
#[derive(Clone, Copy)]
#[repr(C, packed)]
struct Unaligned<T>(T);

/// # Safety
/// `at` is valid for reads of `T`, whatever its alignment.
#[inline(always)]
unsafe fn load<T: Copy>(at: *const u8) -> T {
    // SAFETY: the caller's; a packed struct has alignment 1.
    unsafe { read_volatile(at.cast::<Unaligned<T>>()).0 }
}

/// Stores what no flip follows.
///
/// # Safety
/// `at` is valid for writes of `T`, whatever its alignment.
#[inline(always)]
unsafe fn store_now<T: Copy>(at: *mut u8, value: T) {
    // SAFETY: the caller's; a packed struct has alignment 1.
    unsafe { write_volatile(at.cast::<Unaligned<T>>(), Unaligned(value)) }
}

/// Stores a text's or a tuple's bytes in words of 8 as far as that goes, so that words of a value
/// stay whole.
///
/// # Safety
/// `at` is valid for writes of `bytes.len()` bytes.
unsafe fn store_bytes(at: *mut u8, bytes: &[u8]) {
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        // SAFETY: the word stands within `bytes.len()` bytes of `at`.
        unsafe { store_now(at.add(i * 8), u64::from_ne_bytes(*word)) };
    }
    for (i, byte) in rest.iter().enumerate() {
        // SAFETY: as above.
        unsafe { store_now(at.add(words.len() * 8 + i), *byte) };
    }
}

/// # Safety
/// `at` is valid for reads of `bytes.len()` bytes.
unsafe fn load_bytes(at: *const u8, bytes: &mut [u8]) {
    for (i, byte) in bytes.iter_mut().enumerate() {
        // SAFETY: the byte stands within `bytes.len()` bytes of `at`.
        *byte = unsafe { load(at.add(i)) };
    }
}

/// The write buffer byte of a buffered field, and with it the way to its two buffers.
#[derive(Clone, Copy, Debug)]
struct Flip(NonNull<u8>);

impl Flip {
    /// Which buffer is written next. Only the lowest bit counts: whatever another process wrote
    /// there, the cell's memory isn't left.
    ///
    /// # Safety
    /// The pointer is that of a cell in mapped memory.
    #[inline(always)]
    unsafe fn write_buffer(self) -> usize {
        // SAFETY: the caller's; the byte is accessed as an atomic only.
        let byte = unsafe { AtomicU8::from_ptr(self.0.as_ptr()) }.load(Ordering::Relaxed);
        usize::from(byte & 1)
    }

    /// Makes the buffer that was just written the one that readers read.
    ///
    /// # Safety
    /// As `write_buffer`.
    #[inline(always)]
    unsafe fn flip(self, written: usize) {
        // SAFETY: the caller's. Pairs with a reader's acquire load (see the module).
        let byte = unsafe { AtomicU8::from_ptr(self.0.as_ptr()) };
        byte.store((written ^ 1) as u8, Ordering::Release);
    }

    /// # Safety
    /// As `write_buffer`, and the cell has two buffers of `width`.
    #[inline(always)]
    unsafe fn buffer(self, index: usize, width: usize) -> *mut u8 {
        // SAFETY: index is 0 or 1, so that the result is in the cell.
        unsafe { self.0.as_ptr().add(VALUE_OFFSET + index * width) }
    }
}

/// A buffered scalar in mapped memory. Copies speak of the same cell.
#[derive(Clone, Copy, Debug)]
pub struct BufferedCell<T> {
    at: Flip,
    value: PhantomData<*mut T>,
}

impl<T: Scalar> BufferedCell<T> {
    /// The cell whose write buffer byte is at `write_buffer`.
    ///
    /// # Safety
    /// As long as this cell or a copy of it is used, the byte and the `2 * T::WIDTH` bytes
    /// behind it are mapped, readable and writable; no Rust reference to them exists; and no two
    /// threads use the cell, or copies of it, at the same time.
    pub const unsafe fn new(write_buffer: NonNull<u8>) -> BufferedCell<T> {
        BufferedCell { at: Flip(write_buffer), value: PhantomData }
    }

    /// Where the write buffer byte is.
    pub const fn as_ptr(&self) -> NonNull<u8> {
        self.at.0
    }

    /// The published value.
    #[inline(always)]
    pub fn get(&self) -> T {
        // SAFETY: the contract of `new`.
        T::from_file(unsafe { load(self.at.buffer(self.at.write_buffer() ^ 1, T::WIDTH)) })
    }

    /// Publishes a value (F1-FLIP).
    #[inline(always)]
    pub fn set(&self, value: T) {
        // SAFETY: the contract of `new`.
        unsafe {
            let written = self.at.write_buffer();
            self.at.buffer(written, T::WIDTH).cast::<T::Bits>().write_unaligned(value.to_file());
            self.at.flip(written);
        }
    }

    /// Publishes what `next` makes of the published value.
    #[inline(always)]
    pub fn update(&self, next: impl FnOnce(T) -> T) {
        // SAFETY: the contract of `new`.
        unsafe {
            let written = self.at.write_buffer();
            let old = load(self.at.buffer(written ^ 1, T::WIDTH));
            let new = next(T::from_file(old)).to_file();
            self.at.buffer(written, T::WIDTH).cast::<T::Bits>().write_unaligned(new);
            self.at.flip(written);
        }
    }
}

/// An unbuffered scalar in mapped memory. Copies speak of the same cell.
#[derive(Clone, Copy, Debug)]
pub struct PlainCell<T> {
    at: NonNull<u8>,
    value: PhantomData<*mut T>,
}

impl<T: Scalar> PlainCell<T> {
    /// The cell whose write buffer byte, which is ff, is at `write_buffer`.
    ///
    /// # Safety
    /// As [`BufferedCell::new`], with the `T::WIDTH` bytes behind the byte.
    pub const unsafe fn new(write_buffer: NonNull<u8>) -> PlainCell<T> {
        PlainCell { at: write_buffer, value: PhantomData }
    }

    /// Where the write buffer byte is.
    pub const fn as_ptr(&self) -> NonNull<u8> {
        self.at
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> T {
        // SAFETY: the contract of `new`.
        T::from_file(unsafe { load(self.at.as_ptr().add(VALUE_OFFSET)) })
    }

    /// Stores a value, in one store (F1-STORE).
    #[inline(always)]
    pub fn set(&self, value: T) {
        // SAFETY: the contract of `new`.
        unsafe { store_now(self.at.as_ptr().add(VALUE_OFFSET), value.to_file()) }
    }
}

/// A buffered value of any width in mapped memory: one of several parts.
#[derive(Clone, Copy, Debug)]
pub struct BufferedBytes {
    at: Flip,
    width: usize,
}

impl BufferedBytes {
    /// The cell whose write buffer byte is at `write_buffer`, with two buffers of `width`.
    ///
    /// # Safety
    /// As [`BufferedCell::new`], with the `2 * width` bytes behind the byte.
    pub const unsafe fn new(write_buffer: NonNull<u8>, width: usize) -> BufferedBytes {
        BufferedBytes { at: Flip(write_buffer), width }
    }

    /// Where the write buffer byte is.
    pub const fn as_ptr(&self) -> NonNull<u8> {
        self.at.0
    }

    /// Width of a value in bytes.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Copies the published value's first bytes.
    pub fn get(&self, value: &mut [u8]) {
        let len = value.len().min(self.width);
        // SAFETY: the contract of `new`, and at most `width` bytes.
        unsafe {
            let from = self.at.buffer(self.at.write_buffer() ^ 1, self.width);
            load_bytes(from, &mut value[..len]);
        }
    }

    /// Publishes a value (F1-FLIP). What is beyond the width is left out; of a shorter one the
    /// rest keeps what the buffer held.
    pub fn set(&self, value: &[u8]) {
        let value = &value[..value.len().min(self.width)];
        // SAFETY: the contract of `new`, and at most `width` bytes.
        unsafe {
            let written = self.at.write_buffer();
            store_bytes(self.at.buffer(written, self.width), value);
            self.at.flip(written);
        }
    }
}

/// An unbuffered value of any width in mapped memory: a text.
#[derive(Clone, Copy, Debug)]
pub struct PlainBytes {
    at: NonNull<u8>,
    width: usize,
}

impl PlainBytes {
    /// The cell whose write buffer byte, which is ff, is at `write_buffer`.
    ///
    /// # Safety
    /// As [`BufferedCell::new`], with the `width` bytes behind the byte.
    pub const unsafe fn new(write_buffer: NonNull<u8>, width: usize) -> PlainBytes {
        PlainBytes { at: write_buffer, width }
    }

    /// Where the write buffer byte is.
    pub const fn as_ptr(&self) -> NonNull<u8> {
        self.at
    }

    /// Width of the value in bytes.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Copies the value's first bytes.
    pub fn get(&self, value: &mut [u8]) {
        let len = value.len().min(self.width);
        // SAFETY: the contract of `new`, and at most `width` bytes.
        unsafe { load_bytes(self.at.as_ptr().add(VALUE_OFFSET), &mut value[..len]) }
    }

    /// Stores a value and zeros behind it. What is beyond the width is left out.
    pub fn set(&self, value: &[u8]) {
        let value = &value[..value.len().min(self.width)];
        // SAFETY: the contract of `new`, and `width` bytes in all.
        unsafe {
            let at = self.at.as_ptr().add(VALUE_OFFSET);
            store_bytes(at, value);
            for i in value.len()..self.width {
                store_now(at.add(i), 0u8);
            }
        }
    }
}
