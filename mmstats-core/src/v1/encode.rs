//! Writing fields into bytes that no reader sees yet.

use core::fmt;

use super::error::ErrorKind;
use super::layout::{
    BUFFERS, ByteOrder, Dialect, LABEL_SIZE_WIDTH, Layout, MAX_LABEL, MAX_SIGNATURE,
    TYPE_SIZE_WIDTH, UNBUFFERED, VALUE_OFFSET,
};
use super::signature::{Part, PartKind, Signature};
use super::value::{Text, Tuple, Value};

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec<'a> {
    /// Its label.
    pub label: &'a str,
    /// Its signature (SPEC.md 1.4).
    pub signature: &'a [u8],
    /// Whether it has two buffers.
    pub buffered: bool,
}

/// Where an encoded field stands, from the start of the bytes it was encoded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The write buffer byte.
    pub write_buffer_at: usize,
    /// Width of a value.
    pub width: usize,
    /// Where the field ends.
    pub end: usize,
}

/// Why a field can't be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A label of no bytes, which would end the fields.
    LabelEmpty,
    /// A label of more bytes than its size can say.
    LabelTooLong {
        /// Its bytes.
        size: usize,
    },
    /// A label with NUL.
    LabelNul,
    /// A signature that SPEC.md 1.4 doesn't know.
    Signature(ErrorKind),
    /// A signature longer than its size can say, or than one byte in the char layout.
    SignatureTooLong {
        /// Its bytes.
        size: usize,
    },
    /// The value isn't of the type that the signature says.
    WrongType {
        /// Which part, from 0.
        part: usize,
        /// Its type in the signature; `None` where the value has more parts than that.
        expected: Option<&'static str>,
    },
    /// No room.
    Full {
        /// Bytes that the field needs.
        need: u64,
        /// Bytes that there are.
        have: u64,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::LabelEmpty => {
                f.write_str("a label can't be empty: readers end there (SPEC.md 1.6)")
            }
            EncodeError::LabelTooLong { size } => {
                write!(
                    f,
                    "a label has at most {MAX_LABEL} bytes, this one has {size} (SPEC.md 1.8)"
                )
            }
            EncodeError::LabelNul => {
                f.write_str("a label can't contain NUL (SPEC.md 1.3, F1-LABEL-NUL)")
            }
            EncodeError::Signature(kind) => write!(f, "{kind} (SPEC.md 1.4, F1-SIGNATURE)"),
            EncodeError::SignatureTooLong { size } => {
                write!(f, "this signature of {size} bytes is too long (SPEC.md 1.8)")
            }
            EncodeError::WrongType { part, expected: Some(expected) } => {
                write!(
                    f,
                    "part {part} of the value isn't of type {expected}, as its signature says"
                )
            }
            EncodeError::WrongType { part, expected: None } => {
                write!(f, "the signature has {part} parts, the value has more")
            }
            EncodeError::Full { need, have } => {
                write!(f, "the field needs {need} bytes, {have} are left")
            }
        }
    }
}

impl core::error::Error for EncodeError {}

/// Encodes a field at the start of `out`, with `values` as the parts of its initial value, in
/// both buffers if it has two. Nothing is written where it fails.
pub fn encode_field(
    out: &mut [u8],
    dialect: Dialect,
    spec: &FieldSpec<'_>,
    values: &[Value<'_>],
) -> Result<Placed, EncodeError> {
    let signature = check(dialect, spec)?;
    check_values(&signature, values)?;
    let buffers = if spec.buffered { BUFFERS as u64 } else { 1 };
    let type_size = if dialect.layout == Layout::Typed { TYPE_SIZE_WIDTH } else { 0 };
    let write_buffer_at = LABEL_SIZE_WIDTH + spec.label.len() + type_size + spec.signature.len();
    // Widths stay below 2^43 (SPEC.md 1.8): the sum can't overflow.
    let need = (write_buffer_at + VALUE_OFFSET) as u64 + signature.width() * buffers;
    let have = out.len() as u64;
    if need > have {
        return Err(EncodeError::Full { need, have });
    }
    let (width, end) = (signature.width() as usize, need as usize);

    let (label_size, rest) = out[..end].split_at_mut(LABEL_SIZE_WIDTH);
    label_size.copy_from_slice(&u16_bytes(spec.label.len(), dialect.byte_order));
    let (label, rest) = rest.split_at_mut(spec.label.len());
    label.copy_from_slice(spec.label.as_bytes());
    let (size, rest) = rest.split_at_mut(type_size);
    size.copy_from_slice(&u16_bytes(spec.signature.len(), dialect.byte_order)[..type_size]);
    let (codes, rest) = rest.split_at_mut(spec.signature.len());
    codes.copy_from_slice(spec.signature);
    let (write_buffer, cell) = rest.split_at_mut(VALUE_OFFSET);
    write_buffer[0] = if spec.buffered { 0 } else { UNBUFFERED };
    for buffer in 0..buffers as usize {
        let value = &mut cell[buffer * width..][..width];
        encode_parts(value, &signature, values, dialect.byte_order);
    }
    Ok(Placed { write_buffer_at, width, end })
}

/// Encodes a value of this signature into `out`, which is as wide. Nothing is written where it
/// fails.
pub fn encode_value(
    out: &mut [u8],
    signature: &Signature<'_>,
    values: &[Value<'_>],
    byte_order: ByteOrder,
) -> Result<(), EncodeError> {
    check_values(signature, values)?;
    let have = out.len() as u64;
    if have < signature.width() {
        return Err(EncodeError::Full { need: signature.width(), have });
    }
    encode_parts(out, signature, values, byte_order);
    Ok(())
}

fn check<'a>(dialect: Dialect, spec: &FieldSpec<'a>) -> Result<Signature<'a>, EncodeError> {
    if spec.label.is_empty() {
        return Err(EncodeError::LabelEmpty);
    }
    if spec.label.len() > MAX_LABEL {
        return Err(EncodeError::LabelTooLong { size: spec.label.len() });
    }
    if spec.label.as_bytes().contains(&0) {
        return Err(EncodeError::LabelNul);
    }
    let size = spec.signature.len();
    if size > MAX_SIGNATURE || dialect.layout == Layout::Char && size > 1 {
        return Err(EncodeError::SignatureTooLong { size });
    }
    Signature::parse(spec.signature).map_err(EncodeError::Signature)
}

