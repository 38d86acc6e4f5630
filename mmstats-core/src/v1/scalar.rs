//! The scalar types of format 1, as words in memory.

use super::layout::ByteOrder;
use super::value::Value;

mod sealed {
    pub trait Sealed {}
}

/// A type that a signature code of SPEC.md 1.4 names. Implemented for the integers of 1, 2, 4
/// and 8 bytes, `f32`, `f64` and `bool`; sealed.
pub trait Scalar: Copy + PartialEq + core::fmt::Debug + sealed::Sealed + Send + 'static {
    /// An unsigned integer of the same width: what is loaded and stored. Any bit pattern is one,
    /// which isn't so of `bool`.
    type Bits: Copy;
    /// The signature code that writers write.
    const CODE: u8;
    /// Width in bytes.
    const WIDTH: usize = core::mem::size_of::<Self::Bits>();

    /// As bits, in the byte order of files that writers write.
    fn to_file(self) -> Self::Bits;
    /// From such bits.
    fn from_file(bits: Self::Bits) -> Self;
    /// From the first `WIDTH` bytes of a value in a file; `None` if there are fewer.
    fn decode(bytes: &[u8], order: ByteOrder) -> Option<Self>;
    /// As a value of any type.
    fn value(self) -> Value<'static>;
    /// From a value, if that is of this type.
    fn from_value(value: &Value<'_>) -> Option<Self>;
}

macro_rules! scalar {
    ($type:ty, $bits:ty, $code:literal, $variant:ident, $to:expr, $from:expr) => {
        impl sealed::Sealed for $type {}
        impl Scalar for $type {
            type Bits = $bits;
            const CODE: u8 = $code;

            #[inline(always)]
            fn to_file(self) -> $bits {
                let bits: $bits = $to(self);
                bits.to_le()
            }
            #[inline(always)]
            fn from_file(bits: $bits) -> $type {
                $from(<$bits>::from_le(bits))
            }
            #[inline(always)]
            fn decode(bytes: &[u8], order: ByteOrder) -> Option<$type> {
                let bytes = *bytes.first_chunk::<{ core::mem::size_of::<$bits>() }>()?;
                Some($from(match order {
                    ByteOrder::Little => <$bits>::from_le_bytes(bytes),
                    ByteOrder::Big => <$bits>::from_be_bytes(bytes),
                }))
            }
            #[inline(always)]
            fn value(self) -> Value<'static> {
                Value::$variant(self)
            }
            fn from_value(value: &Value<'_>) -> Option<$type> {
                match value {
                    Value::$variant(v) => Some(*v),
                    _ => None,
                }
            }
        }
    };
}

scalar!(u64, u64, b'Q', U64, |v| v, |b| b);
scalar!(i64, u64, b'q', I64, |v: i64| v as u64, |b: u64| b as i64);
scalar!(u32, u32, b'I', U32, |v| v, |b| b);
scalar!(i32, u32, b'i', I32, |v: i32| v as u32, |b: u32| b as i32);
scalar!(u16, u16, b'H', U16, |v| v, |b| b);
scalar!(i16, u16, b'h', I16, |v: i16| v as u16, |b: u16| b as i16);
scalar!(u8, u8, b'B', U8, |v| v, |b| b);
scalar!(i8, u8, b'b', I8, |v: i8| v as u8, |b: u8| b as i8);
scalar!(f32, u32, b'f', F32, f32::to_bits, f32::from_bits);
scalar!(f64, u64, b'd', F64, f64::to_bits, f64::from_bits);
scalar!(bool, u8, b'?', Bool, u8::from, |b| b != 0);
