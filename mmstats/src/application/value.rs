//! Values of one file, and of several as one.

use std::time::Duration;

use mmstats_core::v2::{Aggregate, Scalar};

use super::histogram::Histogram;
use super::window::Window;
use crate::reader;
use crate::v1;

/// A value, of all files or of one. It borrows nothing from them.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// There is none: nothing was published, or no file counts.
    #[default]
    None,
    /// A counter or a gauge; of bools that are summed up, how many are true.
    U64(u64),
    /// A gauge.
    I64(i64),
    /// A counter or a gauge.
    F64(f64),
    /// A gauge.
    Bool(bool),
    /// A text, without what is ill-formed.
    Text(Box<str>),
    /// A struct's components, by name; a value of several parts of format 1, by number from 0.
    Struct(Box<[(Box<str>, Value)]>),
    /// A histogram.
    Histogram(Box<Histogram>),
    /// A window.
    Window(Box<Window>),
    /// Windows whose slots differ in duration: one of each, the shortest first.
    Windows(Box<[Window]>),
    /// None in all: each file has its own.
    Each,
}

/// How a file's value goes to a total.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) aggregate: Aggregate,
    /// Whether the file was created last of those so far.
    pub(super) newer: bool,
    /// When the file was created, CLOCK_BOOTTIME; nothing for one of another boot.
    pub(super) created: Option<Duration>,
    /// CLOCK_BOOTTIME when the look began.
    pub(super) now: Duration,
}

/// A histogram that no bucket can hold together with the total.
#[derive(Debug)]
pub(super) struct Apart;

impl Value {
    /// That of one file.
    pub(super) fn of(value: &reader::Value<'_>, how: &How) -> Value {
        match value {
            reader::Value::U64(value) => Value::U64(*value),
            reader::Value::I64(value) => Value::I64(*value),
            reader::Value::F64(value) => Value::F64(*value),
            reader::Value::Bool(value) => Value::Bool(*value),
            reader::Value::Text(text) => Value::Text(text.runs().collect::<String>().into()),
            reader::Value::Struct(values) => {
                let named = |(component, value): (reader::Component<'_>, _)| {
                    (component.name.into(), Value::of_scalar(value))
                };
                Value::Struct(values.values().map(named).collect())
            }
            reader::Value::Histogram(histogram) => {
                Value::Histogram(Box::new(Histogram::of(histogram)))
            }
            reader::Value::Window(window) => match how.created {
                Some(created) => Value::Window(Box::new(Window::of(window, created, how.now))),
                None => Value::None,
            },
            reader::Value::Unpublished | reader::Value::Busy => Value::None,
        }
    }

    fn of_scalar(scalar: Scalar<'_>) -> Value {
        match scalar {
            Scalar::U64(value) => Value::U64(value),
            Scalar::I64(value) => Value::I64(value),
            Scalar::F64(value) => Value::F64(value),
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Text(text) => Value::Text(text.runs().collect::<String>().into()),
        }
    }

    /// That of a field of format 1.
    pub(super) fn of_v1(value: v1::Value<'_>) -> Value {
        match value {
            v1::Value::U64(value) => Value::U64(value),
            v1::Value::I64(value) => Value::I64(value),
            v1::Value::U32(value) => Value::U64(value.into()),
            v1::Value::I32(value) => Value::I64(value.into()),
            v1::Value::U16(value) => Value::U64(value.into()),
            v1::Value::I16(value) => Value::I64(value.into()),
            v1::Value::U8(value) => Value::U64(value.into()),
            v1::Value::I8(value) => Value::I64(value.into()),
            v1::Value::F32(value) => Value::F64(value.into()),
            v1::Value::F64(value) => Value::F64(value),
            v1::Value::Bool(value) => Value::Bool(value),
            v1::Value::Text(text) => Value::Text(text.runs().collect::<String>().into()),
            v1::Value::Tuple(tuple) => {
                let numbered = |(i, value): (usize, _)| {
                    (i.to_string().into_boxed_str(), Value::of_v1_part(value))
                };
                Value::Struct(tuple.parts().enumerate().map(numbered).collect())
            }
        }
    }

    /// A part has no parts: what a file says decides on no recursion.
    fn of_v1_part(value: v1::Value<'_>) -> Value {
        if let v1::Value::Tuple(_) = value { Value::None } else { Value::of_v1(value) }
    }

    /// Adds that of another file to a total.
    #[inline(always)]
    pub(super) fn add(&mut self, value: &reader::Value<'_>, how: &How) -> Result<(), Apart> {
        match (&mut *self, value, how.aggregate) {
            (Value::U64(sum), reader::Value::U64(value), Aggregate::Sum) => {
                *sum = sum.wrapping_add(*value);
            }
            (Value::F64(sum), reader::Value::F64(value), Aggregate::Sum) => *sum += value,
            _ => return self.add_any(value, how),
        }
        Ok(())
    }

