//! Values, as a snapshot has them.

use mmstats_core::v2::{Component, Scalar, Struct};

use super::histogram::Histogram;
use super::window::Window;
use crate::v1::Text;

/// The value of a series, borrowed from a snapshot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A counter or a gauge.
    U64(u64),
    /// A gauge.
    I64(i64),
    /// A counter or a gauge.
    F64(f64),
    /// A gauge.
    Bool(bool),
    /// The text that was published last.
    Text(Text<'a>),
    /// The struct that was published last.
    Struct(Struct<'a>),
    /// A histogram.
    Histogram(Histogram<'a>),
    /// A window.
    Window(Window),
    /// A text or a struct that was never published: there is no value.
    Unpublished,
    /// The value changed each time that it was read (F2-BUSY): the next look may find it.
    Busy,
}

impl<'a> From<Scalar<'a>> for Value<'a> {
    fn from(scalar: Scalar<'a>) -> Value<'a> {
        match scalar {
            Scalar::U64(value) => Value::U64(value),
            Scalar::I64(value) => Value::I64(value),
            Scalar::F64(value) => Value::F64(value),
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Text(text) => Value::Text(text),
        }
    }
}

impl<'a> Value<'a> {
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

    /// A struct's component of that name.
    pub fn component(&self, name: &str) -> Option<Scalar<'a>> {
        let Value::Struct(values) = self else { return None };
        let named = |(component, _): &(Component<'_>, _)| component.name == name;
        values.values().find(named).map(|(_, value)| value)
    }
}
