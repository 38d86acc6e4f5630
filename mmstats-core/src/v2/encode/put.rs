//! Bytes one after the other, into a place that is long enough.

use super::EncodeError;
use crate::v2::layout::attribute::HEADER;
use crate::v2::layout::family::MAX_NAME;

/// Where the next bytes go. What is beyond the place is left out: who asks for a length first gives
/// a place of that length.
pub(super) struct Put<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl<'a> Put<'a> {
    pub(super) fn new(out: &'a mut [u8]) -> Put<'a> {
        Put { out, at: 0 }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        if let Some(place) = self.out.get_mut(self.at..self.at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
        self.at += bytes.len();
        self
    }

    pub(super) fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes(&[value])
    }

    pub(super) fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub(super) fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub(super) fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    /// The tag and length of an attribute, whose value follows.
    pub(super) fn attribute(&mut self, tag: u16, length: usize) -> &mut Self {
        self.u16(tag).u16(length as u16)
    }

    /// An attribute that is a text.
    pub(super) fn text(&mut self, tag: u16, text: &str) -> &mut Self {
        self.attribute(tag, text.len()).bytes(text.as_bytes())
    }

    /// Zeros to the end of the place.
    pub(super) fn zeros(&mut self) {
        if let Some(rest) = self.out.get_mut(self.at..) {
            rest.fill(0);
        }
    }
}

/// The length of an attribute with a value of so many bytes.
pub(super) const fn attribute_length(value: usize) -> usize {
    HEADER + value
}

/// A text of the directory: at most `limit` bytes, without NUL.
pub(super) fn check_text(what: &'static str, text: &str, limit: usize) -> Result<(), EncodeError> {
    if text.len() > limit {
        return Err(EncodeError::Long { what, found: text.len(), limit });
    }
    if text.as_bytes().contains(&0) { Err(EncodeError::Nul { what }) } else { Ok(()) }
}

/// A name: of 1 to 255 bytes.
pub(super) fn check_name(what: &'static str, name: &str) -> Result<(), EncodeError> {
    if name.is_empty() {
        Err(EncodeError::Empty { what })
    } else {
        check_text(what, name, MAX_NAME)
    }
}
