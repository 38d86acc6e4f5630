//! Little-endian integers in bytes that nobody has checked: what isn't there reads as 0.
#![cfg_attr(not(feature = "alloc"), allow(dead_code))]

#[inline(always)]
fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

#[inline(always)]
pub(super) fn u8_at(bytes: &[u8], at: usize) -> u8 {
    u8::from_le_bytes(array(bytes, at))
}

#[inline(always)]
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array(bytes, at))
}

#[inline(always)]
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

#[inline(always)]
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array(bytes, at))
}

/// Bytes of any kind.
#[inline(always)]
pub(super) fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    array(bytes, at)
}

/// The word at that offset of a file.
#[inline(always)]
pub(super) fn word_at(bytes: &[u8], offset: u64) -> u64 {
    slice_at(bytes, offset).map_or(0, |rest| u64_at(rest, 0))
}

/// What stands from that offset of a file on.
#[inline(always)]
pub(super) fn slice_at(bytes: &[u8], offset: u64) -> Option<&[u8]> {
    bytes.get(usize::try_from(offset).ok()?..)
}
