//! What several decoded forms are made of.

use std::fmt::Display;

use mmstats::reader::{Number, Scalar, WindowSlot};
use mmstats::v1;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::Spelled;

/// Whatever an iterator yields, as a list.
pub(super) struct Sequence<F>(pub(super) F);

impl<F, I> Serialize for Sequence<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Whatever can be printed, as a string.
pub(super) struct Shown<T>(pub(super) T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// What a histogram has beside its buckets.
pub(super) struct Tally {
    pub(super) count: u64,
    pub(super) sum: Number,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) zero: u64,
    pub(super) above: u64,
    pub(super) negative: u64,
    pub(super) nan: u64,
}

impl Tally {
    pub(super) fn serialize<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("count", &Shown(self.count))?;
        map.serialize_entry("sum", &Shown(number(self.sum)))?;
        map.serialize_entry("min", &self.min.map(|min| Shown(number(min))))?;
        map.serialize_entry("max", &self.max.map(|max| Shown(number(max))))?;
        map.serialize_entry("zero", &Shown(self.zero))?;
        map.serialize_entry("above", &Shown(self.above))?;
        map.serialize_entry("negative", &Shown(self.negative))?;
        map.serialize_entry("nan", &Shown(self.nan))
    }
}

/// A slot of a window.
pub(super) struct Slot<'a>(pub(super) &'a WindowSlot);

impl Serialize for Slot<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("epoch", &Shown(self.0.epoch))?;
        map.serialize_entry("count", &Shown(self.0.count))?;
        map.serialize_entry("sum", &Shown(scalar(self.0.sum)))?;
        map.serialize_entry("max", &Shown(scalar(self.0.max)))?;
        map.end()
    }
}

pub(super) fn float(value: f64) -> Spelled<'static> {
    Spelled(v1::Value::F64(value))
}

pub(super) fn number(number: Number) -> Spelled<'static> {
    Spelled(match number {
        Number::U64(value) => v1::Value::U64(value),
        Number::I64(value) => v1::Value::I64(value),
        Number::F64(value) => v1::Value::F64(value),
    })
}

/// That of a window, which is a number.
fn scalar(scalar: Scalar<'_>) -> Spelled<'_> {
    Spelled(match scalar {
        Scalar::U64(value) => v1::Value::U64(value),
        Scalar::I64(value) => v1::Value::I64(value),
        Scalar::F64(value) => v1::Value::F64(value),
        Scalar::Bool(value) => v1::Value::Bool(value),
        Scalar::Text(text) => v1::Value::Text(text),
    })
}
