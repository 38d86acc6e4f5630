//! Texts, as both formats have them.

use core::fmt;

/// A text as it stands in a file, with a view as characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'a>(&'a [u8]);

impl<'a> Text<'a> {
    /// The text in a value of that width: what stands before its first NUL (F1-TEXT-READ).
    pub fn new(padded: &'a [u8]) -> Text<'a> {
        let end = padded.iter().position(|b| *b == 0).unwrap_or(padded.len());
        Text(&padded[..end])
    }

    /// A text whose length is known: NUL is a character like others (F2-TEXT-LENGTH).
    pub const fn whole(bytes: &'a [u8]) -> Text<'a> {
        Text(bytes)
    }

    /// The bytes, which may be ill-formed UTF-8.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The well-formed runs, which together are the text: ill-formed bytes give nothing.
    pub fn runs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.utf8_chunks().map(|chunk| chunk.valid()).filter(|run| !run.is_empty())
    }

    /// The text where it is well-formed.
    pub fn to_str(&self) -> Result<&'a str, core::str::Utf8Error> {
        core::str::from_utf8(self.0)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_str() {
            Ok(text) => f.pad(text),
            Err(_) => self.runs().try_for_each(|run| f.write_str(run)),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

/// Whether all bytes are ASCII and none is NUL: such a byte is above 0 as a signed number.
#[inline(always)]
pub(crate) fn is_ascii(label: &[u8]) -> bool {
    fn all(bytes: &[u8]) -> bool {
        bytes.iter().fold(true, |all, byte| all & (*byte as i8 > 0))
    }
    // One comparison for 16 bytes; the last 16 overlap those before, so there is no rest.
    match (label.first_chunk::<16>(), label.last_chunk::<16>()) {
        (Some(first), Some(last)) => all(first) & all(last) && (label.len() <= 32 || all(label)),
        _ => match (label.first_chunk::<8>(), label.last_chunk::<8>()) {
            (Some(first), Some(last)) => all(first) & all(last),
            _ => all(label),
        },
    }
}
