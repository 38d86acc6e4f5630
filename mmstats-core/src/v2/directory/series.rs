//! Series (SPEC.md 2.6): what an entry says.

use super::name::check_text;
use crate::v2::bytes::{u16_at, u32_at, u64_at};
use crate::v2::error::{Error, ErrorKind};
use crate::v2::fault::TextFault;
use crate::v2::layout::series;

/// The fields of a series' entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub flags: u16,
    pub state: u64,
    pub cell: u64,
    pub created: u64,
    /// The family's id.
    pub family: u32,
}

impl Fields {
    /// The fields of an entry at `offset` (F2-SERIES-ENTRY).
    #[inline(always)]
    pub fn parse(entry: &[u8], offset: u64) -> Result<Fields, Error> {
        match entry.first_chunk::<{ series::MIN }>() {
            Some(fields) => Ok(Fields::read(fields)),
            None => {
                let kind = ErrorKind::SeriesEntry { found: entry.len() as u32 };
                Err(Error::new(offset, kind))
            }
        }
    }

    #[inline(always)]
    fn read(entry: &[u8; series::MIN]) -> Fields {
        Fields {
            flags: u16_at(entry, series::FLAGS),
            state: u64_at(entry, series::STATE),
            cell: u64_at(entry, series::CELL),
            created: u64_at(entry, series::CREATED),
            family: u32_at(entry, series::FAMILY),
        }
    }

    #[inline(always)]
    pub fn is_live(&self) -> bool {
        is_live(self.state)
    }

    #[inline(always)]
    pub fn is_overflow(&self) -> bool {
        self.flags & series::OVERFLOW != 0
    }
}

/// Whether a series with that state word is there (F2-LIVE).
pub const fn is_live(state: u64) -> bool {
    state & series::STATE_MASK == series::LIVE
}

/// The label values of an entry that was checked, as bytes.
#[derive(Clone, Debug)]
pub(super) struct LabelValues<'a> {
    rest: &'a [u8],
}

impl<'a> LabelValues<'a> {
    pub fn of(entry: &'a [u8]) -> LabelValues<'a> {
        LabelValues { rest: entry.get(series::LABELS..).unwrap_or_default() }
    }
}

impl<'a> Iterator for LabelValues<'a> {
    type Item = &'a [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<{ series::LABEL_LENGTH }>()?;
        let (value, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
        self.rest = rest;
        Some(value)
    }
}

/// F2-LABELS: `keys` label values, each wholly in the entry at `offset`, and a text.
#[inline(always)]
pub(super) fn check_labels(entry: &[u8], offset: u64, keys: u32) -> Result<(), Error> {
    let mut values = LabelValues::of(entry);
    for _ in 0..keys {
        let rest = values.rest;
        let checked = match values.next() {
            Some(value) => check_text(value),
            None => Err(cut(rest)),
        };
        if let Err(fault) = checked {
            let at = offset + (entry.len() - rest.len()) as u64;
            return Err(Error::new(at, ErrorKind::Labels(fault)));
        }
    }
    Ok(())
}

#[cold]
fn cut(rest: &[u8]) -> TextFault {
    let need = match rest.first_chunk() {
        Some(length) => series::LABEL_LENGTH + usize::from(u16::from_le_bytes(*length)),
        None => series::LABEL_LENGTH,
    };
    TextFault::Cut { need, have: rest.len() }
}
