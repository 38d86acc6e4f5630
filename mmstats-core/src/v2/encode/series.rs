//! Series' entries (SPEC.md 2.6).

use super::EncodeError;
use super::put::{Put, check_text};
use crate::v2::layout::{entry, series};

/// What the lengths of entries with label values are multiples of: so other values fit into
/// them later.
const LABELLED: usize = 32;
/// The longest label value in bytes.
const MAX_LABEL: usize = u16::MAX as usize;

/// A series' entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesEntry<'a> {
    /// Its family's id.
    pub family: u32,
    /// Whether it is that beyond the limit.
    pub overflow: bool,
    /// The state: live or retired, in `layout::series`.
    pub state: u64,
    /// Offset of its cell.
    pub cell: u64,
    /// When it was created, nanoseconds since 1970.
    pub created: u64,
    /// Its label values, as [`put_label_values`] has them.
    pub label_values: &'a [u8],
}

impl SeriesEntry<'_> {
    /// The length of the entry.
    pub const fn length(&self) -> usize {
        if self.label_values.is_empty() {
            return series::MIN;
        }
        (series::LABELS + self.label_values.len()).next_multiple_of(LABELLED)
    }

    /// Encodes it into a place of that length.
    pub fn encode(&self, out: &mut [u8]) {
        let flags = if self.overflow { series::OVERFLOW } else { 0 };
        let mut put = Put::new(out);
        put.u32(self.length() as u32).u16(entry::SERIES).u16(flags);
        put.u64(self.state).u64(self.cell).u64(self.created).u32(self.family);
        put.bytes(self.label_values).zeros();
    }
}

/// The length of label values in an entry, checked.
pub fn label_values_length(values: &[&str]) -> Result<usize, EncodeError> {
    values.iter().try_fold(0, |length, value| {
        check_text("label value", value, MAX_LABEL)?;
        Ok(length + series::LABEL_LENGTH + value.len())
    })
}

/// Encodes label values into a place of their length.
pub fn put_label_values(values: &[&str], out: &mut [u8]) {
    let mut put = Put::new(out);
    for value in values {
        put.u16(value.len() as u16).bytes(value.as_bytes());
    }
}
