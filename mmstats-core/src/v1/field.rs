//! Fields (SPEC.md 1.3): where the items of one stand, and what they say.

use super::error::{Error, ErrorKind, Item};
use super::layout::{
    BUFFERS, ByteOrder, Dialect, LABEL_SIZE_WIDTH, Layout, TYPE_SIZE_WIDTH, UNBUFFERED,
    VALUE_OFFSET,
};
use super::signature::{CODE_WIDTH, PartKind, Signature};
use super::value::{Text, Tuple, Value};
use crate::text::is_ascii;

/// The code of an entry whose signature is longer than one byte.
const LONG_SIGNATURE: u8 = 0;

/// Where one field stands in a file that was checked: all that is kept of it between two
/// looks. It is meaningful only with the bytes that it was made from, or a later copy of the
/// same file; with others, [`Entry::field`] gives wrong values, or none, and nothing worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    label_at: u32,
    write_buffer_at: u32,
    width: u32,
    label_size: u16,
    signature_size: u16,
    /// The signature where it is one byte, else `LONG_SIGNATURE`.
    code: u8,
    write_buffer: u8,
}

impl Entry {
    /// Whether it has two buffers.
    #[inline(always)]
    pub const fn is_buffered(&self) -> bool {
        self.write_buffer != UNBUFFERED
    }

    /// The write buffer: 0, 1, or ff where there is one value only.
    #[inline(always)]
    pub const fn write_buffer(&self) -> u8 {
        self.write_buffer
    }

    /// The field, or `None` where the bytes are not the file that the entry was made from.
    ///
    /// `values` is where the value is taken from: the same bytes, or for a file that changes a
    /// copy that was made after them (F1-COPY-ORDER).
    #[inline(always)]
    pub fn field<'a>(
        &self,
        bytes: &'a [u8],
        values: &'a [u8],
        byte_order: ByteOrder,
    ) -> Option<Field<'a>> {
        let label = bytes.get(self.label_at as usize..)?.get(..self.label_size.into())?;
        let before_cell = bytes.get(..self.write_buffer_at as usize)?;
        let signature_at = before_cell.len().checked_sub(self.signature_size.into())?;
        let cell = values.get(before_cell.len()..)?;
        let end = VALUE_OFFSET as u64 + u64::from(self.width) * buffers(self.write_buffer);
        Some(Field {
            label,
            signature: &before_cell[signature_at..],
            cell: cell.get(..usize::try_from(end).ok()?)?,
            entry: *self,
            byte_order,
        })
    }
}

/// How many values there are.
const fn buffers(write_buffer: u8) -> u64 {
    if write_buffer == UNBUFFERED { 1 } else { BUFFERS as u64 }
}

/// Which of the values to read (F1-READ-BUFFER).
const fn read_buffer(write_buffer: u8) -> usize {
    if write_buffer == UNBUFFERED { 0 } else { (write_buffer ^ 1) as usize }
}

/// One field of a file.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    label: &'a [u8],
    signature: &'a [u8],
    /// The write buffer byte and what follows it.
    cell: &'a [u8],
    entry: Entry,
    byte_order: ByteOrder,
}

impl<'a> Field<'a> {
    /// The label. (Checked when the file was parsed; empty where an [`Entry`] was used with
    /// bytes of another file, and its label isn't UTF-8 there.)
    pub fn label(&self) -> &'a str {
        core::str::from_utf8(self.label).unwrap_or_default()
    }

    /// The label's bytes: UTF-8 that nobody checks again.
    pub const fn label_bytes(&self) -> &'a [u8] {
        self.label
    }

    /// Where it stands: what to keep of it.
    #[inline(always)]
    pub const fn entry(&self) -> Entry {
        self.entry
    }

    /// The signature, as it stands in the file.
    pub const fn signature(&self) -> &'a [u8] {
        self.signature
    }

    /// The offset of the field: that of its label size.
    pub const fn offset(&self) -> usize {
        self.entry.label_at as usize - LABEL_SIZE_WIDTH
    }

    /// The offset of the label.
    pub const fn label_offset(&self) -> usize {
        self.entry.label_at as usize
    }

    /// The offset of the write buffer.
    pub const fn write_buffer_offset(&self) -> usize {
        self.entry.write_buffer_at as usize
    }

    /// The offset of the value that readers read.
    pub const fn value_offset(&self) -> usize {
        let skip = read_buffer(self.entry.write_buffer) * self.entry.width as usize;
        self.entry.write_buffer_at as usize + VALUE_OFFSET + skip
    }

    /// Whether it has two buffers.
    #[inline(always)]
    pub const fn is_buffered(&self) -> bool {
        self.entry.is_buffered()
    }

    /// The write buffer: 0, 1, or ff where there is one value only.
    #[inline(always)]
    pub const fn write_buffer(&self) -> u8 {
        self.entry.write_buffer
    }

    /// The bytes of the value: the read buffer, or the only one (F1-READ-BUFFER).
    #[inline(always)]
    pub fn value_bytes(&self) -> &'a [u8] {
        let width = self.entry.width as usize;
        let start = VALUE_OFFSET + read_buffer(self.entry.write_buffer) * width;
        self.cell.get(start..start + width).unwrap_or_default()
    }

    /// The value.
    #[inline(always)]
    pub fn value(&self) -> Value<'a> {
        let bytes = self.value_bytes();
        let kind = PartKind::of_code(self.entry.code);
        // The width of a scalar was checked against the file: decode can't miss bytes.
        if let Some(value) = kind.and_then(|kind| Value::decode(kind, bytes, self.byte_order)) {
            return value;
        }
        // A count and `s`, or several parts; one part is a scalar or text.
        match self.signature {
            [count @ .., b's'] if count.iter().all(u8::is_ascii_digit) => {
                Value::Text(Text::new(bytes))
            }
            _ => Value::Tuple(Tuple::new(self.signature, bytes, self.byte_order)),
        }
    }
}

