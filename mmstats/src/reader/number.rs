//! What sums, differences and maxima are made of.

use std::fmt;

use mmstats_core::v2::Scalar;

/// A u64, an i64 or an f64.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An unsigned integer.
    U64(u64),
    /// A signed integer.
    I64(i64),
    /// A float.
    F64(f64),
}

impl Number {
    /// The number that a scalar is; nothing for a bool or a text.
    pub(crate) fn of(scalar: Scalar<'_>) -> Option<Number> {
        match scalar {
            Scalar::U64(value) => Some(Number::U64(value)),
            Scalar::I64(value) => Some(Number::I64(value)),
            Scalar::F64(value) => Some(Number::F64(value)),
            Scalar::Bool(_) | Scalar::Text(_) => None,
        }
    }

    /// As a float, rounded where it has to be.
    pub fn to_f64(self) -> f64 {
        match self {
            Number::U64(value) => value as f64,
            Number::I64(value) => value as f64,
            Number::F64(value) => value,
        }
    }

    /// The sum of two of one type, as in a file: integers modulo 2^64.
    pub(crate) fn plus(self, other: Number) -> Number {
        match (self, other) {
            (Number::U64(a), Number::U64(b)) => Number::U64(a.wrapping_add(b)),
            (Number::I64(a), Number::I64(b)) => Number::I64(a.wrapping_add(b)),
            (a, b) => Number::F64(a.to_f64() + b.to_f64()),
        }
    }

    /// The difference of two of one type, likewise.
    pub(crate) fn minus(self, other: Number) -> Number {
        match (self, other) {
            (Number::U64(a), Number::U64(b)) => Number::U64(a.wrapping_sub(b)),
            (Number::I64(a), Number::I64(b)) => Number::I64(a.wrapping_sub(b)),
            (a, b) => Number::F64(a.to_f64() - b.to_f64()),
        }
    }

    /// Whether it is less than another of its type.
    pub(crate) fn is_less(self, other: Number) -> bool {
        match (self, other) {
            (Number::U64(a), Number::U64(b)) => a < b,
            (Number::I64(a), Number::I64(b)) => a < b,
            (a, b) => a.to_f64() < b.to_f64(),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::U64(value) => value.fmt(f),
            Number::I64(value) => value.fmt(f),
            Number::F64(value) => value.fmt(f),
        }
    }
}
