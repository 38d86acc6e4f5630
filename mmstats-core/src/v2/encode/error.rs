//! What can't be said in a file of format 2.

use core::fmt;

use crate::v2::fault::ParameterFault;
use crate::v2::kind::{Kind, ValueType};
use crate::v2::parameters::{Buckets, Ring, Sequence};

/// Why something can't be encoded. `what` names the item: "name", "label value"...
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A text without bytes.
    Empty {
        /// Which.
        what: &'static str,
    },
    /// A text with too many bytes.
    Long {
        /// Which.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The most that it can have.
        limit: usize,
    },
    /// A text with NUL in it.
    Nul {
        /// Which.
        what: &'static str,
    },
    /// The same text twice, where that can't be.
    Twice {
        /// Which.
        what: &'static str,
    },
    /// A kind that doesn't have this value type.
    KindType {
        /// The kind.
        kind: Kind,
        /// The value type.
        value_type: ValueType,
    },
    /// Parameters of another kind.
    Parameters {
        /// The kind.
        kind: Kind,
    },
    /// No slots of a text or struct.
    Sequence(Sequence),
    /// No buckets of a histogram.
    Buckets(Buckets),
    /// No ring of a window.
    Ring(Ring),
    /// A struct without components.
    NoComponents,
    /// A component that isn't in the slot, overlaps the one before, or has a width or place that
    /// its type doesn't have.
    ComponentPlace {
        /// Its number, from 0.
        index: usize,
    },
    /// Another number of label values than the family has label keys.
    LabelCount {
        /// How many keys there are.
        expected: usize,
        /// How many values were given.
        found: usize,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            EncodeError::Empty { what } => write!(f, "{what}: expected at least 1 byte, found 0"),
            EncodeError::Long { what, found, limit } => {
                write!(f, "{what}: expected at most {limit} bytes, found {found}")
            }
            EncodeError::Nul { what } => write!(f, "{what}: expected no NUL, found one"),
            EncodeError::Twice { what } => write!(f, "{what}: expected each once, found one twice"),
            EncodeError::KindType { kind, value_type } => {
                let (kind, value_type) = (kind.name(), value_type.name());
                write!(f, "expected a value type that a {kind} can have, found {value_type}")
            }
            EncodeError::Parameters { kind } => {
                write!(
                    f,
                    "expected the parameters of a {}, found those of another kind",
                    kind.name()
                )
            }
            EncodeError::Sequence(found) => ParameterFault::Values(found).fmt(f),
            EncodeError::Buckets(found) => ParameterFault::Values(found).fmt(f),
            EncodeError::Ring(found) => ParameterFault::Values(found).fmt(f),
            EncodeError::NoComponents => f.write_str("expected at least one component, found none"),
            EncodeError::ComponentPlace { index } => write!(
                f,
                "component {index}: expected the width of its type, at a multiple of it, in the slot \
                 and behind the component before"
            ),
            EncodeError::LabelCount { expected, found } => {
                write!(f, "expected {expected} label values, one for each key, found {found}")
            }
        }
    }
}

impl core::error::Error for EncodeError {}
