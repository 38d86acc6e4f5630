//! The shapes of cells that families give in attributes (SPEC.md 2.7 to 2.9).

use super::bytes::{u32_at, u64_at};
use super::fault::ParameterFault;
use super::layout::{WORD, histogram, sequenced, window};

/// Of a text or struct: how its slots are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sequence {
    /// How many slots.
    pub slots: u32,
    /// Width of a slot in bytes.
    pub width: u32,
}

/// Of a histogram: which buckets it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Buckets {
    /// 2 to this many buckets double a value.
    pub scale: u32,
    /// Index of the first.
    pub first: i32,
    /// How many.
    pub number: u32,
}

/// Of a window: how its slots are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ring {
    /// The time of a slot in nanoseconds.
    pub duration: u64,
    /// How many slots, that which is being filled included.
    pub slots: u32,
}

impl Sequence {
    /// Whether there are such cells (F2-SEQUENCE).
    pub const fn is_valid(&self) -> bool {
        self.slots.is_power_of_two()
            && self.slots >= sequenced::MIN_SLOTS
            && self.slots <= sequenced::MAX_SLOTS
            && self.width != 0
            && self.width <= sequenced::MAX_WIDTH
            && self.width.is_multiple_of(WORD as u32)
    }

    /// The length of a cell in bytes.
    pub const fn cell_length(&self) -> u64 {
        sequenced::SLOTS as u64 + self.slots as u64 * self.width as u64
    }

    /// What the attribute says.
    pub fn parse(value: &[u8]) -> Result<Sequence, ParameterFault<Sequence>> {
        if value.len() != sequenced::ATTRIBUTE {
            return Err(ParameterFault::Length { found: value.len() });
        }
        let found = Sequence { slots: u32_at(value, 0), width: u32_at(value, 4) };
        if found.is_valid() { Ok(found) } else { Err(ParameterFault::Values(found)) }
    }
}

impl Buckets {
    /// Whether there are such cells (F2-BUCKETS).
    pub const fn is_valid(&self) -> bool {
        if self.scale > histogram::MAX_SCALE
            || self.number == 0
            || self.number > histogram::MAX_BUCKETS
        {
            return false;
        }
        let least = (histogram::MIN_EXPONENT as i64) << self.scale;
        let most = (histogram::MAX_EXPONENT as i64) << self.scale;
        let first = self.first as i64;
        first >= least && first + self.number as i64 <= most
    }

    /// The length of a cell in bytes.
    pub const fn cell_length(&self) -> u64 {
        WORD as u64 * (histogram::BUCKETS as u64 + self.number as u64)
    }

    /// What the attribute says.
    pub fn parse(value: &[u8]) -> Result<Buckets, ParameterFault<Buckets>> {
        if value.len() != histogram::ATTRIBUTE {
            return Err(ParameterFault::Length { found: value.len() });
        }
        let found = Buckets {
            scale: u32_at(value, histogram::SCALE),
            first: u32_at(value, histogram::FIRST) as i32,
            number: u32_at(value, histogram::NUMBER),
        };
        if found.is_valid() { Ok(found) } else { Err(ParameterFault::Values(found)) }
    }
}

impl Ring {
    /// Whether there are such cells (F2-RING).
    pub const fn is_valid(&self) -> bool {
        self.duration != 0 && self.slots >= window::MIN_SLOTS && self.slots <= window::MAX_SLOTS
    }

    /// The length of a cell in bytes.
    pub const fn cell_length(&self) -> u64 {
        WORD as u64 * (window::SLOTS as u64 + window::SLOT_WORDS as u64 * self.slots as u64)
    }

    /// What the attribute says.
    pub fn parse(value: &[u8]) -> Result<Ring, ParameterFault<Ring>> {
        if value.len() != window::ATTRIBUTE {
            return Err(ParameterFault::Length { found: value.len() });
        }
        let found = Ring {
            duration: u64_at(value, window::DURATION),
            slots: u32_at(value, window::NUMBER),
        };
        if found.is_valid() { Ok(found) } else { Err(ParameterFault::Values(found)) }
    }
}

/// The shape of a family's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parameters {
    /// One word: counters and gauges.
    Scalar,
    /// A sequence and slots: texts and structs.
    Sequence(Sequence),
    /// A histogram.
    Buckets(Buckets),
    /// A window.
    Ring(Ring),
}

impl Parameters {
    /// The length of a cell in bytes.
    pub const fn cell_length(&self) -> u64 {
        match self {
            Parameters::Scalar => WORD as u64,
            Parameters::Sequence(sequence) => sequence.cell_length(),
            Parameters::Buckets(buckets) => buckets.cell_length(),
            Parameters::Ring(ring) => ring.cell_length(),
        }
    }

    /// Whether a reader has to look at a cell more than once (SPEC.md 2.10): it has sequences or epochs.
    pub const fn is_watched(&self) -> bool {
        matches!(self, Parameters::Sequence(_) | Parameters::Ring(_))
    }
}
