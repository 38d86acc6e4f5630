//! The entries of a directory that was parsed: its lengths are right.

use mmstats_core::v2::Block;
use mmstats_core::v2::layout::{attribute, entry, family};

/// An entry, or an attribute in one: where it stands, what it is, its bytes.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) offset: u64,
    pub(super) code: u16,
    pub(super) bytes: &'a [u8],
}

/// The entries of a block.
pub(super) fn entries<'a>(file: &'a [u8], block: &Block) -> impl Iterator<Item = Item<'a>> {
    let used = block.used();
    let mut offset = used.start;
    let mut rest = file.get(used.start as usize..used.end as usize).unwrap_or_default();
    std::iter::from_fn(move || {
        let (bytes, behind) = rest.split_at_checked(u32_at(rest, entry::LENGTH)? as usize)?;
        let item = Item { offset, code: u16_at(bytes, entry::TYPE)?, bytes };
        (offset, rest) = (offset + bytes.len() as u64, behind);
        Some(item)
    })
}

/// The attributes of a family's entry; their bytes are their values.
pub(super) fn attributes<'a>(entry: Item<'a>) -> impl Iterator<Item = Item<'a>> {
    let mut at = family::ATTRIBUTES;
    std::iter::from_fn(move || {
        let code = u16_at(entry.bytes, at).filter(|tag| *tag != 0)?;
        let length = u16_at(entry.bytes, at + 2)?;
        let bytes = entry.bytes.get(at + attribute::HEADER..)?.get(..length.into())?;
        let item = Item { offset: entry.offset + at as u64, code, bytes };
        at += attribute::HEADER + bytes.len();
        Some(item)
    })
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
