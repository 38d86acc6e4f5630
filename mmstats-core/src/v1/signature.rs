//! Signatures (SPEC.md 1.4): the bytes that give the type of a value.

use super::error::ErrorKind;
use super::layout::{ByteOrder, MAX_SIGNATURE, MAX_TEXT};
use super::value::{Text, Value};

/// The type of one part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// `Q` or `L`.
    U64,
    /// `q` or `l`.
    I64,
    /// `I`.
    U32,
    /// `i`.
    I32,
    /// `H`.
    U16,
    /// `h`.
    I16,
    /// `B`.
    U8,
    /// `b`.
    I8,
    /// `?`.
    Bool,
    /// `f`.
    F32,
    /// `d`.
    F64,
    /// A count and `s`.
    Text,
}

impl PartKind {
    /// The type of a one-byte code.
    #[inline(always)]
    pub const fn of_code(code: u8) -> Option<PartKind> {
        Some(match code {
            b'Q' | b'L' => PartKind::U64,
            b'q' | b'l' => PartKind::I64,
            b'I' => PartKind::U32,
            b'i' => PartKind::I32,
            b'H' => PartKind::U16,
            b'h' => PartKind::I16,
            b'B' => PartKind::U8,
            b'b' => PartKind::I8,
            b'?' => PartKind::Bool,
            b'f' => PartKind::F32,
            b'd' => PartKind::F64,
            _ => return None,
        })
    }

    /// Its name in decoded files.
    pub const fn name(self) -> &'static str {
        match self {
            PartKind::U64 => "u64",
            PartKind::I64 => "i64",
            PartKind::U32 => "u32",
            PartKind::I32 => "i32",
            PartKind::U16 => "u16",
            PartKind::I16 => "i16",
            PartKind::U8 => "u8",
            PartKind::I8 => "i8",
            PartKind::Bool => "bool",
            PartKind::F32 => "f32",
            PartKind::F64 => "f64",
            PartKind::Text => "text",
        }
    }

    /// The value of which all bytes are zero.
    pub fn zero(self) -> Value<'static> {
        const ZERO: &[u8] = &[0; 8];
        // Eight bytes are enough of any scalar.
        Value::decode(self, ZERO, ByteOrder::Little).unwrap_or(Value::Text(Text::new(b"")))
    }

    /// Width of a scalar in bytes, which is its alignment too; 1 for text.
    const fn alignment(self) -> u64 {
        match self {
            PartKind::U64 | PartKind::I64 | PartKind::F64 => 8,
            PartKind::U32 | PartKind::I32 | PartKind::F32 => 4,
            PartKind::U16 | PartKind::I16 => 2,
            PartKind::U8 | PartKind::I8 | PartKind::Bool | PartKind::Text => 1,
        }
    }
}

/// Width of the value of each one-byte signature, 0 where there is none: one load decides what
/// nearly every field is.
pub(crate) const CODE_WIDTH: [u8; 256] = {
    let mut widths = [0; 256];
    let mut code = 0;
    while code < 256 {
        if let Some(kind) = PartKind::of_code(code as u8) {
            widths[code] = kind.alignment() as u8;
        }
        code += 1;
    }
    widths
};

/// One part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// Its type.
    pub kind: PartKind,
    /// Where it starts, in bytes from the start of the value.
    pub offset: u64,
    /// Its width in bytes.
    pub width: u64,
}

/// A signature that SPEC.md 1.4 knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature<'a> {
    bytes: &'a [u8],
    width: u64,
}

impl<'a> Signature<'a> {
    /// Checks a signature and adds up its width (F1-SIGNATURE, F1-ALIGN).
    pub fn parse(bytes: &'a [u8]) -> Result<Signature<'a>, ErrorKind> {
        // With this many bytes, of counts of up to nine digits, the width stays below 2^43.
        if let Some(beyond) = bytes.get(MAX_SIGNATURE) {
            return Err(ErrorKind::Signature { found: *beyond });
        }
        let mut width = 0;
        let mut rest = bytes;
        while !rest.is_empty() {
            let part = take_part(&mut rest, width)?;
            width = part.offset + part.width;
        }
        if bytes.is_empty() {
            return Err(ErrorKind::TypeSizeZero);
        }
        Ok(Signature { bytes, width })
    }

    /// The signature as it stands in the file.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Width of a value in bytes.
    pub const fn width(&self) -> u64 {
        self.width
    }

    /// The parts, in order.
    pub const fn parts(&self) -> Parts<'a> {
        Parts { rest: self.bytes, end: 0 }
    }
}

/// The parts of a signature, in order.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    rest: &'a [u8],
    end: u64,
}

impl<'a> Parts<'a> {
    /// The parts of bytes that were checked before; stops where they make no sense.
    pub(crate) const fn of_checked(bytes: &'a [u8]) -> Parts<'a> {
        Parts { rest: bytes, end: 0 }
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if self.rest.is_empty() {
            return None;
        }
        let part = take_part(&mut self.rest, self.end).ok()?;
        self.end = part.offset + part.width;
        Some(part)
    }
}

/// Takes the first part off a signature that isn't empty; `end` is where the part before ends.
fn take_part(rest: &mut &[u8], end: u64) -> Result<Part, ErrorKind> {
    let bytes = *rest;
    if let Some(kind) = PartKind::of_code(bytes[0]) {
        *rest = &bytes[1..];
        let width = kind.alignment();
        return Ok(Part { kind, offset: end.next_multiple_of(width), width });
    }
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let unknown = |found| Err(ErrorKind::Signature { found });
    if digits == 0 {
        return unknown(bytes[0]);
    }
    if digits > 1 && bytes[0] == b'0' {
        return unknown(b'0');
    }
    let mut count = 0;
    for digit in &bytes[..digits] {
        count = count * 10 + u64::from(digit - b'0');
        if count > MAX_TEXT {
            return unknown(*digit);
        }
    }
    match bytes.get(digits) {
        Some(b's') => {
            *rest = &bytes[digits + 1..];
            Ok(Part { kind: PartKind::Text, offset: end, width: count })
        }
        // What should be an `s`, or the digit that nothing follows.
        other => unknown(*other.unwrap_or(&bytes[digits - 1])),
    }
}
