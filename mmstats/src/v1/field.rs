//! Handles to fields. Each keeps its memory alive, whatever becomes of the writer and the file;
//! each can move to another thread, and none can be used by two at once.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use mmstats_core::v1::{
    BufferedBytes, BufferedCell, ByteOrder, EncodeError, PlainBytes, PlainCell, Scalar, Signature,
    Text, Value, encode_value, trim_utf8,
};

use crate::Error;
use crate::map::Region;

/// A field of one number or bool. Integers of two bytes and more, and floats, have two buffers.
#[derive(Debug)]
pub struct Field<T: Scalar> {
    /// Keeps the cell's memory mapped.
    _region: Arc<Region>,
    at: std::ptr::NonNull<u8>,
    value: PhantomData<T>,
}

// SAFETY: the handle is the only way to its cell (a writer hands out one for each field), and
// moves there with it; not `Sync`, so that two threads never use it at once.
unsafe impl<T: Scalar> Send for Field<T> {}

impl<T: Scalar> Field<T> {
    /// Whether fields of this type have two buffers, as in mmstats 0.8.0.
    pub(super) const BUFFERED: bool = T::WIDTH > 1;

    pub(super) fn new(region: Arc<Region>, write_buffer_at: usize) -> Field<T> {
        let at = region.at(write_buffer_at);
        Field { _region: region, at, value: PhantomData }
    }

    #[inline(always)]
    fn buffered(&self) -> BufferedCell<T> {
        // SAFETY: the writer encoded a field of this type there, `region` keeps it mapped, and
        // this handle is the only one and not `Sync`.
        unsafe { BufferedCell::new(self.at) }
    }

    #[inline(always)]
    fn plain(&self) -> PlainCell<T> {
        // SAFETY: as in `buffered`.
        unsafe { PlainCell::new(self.at) }
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> T {
        if Self::BUFFERED { self.buffered().get() } else { self.plain().get() }
    }

    /// Publishes a value.
    #[inline(always)]
    pub fn set(&self, value: T) {
        if Self::BUFFERED { self.buffered().set(value) } else { self.plain().set(value) }
    }

    /// The address of the write buffer byte, for a program that writes the field itself.
    pub fn as_ptr(&self) -> std::ptr::NonNull<u8> {
        self.at
    }
}

/// A counter: a u64 that wraps.
#[derive(Debug)]
pub struct Counter(pub(super) Field<u64>);

impl Counter {
    /// One more.
    #[inline(always)]
    pub fn inc(&self) {
        self.add(1);
    }

    /// `n` more, modulo 2^64.
    #[inline(always)]
    pub fn add(&self, n: u64) {
        self.0.buffered().update(|value| value.wrapping_add(n));
    }

    /// Sets the value.
    #[inline(always)]
    pub fn set(&self, value: u64) {
        self.0.set(value);
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> u64 {
        self.0.get()
    }

    /// The address of the write buffer byte, for a program that writes the field itself.
    pub fn as_ptr(&self) -> std::ptr::NonNull<u8> {
        self.0.as_ptr()
    }
}

/// A field of text, of a fixed width.
#[derive(Debug)]
pub struct TextField {
    /// Keeps the cell's memory mapped.
    _region: Arc<Region>,
    bytes: PlainBytes,
}

// SAFETY: as for `Field`.
unsafe impl Send for TextField {}

impl TextField {
    pub(super) fn new(region: Arc<Region>, write_buffer_at: usize, width: usize) -> TextField {
        // SAFETY: the writer encoded a text of that width there, the handle keeps the region, and
        // it is the only one and not `Sync`.
        let bytes = unsafe { PlainBytes::new(region.at(write_buffer_at), width) };
        TextField { _region: region, bytes }
    }

    /// The address of the write buffer byte, for a program that writes the field itself.
    pub fn as_ptr(&self) -> std::ptr::NonNull<u8> {
        self.bytes.as_ptr()
    }

    /// Its width in bytes.
    pub const fn width(&self) -> usize {
        self.bytes.width()
    }

    /// Stores a text. One that is too long is cut between characters, and one with NUL ends there.
    /// A reader that looks at that moment may see the old and the new mixed: format 1 has
    /// one buffer for text.
    pub fn set(&self, text: &str) {
        let text = Text::new(text.as_bytes());
        self.bytes.set(trim_utf8(text.as_bytes(), self.width()));
    }

    /// The text.
    pub fn get(&self) -> String {
        let mut padded = vec![0; self.width()];
        self.bytes.get(&mut padded);
        Text::new(&padded).to_string()
    }
}

/// A field of several parts that are published together.
#[derive(Debug)]
pub struct TupleField {
    /// Keeps the cell's memory mapped.
    _region: Arc<Region>,
    bytes: BufferedBytes,
    label: String,
    signature: Vec<u8>,
    /// A value on its way into the file, so that a write allocates nothing.
    draft: RefCell<Vec<u8>>,
}

// SAFETY: as for `Field`.
unsafe impl Send for TupleField {}

impl TupleField {
    pub(super) fn new(
        region: Arc<Region>,
        write_buffer_at: usize,
        width: usize,
        label: String,
        signature: Vec<u8>,
    ) -> TupleField {
        // SAFETY: the writer encoded a buffered value of that width there, the handle keeps the
        // region, and it is the only one and not `Sync`.
        let bytes = unsafe { BufferedBytes::new(region.at(write_buffer_at), width) };
        let draft = RefCell::new(vec![0; width]);
        TupleField { _region: region, bytes, label, signature, draft }
    }

    /// The address of the write buffer byte, for a program that writes the field itself.
    pub fn as_ptr(&self) -> std::ptr::NonNull<u8> {
        self.bytes.as_ptr()
    }

    /// Width of a value in bytes.
    pub const fn width(&self) -> usize {
        self.bytes.width()
    }

    /// Its signature.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Publishes the parts together.
    ///
    /// Errors: parts of other types, or another number of them, than the signature says.
    pub fn set(&self, parts: &[Value<'_>]) -> Result<(), Error> {
        let error = |source| Error::Field { label: self.label.clone(), source };
        let signature = Signature::parse(&self.signature)
            .map_err(|kind| error(EncodeError::Signature(kind)))?;
        let mut value = self.draft.borrow_mut();
        encode_value(&mut value, &signature, parts, ByteOrder::Little).map_err(error)?;
        self.set_bytes(&value);
        Ok(())
    }

    /// Publishes parts that are laid out as SPEC.md 1.4 says, little-endian. What is beyond the
    /// width is left out.
    pub fn set_bytes(&self, value: &[u8]) {
        self.bytes.set(value);
    }

    /// Copies the published value's first bytes.
    pub fn get_bytes(&self, value: &mut [u8]) {
        self.bytes.get(value);
    }
}