    fn add_any(&mut self, value: &reader::Value<'_>, how: &How) -> Result<(), Apart> {
        let merges = how.aggregate != Aggregate::Last;
        match (&mut *self, value) {
            (Value::Histogram(sum), reader::Value::Histogram(one)) if merges => {
                if sum.add(one) {
                    Ok(())
                } else {
                    Err(Apart)
                }
            }
            (Value::Window(_) | Value::Windows(_), reader::Value::Window(one)) if merges => {
                self.add_window(one, how);
                Ok(())
            }
            _ => {
                self.join(Value::of(value, how), how.aggregate, how.newer);
                Ok(())
            }
        }
    }

    /// Adds a histogram of the same buckets to the total of a series.
    pub(super) fn join_histogram(&mut self, other: Histogram) {
        match self {
            // They can be merged.
            Value::Histogram(sum) => drop(sum.merge(other)),
            none => *none = Value::Histogram(Box::new(other)),
        }
    }

    fn add_window(&mut self, one: &reader::Window, how: &How) {
        let Some(created) = how.created else { return };
        let duration = one.ring().duration;
        let windows = match self {
            Value::Window(window) => std::slice::from_mut(&mut **window),
            Value::Windows(windows) => &mut **windows,
            _ => return,
        };
        match windows.binary_search_by_key(&duration, |window| window.ring().duration) {
            Ok(at) => windows[at].add(one, created),
            Err(at) => {
                let mut all = windows.to_vec();
                all.insert(at, Window::of(one, created, how.now));
                *self = Value::Windows(all.into());
            }
        }
    }

    /// Adds a value that stands by itself.
    pub(super) fn join(&mut self, other: Value, aggregate: Aggregate, newer: bool) {
        self.merge(
            match other {
                Value::Bool(value) if aggregate == Aggregate::Sum => Value::U64(value.into()),
                other => other,
            },
            aggregate,
            newer,
        );
    }

    /// What doesn't add up, or has no order, is that of the file created last. A struct goes
    /// component by component.
    fn merge(&mut self, other: Value, aggregate: Aggregate, newer: bool) {
        match (&mut *self, other) {
            (_, Value::None) => {}
            (Value::None, other) => *self = other,
            (Value::Struct(own), Value::Struct(other)) if own.len() == other.len() => {
                for ((_, own), (_, other)) in own.iter_mut().zip(other) {
                    own.merge(other, aggregate, newer);
                }
            }
            (own, other) => match own.combined(&other, aggregate) {
                Some(combined) => *self = combined,
                None if newer => *self = other,
                None => {}
            },
        }
    }

    /// The sum, the smaller or the greater of two numbers of one type.
    fn combined(&self, other: &Value, aggregate: Aggregate) -> Option<Value> {
        fn of<T: PartialOrd + Copy>(a: T, b: T, sum: T, aggregate: Aggregate) -> Option<T> {
            match aggregate {
                Aggregate::Sum => Some(sum),
                Aggregate::Min => Some(if b < a { b } else { a }),
                Aggregate::Max => Some(if a < b { b } else { a }),
                _ => None,
            }
        }
        match (self, other) {
            (Value::U64(a), Value::U64(b)) => {
                of(*a, *b, a.wrapping_add(*b), aggregate).map(Value::U64)
            }
            (Value::I64(a), Value::I64(b)) => {
                of(*a, *b, a.wrapping_add(*b), aggregate).map(Value::I64)
            }
            (Value::F64(a), Value::F64(b)) => of(*a, *b, a + b, aggregate).map(Value::F64),
            (Value::Bool(a), Value::Bool(b)) => of(*a, *b, *b, aggregate).map(Value::Bool),
            _ => None,
        }
    }

    /// Once all files were added, at that moment of CLOCK_BOOTTIME.
    pub(super) fn finish(&mut self, taken: Duration) {
        match self {
            Value::Window(window) => window.finish(taken),
            Value::Windows(windows) => windows.iter_mut().for_each(|one| one.finish(taken)),
            _ => {}
        }
    }

    /// The value of an unsigned integer.
    pub fn as_u64(&self) -> Option<u64> {
        match *self {
            Value::U64(value) => Some(value),
            _ => None,
        }
    }

    /// A number of any type, as a float.
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            Value::U64(value) => Some(value as f64),
            Value::I64(value) => Some(value as f64),
            Value::F64(value) => Some(value),
            _ => None,
        }
    }

    /// The text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The histogram.
    pub fn as_histogram(&self) -> Option<&Histogram> {
        match self {
            Value::Histogram(histogram) => Some(histogram),
            _ => None,
        }
    }

    /// The window, where all have slots of one duration.
    pub fn as_window(&self) -> Option<&Window> {
        match self {
            Value::Window(window) => Some(window),
            _ => None,
        }
    }

    /// A struct's component of that name.
    pub fn component(&self, name: &str) -> Option<&Value> {
        let Value::Struct(components) = self else { return None };
        components.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }
}