/// A parse of a file as one dialect, field by field. Both parameters are constants so that the
/// machine code of each of the four is free of the other three.
pub(super) struct Scanner<'a, const TYPED: bool, const BIG: bool> {
    bytes: &'a [u8],
    /// Where values are taken from: as long as `bytes`.
    values: &'a [u8],
    at: usize,
}

impl<'a, const TYPED: bool, const BIG: bool> Scanner<'a, TYPED, BIG> {
    pub(super) fn new(bytes: &'a [u8], values: &'a [u8], at: usize) -> Self {
        debug_assert_eq!(bytes.len(), values.len());
        Scanner { bytes, values, at }
    }

    /// Where the next field, or the end of the fields, is.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next field if it is a counter, or another buffered u64, with an ASCII label, as most are. It
    /// finds the same as `next`, and sooner: with the code a constant, so are its width and type.
    #[inline(always)]
    pub(super) fn next_counter(&mut self) -> Option<Field<'a>> {
        const SIGNATURE: &[u8; 1] = b"Q";
        const WIDTH: usize = 8;
        const CELL: usize = VALUE_OFFSET + BUFFERS * WIDTH;
        let (size, rest) = self.bytes.get(self.at..)?.split_first_chunk::<LABEL_SIZE_WIDTH>()?;
        let label_size = u16_of::<BIG>(*size);
        let (label, rest) = rest.split_at_checked(label_size.into())?;
        let rest = if TYPED {
            let (size, rest) = rest.split_first_chunk::<TYPE_SIZE_WIDTH>()?;
            (u16_of::<BIG>(*size) == 1).then_some(rest)?
        } else {
            rest
        };
        let (signature, rest) = rest.split_first_chunk::<1>()?;
        let write_buffer = rest.first_chunk::<CELL>()?[0];
        if signature != SIGNATURE || write_buffer > 1 || label.is_empty() || !is_ascii(label) {
            return None;
        }
        let label_at = self.at + LABEL_SIZE_WIDTH;
        let type_size = if TYPED { TYPE_SIZE_WIDTH } else { 0 };
        let write_buffer_at = label_at + label.len() + type_size + 1;
        let cell = self.values.get(write_buffer_at..)?.first_chunk::<CELL>()?;
        self.at = write_buffer_at + CELL;
        let entry = Entry {
            label_at: label_at as u32,
            write_buffer_at: write_buffer_at as u32,
            width: WIDTH as u32,
            label_size,
            signature_size: 1,
            code: SIGNATURE[0],
            write_buffer,
        };
        let byte_order = if BIG { ByteOrder::Big } else { ByteOrder::Little };
        Some(Field { label, signature, cell, entry, byte_order })
    }

    /// The next field, or `None` at the end of the fields.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Result<Option<Field<'a>>, Error> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let Some(size) = rest.first_chunk::<LABEL_SIZE_WIDTH>() else {
            return match rest {
                [] | [0] => Ok(None),
                _ => Err(truncated(start, Item::LabelSize, LABEL_SIZE_WIDTH as u64, rest)),
            };
        };
        let label_size = u16_of::<BIG>(*size);
        if label_size == 0 {
            return Ok(None);
        }
        let label_at = start + LABEL_SIZE_WIDTH;
        let rest = &rest[LABEL_SIZE_WIDTH..];
        // Protects the split: a label size is whatever the file says.
        let Some((label, rest)) = rest.split_at_checked(label_size.into()) else {
            return Err(truncated(label_at, Item::Label, label_size.into(), rest));
        };
        check_label(label, label_at)?;

        let mut at = label_at + label.len();
        let mut rest = rest;
        let signature_size = if TYPED {
            let Some(size) = rest.first_chunk::<TYPE_SIZE_WIDTH>() else {
                return Err(truncated(at, Item::TypeSize, TYPE_SIZE_WIDTH as u64, rest));
            };
            let size = u16_of::<BIG>(*size);
            if size == 0 {
                return Err(Error::new(at, ErrorKind::TypeSizeZero));
            }
            at += TYPE_SIZE_WIDTH;
            rest = &rest[TYPE_SIZE_WIDTH..];
            size
        } else {
            1
        };
        let Some((signature, rest)) = rest.split_at_checked(signature_size.into()) else {
            return Err(truncated(at, Item::Signature, signature_size.into(), rest));
        };
        let (code, width) = match *signature {
            [code] if CODE_WIDTH[code as usize] != 0 => (code, CODE_WIDTH[code as usize].into()),
            _ => (LONG_SIGNATURE, long_width::<TYPED>(signature, at)?),
        };

        let write_buffer_at = at + signature.len();
        let Some((&write_buffer, rest)) = rest.split_first() else {
            return Err(truncated(write_buffer_at, Item::WriteBuffer, 1, rest));
        };
        if write_buffer > 1 && write_buffer != UNBUFFERED {
            let kind = ErrorKind::WriteBuffer { found: write_buffer };
            return Err(Error::new(write_buffer_at, kind));
        }
        // Widths stay below 2^43, so that twice one can't overflow; the comparison protects
        // every later read of the value, and the narrowing below.
        let values = width * buffers(write_buffer);
        if values > rest.len() as u64 {
            return Err(truncated(write_buffer_at + VALUE_OFFSET, Item::Value, values, rest));
        }
        self.at = write_buffer_at + VALUE_OFFSET + values as usize;
        let entry = Entry {
            label_at: label_at as u32,
            write_buffer_at: write_buffer_at as u32,
            width: width as u32,
            label_size,
            signature_size,
            code,
            write_buffer,
        };
        let byte_order = if BIG { ByteOrder::Big } else { ByteOrder::Little };
        let cell = &self.values[write_buffer_at..self.at];
        Ok(Some(Field { label, signature, cell, entry, byte_order }))
    }
}

