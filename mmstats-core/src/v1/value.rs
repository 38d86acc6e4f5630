//! Values (SPEC.md 1.5).

use super::layout::ByteOrder;
use super::scalar::Scalar;
use super::signature::{Part, PartKind, Parts};
pub use crate::text::Text;

/// A value, copied out of the file or borrowed from its bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// `Q`, `L`.
    U64(u64),
    /// `q`, `l`.
    I64(i64),
    /// `I`.
    U32(u32),
    /// `i`.
    I32(i32),
    /// `H`.
    U16(u16),
    /// `h`.
    I16(i16),
    /// `B`.
    U8(u8),
    /// `b`.
    I8(i8),
    /// `f`.
    F32(f32),
    /// `d`.
    F64(f64),
    /// `?`.
    Bool(bool),
    /// A count and `s`.
    Text(Text<'a>),
    /// A value of several parts.
    Tuple(Tuple<'a>),
}

impl<'a> Value<'a> {
    /// Decodes one part. `bytes` starts with it; what is missing of a scalar gives `None`.
    #[inline(always)]
    pub(crate) fn decode(kind: PartKind, bytes: &'a [u8], order: ByteOrder) -> Option<Value<'a>> {
        fn scalar<T: Scalar>(bytes: &[u8], order: ByteOrder) -> Option<Value<'static>> {
            T::decode(bytes, order).map(T::value)
        }
        match kind {
            PartKind::U64 => scalar::<u64>(bytes, order),
            PartKind::I64 => scalar::<i64>(bytes, order),
            PartKind::U32 => scalar::<u32>(bytes, order),
            PartKind::I32 => scalar::<i32>(bytes, order),
            PartKind::U16 => scalar::<u16>(bytes, order),
            PartKind::I16 => scalar::<i16>(bytes, order),
            PartKind::U8 => scalar::<u8>(bytes, order),
            PartKind::I8 => scalar::<i8>(bytes, order),
            PartKind::F32 => scalar::<f32>(bytes, order),
            PartKind::F64 => scalar::<f64>(bytes, order),
            PartKind::Bool => scalar::<bool>(bytes, order),
            PartKind::Text => Some(Value::Text(Text::new(bytes))),
        }
    }

    /// The name of its type in decoded files.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Value::U64(_) => "u64",
            Value::I64(_) => "i64",
            Value::U32(_) => "u32",
            Value::I32(_) => "i32",
            Value::U16(_) => "u16",
            Value::I16(_) => "i16",
            Value::U8(_) => "u8",
            Value::I8(_) => "i8",
            Value::F32(_) => "f32",
            Value::F64(_) => "f64",
            Value::Bool(_) => "bool",
            Value::Text(_) => "text",
            Value::Tuple(_) => "tuple",
        }
    }

    /// The value of an integer of any width.
    pub fn as_integer(&self) -> Option<i128> {
        Some(match *self {
            Value::U64(v) => v.into(),
            Value::I64(v) => v.into(),
            Value::U32(v) => v.into(),
            Value::I32(v) => v.into(),
            Value::U16(v) => v.into(),
            Value::I16(v) => v.into(),
            Value::U8(v) => v.into(),
            Value::I8(v) => v.into(),
            _ => return None,
        })
    }
}

/// A value of several parts, which were published together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuple<'a> {
    signature: &'a [u8],
    bytes: &'a [u8],
    order: ByteOrder,
}

impl<'a> Tuple<'a> {
    /// `signature` was checked, and `bytes` is as wide as it says.
    pub(crate) const fn new(signature: &'a [u8], bytes: &'a [u8], order: ByteOrder) -> Tuple<'a> {
        Tuple { signature, bytes, order }
    }

    /// The values of the parts, in order (F1-TUPLE).
    pub fn parts(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let Tuple { bytes, order, .. } = *self;
        Parts::of_checked(self.signature).map_while(move |Part { kind, offset, width }| {
            let offset = usize::try_from(offset).ok()?;
            let end = offset.checked_add(usize::try_from(width).ok()?)?;
            Value::decode(kind, bytes.get(offset..end)?, order)
        })
    }
}