fn check_values(signature: &Signature<'_>, values: &[Value<'_>]) -> Result<(), EncodeError> {
    let mut given = values.iter();
    let mut parts = 0;
    for (part, Part { kind, .. }) in signature.parts().enumerate() {
        let is_of_type = given.next().is_some_and(|value| value.type_name() == kind.name());
        if !is_of_type {
            return Err(EncodeError::WrongType { part, expected: Some(kind.name()) });
        }
        parts = part + 1;
    }
    if given.next().is_some() {
        return Err(EncodeError::WrongType { part: parts, expected: None });
    }
    Ok(())
}

fn encode_parts(out: &mut [u8], signature: &Signature<'_>, values: &[Value<'_>], order: ByteOrder) {
    out.fill(0);
    for (Part { kind, offset, width }, value) in signature.parts().zip(values) {
        let part = &mut out[offset as usize..][..width as usize];
        debug_assert!(kind == PartKind::Text || width <= 8);
        encode_part(part, value, order);
    }
}

fn encode_part(out: &mut [u8], value: &Value<'_>, order: ByteOrder) {
    macro_rules! scalar {
        ($v:expr) => {
            out.copy_from_slice(&match order {
                ByteOrder::Little => $v.to_le_bytes(),
                ByteOrder::Big => $v.to_be_bytes(),
            })
        };
    }
    match *value {
        Value::U64(v) => scalar!(v),
        Value::I64(v) => scalar!(v),
        Value::U32(v) => scalar!(v),
        Value::I32(v) => scalar!(v),
        Value::U16(v) => scalar!(v),
        Value::I16(v) => scalar!(v),
        Value::U8(v) => scalar!(v),
        Value::I8(v) => scalar!(v),
        Value::F32(v) => scalar!(v),
        Value::F64(v) => scalar!(v),
        Value::Bool(v) => scalar!(u8::from(v)),
        Value::Text(text) => encode_text(out, text),
        // A part isn't a tuple: `check_values` compared the types.
        Value::Tuple(Tuple { .. }) => {}
    }
}

/// As much of a text as fits, without the ill-formed bytes that a reader would drop
/// (F1-TEXT-UTF8).
fn encode_text(out: &mut [u8], text: Text<'_>) {
    let mut left = out;
    for run in text.runs() {
        let kept = trim_utf8(run.as_bytes(), left.len());
        let (place, rest) = left.split_at_mut(kept.len());
        place.copy_from_slice(kept);
        if kept.len() < run.len() {
            return;
        }
        left = rest;
    }
}

/// The most of a text that fits a width, cut between characters (F1-TEXT-UTF8).
pub fn trim_utf8(text: &[u8], width: usize) -> &[u8] {
    if text.len() <= width {
        return text;
    }
    // A continuation byte is 10xxxxxx, and a character has at most three of them.
    let mut end = width;
    while end > 0 && width - end < 4 && text[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    &text[..end]
}

fn u16_bytes(size: usize, order: ByteOrder) -> [u8; 2] {
    debug_assert!(size <= usize::from(u16::MAX));
    match order {
        ByteOrder::Little => (size as u16).to_le_bytes(),
        ByteOrder::Big => (size as u16).to_be_bytes(),
    }
}
