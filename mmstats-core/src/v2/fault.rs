//! What is wrong with an item for which one clause has several words.

use core::fmt;

use super::layout::{component, family, histogram, sequenced, window};
use super::parameters::{Buckets, Ring, Sequence};

/// What is wrong with a text of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextFault {
    /// It isn't there.
    Missing,
    /// It has no bytes.
    Empty,
    /// It is too long.
    Long {
        /// Its length.
        found: usize,
    },
    /// It isn't well-formed UTF-8.
    Utf8,
    /// It contains NUL.
    Nul,
    /// It ends behind what holds it.
    Cut {
        /// The bytes that it has to have, those of its length included.
        need: usize,
        /// The bytes that are there.
        have: usize,
    },
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            TextFault::Missing => f.write_str("expected one, found none"),
            TextFault::Empty => f.write_str("expected at least 1 byte, found 0"),
            TextFault::Long { found } => {
                write!(f, "expected at most {} bytes, found {found}", family::MAX_NAME)
            }
            TextFault::Utf8 => f.write_str("expected UTF-8, found ill-formed bytes"),
            TextFault::Nul => f.write_str("expected no NUL, found one"),
            TextFault::Cut { need, have } => {
                write!(f, "expected {need} bytes, found the end of the entry after {have}")
            }
        }
    }
}

/// What is wrong with an attribute that gives the shape of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterFault<T> {
    /// The family doesn't have it.
    Missing,
    /// It has another length.
    Length {
        /// Its length.
        found: usize,
    },
    /// What it says is no shape of a cell.
    Values(T),
}

fn parameter_fault<T: Copy>(
    f: &mut fmt::Formatter<'_>,
    fault: &ParameterFault<T>,
    length: usize,
    values: impl FnOnce(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    match *fault {
        ParameterFault::Missing => f.write_str("expected the attribute, found none"),
        ParameterFault::Length { found } => write!(f, "expected {length} bytes, found {found}"),
        ParameterFault::Values(found) => values(f, found),
    }
}

impl fmt::Display for ParameterFault<Sequence> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameter_fault(f, self, sequenced::ATTRIBUTE, |f, Sequence { slots, width }| {
            write!(
                f,
                "expected a power of two of slots from {} to {}, of a multiple of 8 from 8 to {} \
                 bytes, found {slots} of {width}",
                sequenced::MIN_SLOTS,
                sequenced::MAX_SLOTS,
                sequenced::MAX_WIDTH
            )
        })
    }
}

impl fmt::Display for ParameterFault<Buckets> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameter_fault(f, self, histogram::ATTRIBUTE, |f, Buckets { scale, first, number }| {
            write!(
                f,
                "expected 1 to {} buckets of scale 0 to {} with bounds from 2^{} to 2^{}, found \
                 {number} of scale {scale} from index {first} on",
                histogram::MAX_BUCKETS,
                histogram::MAX_SCALE,
                histogram::MIN_EXPONENT,
                histogram::MAX_EXPONENT
            )
        })
    }
}

impl fmt::Display for ParameterFault<Ring> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameter_fault(f, self, window::ATTRIBUTE, |f, Ring { duration, slots }| {
            write!(
                f,
                "expected {} to {} slots of a duration that isn't 0, found {slots} of {duration} ns",
                window::MIN_SLOTS,
                window::MAX_SLOTS
            )
        })
    }
}

/// What is wrong with a component of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComponentFault {
    /// The struct has none.
    Missing,
    /// It is shorter than its fields.
    Length {
        /// Its length.
        found: usize,
    },
    /// An unknown type.
    Type {
        /// The type's code.
        found: u8,
    },
    /// A width that its type doesn't have.
    Width {
        /// The width.
        found: u32,
    },
    /// An unknown kind.
    Kind {
        /// The kind's code.
        found: u8,
    },
    /// Its name.
    Name(TextFault),
    /// Its unit.
    Unit(TextFault),
}

impl fmt::Display for ComponentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ComponentFault::Missing => f.write_str("expected at least one, found none"),
            ComponentFault::Length { found } => {
                write!(f, "expected at least {} bytes, found {found}", component::NAME)
            }
            ComponentFault::Type { found } => write!(f, "expected a type, 1 to 12, found {found}"),
            ComponentFault::Width { found } => {
                write!(f, "expected the width of its type, found {found}")
            }
            ComponentFault::Kind { found } => write!(f, "expected a kind, 1 to 3, found {found}"),
            ComponentFault::Name(fault) => write!(f, "name: {fault}"),
            ComponentFault::Unit(fault) => write!(f, "unit: {fault}"),
        }
    }
}