/// The same, with the dialect known at run time only.
pub(super) fn next_field(
    bytes: &[u8],
    at: usize,
    dialect: Dialect,
) -> Result<Option<(Entry, usize)>, Error> {
    fn step<const TYPED: bool, const BIG: bool>(
        bytes: &[u8],
        at: usize,
    ) -> Result<Option<(Entry, usize)>, Error> {
        let mut scanner = Scanner::<TYPED, BIG>::new(bytes, bytes, at);
        Ok(scanner.next()?.map(|field| (field.entry, scanner.at())))
    }
    match (dialect.layout, dialect.byte_order) {
        (Layout::Typed, ByteOrder::Little) => step::<true, false>(bytes, at),
        (Layout::Typed, ByteOrder::Big) => step::<true, true>(bytes, at),
        (Layout::Char, ByteOrder::Little) => step::<false, false>(bytes, at),
        (Layout::Char, ByteOrder::Big) => step::<false, true>(bytes, at),
    }
}

#[inline(always)]
fn u16_of<const BIG: bool>(bytes: [u8; 2]) -> u16 {
    if BIG { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

#[cold]
fn truncated(at: usize, item: Item, need: u64, rest: &[u8]) -> Error {
    Error::new(at, ErrorKind::Truncated { item, need, have: rest.len() as u64 })
}

/// Width of a signature that isn't one known code.
#[cold]
fn long_width<const TYPED: bool>(signature: &[u8], at: usize) -> Result<u64, Error> {
    match signature {
        // One byte is a code or nothing, in either layout.
        [found] if TYPED => Err(Error::new(at, ErrorKind::Signature { found: *found })),
        [found] => Err(Error::new(at, ErrorKind::CharSignature { found: *found })),
        _ => Ok(Signature::parse(signature).map_err(|kind| Error::new(at, kind))?.width()),
    }
}

/// F1-LABEL-UTF8 and F1-LABEL-NUL, eight bytes at a time: nearly every label is ASCII.
#[inline(always)]
fn check_label(label: &[u8], at: usize) -> Result<(), Error> {
    if is_ascii(label) { Ok(()) } else { check_label_bytes(label, at) }
}

#[cold]
fn check_label_bytes(label: &[u8], at: usize) -> Result<(), Error> {
    if core::str::from_utf8(label).is_err() {
        return Err(Error::new(at, ErrorKind::LabelUtf8));
    }
    if label.contains(&0) {
        return Err(Error::new(at, ErrorKind::LabelNul));
    }
    Ok(())
}
