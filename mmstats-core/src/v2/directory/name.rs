//! The texts of the directory: names, units, help, label values (SPEC.md 2.5 and 2.6).

use crate::text::is_ascii;
use crate::v2::fault::TextFault;
use crate::v2::layout::family::MAX_NAME;

/// Help and label values: well-formed UTF-8 without NUL. Nearly all are ASCII.
#[inline(always)]
pub(super) fn check_text(bytes: &[u8]) -> Result<(), TextFault> {
    if is_ascii(bytes) { Ok(()) } else { check_bytes(bytes) }
}

#[cold]
fn check_bytes(bytes: &[u8]) -> Result<(), TextFault> {
    if core::str::from_utf8(bytes).is_err() {
        return Err(TextFault::Utf8);
    }
    if bytes.contains(&0) { Err(TextFault::Nul) } else { Ok(()) }
}

/// A unit: up to 255 bytes.
pub(super) fn check_unit(bytes: &[u8]) -> Result<(), TextFault> {
    if bytes.len() > MAX_NAME {
        return Err(TextFault::Long { found: bytes.len() });
    }
    check_text(bytes)
}

/// A name or label key: 1 to 255 bytes.
pub(super) fn check_name(bytes: &[u8]) -> Result<(), TextFault> {
    if bytes.is_empty() { Err(TextFault::Empty) } else { check_unit(bytes) }
}
