//! Attributes of a family (SPEC.md 2.5).

use crate::v2::bytes::u16_at;
use crate::v2::layout::{attribute, family};

/// One attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    /// Where it stands in its entry.
    pub at: usize,
    pub tag: u16,
    pub value: &'a [u8],
}

/// An attribute that ends behind its entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub at: usize,
    pub need: u16,
    pub have: usize,
}

/// The attributes of an entry, up to the first that is cut off.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a> {
    entry: &'a [u8],
    at: usize,
}

impl<'a> Attributes<'a> {
    pub fn of(entry: &'a [u8]) -> Attributes<'a> {
        Attributes { entry, at: family::ATTRIBUTES }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, Cut>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let (header, rest) = self.entry.get(at..)?.split_first_chunk::<{ attribute::HEADER }>()?;
        let tag = u16_at(header, 0);
        if tag == 0 {
            return None;
        }
        let need = u16_at(header, 2);
        match rest.get(..need.into()) {
            Some(value) => {
                self.at = at + attribute::HEADER + value.len();
                Some(Ok(Attribute { at, tag, value }))
            }
            None => {
                self.at = self.entry.len();
                Some(Err(Cut { at, need, have: rest.len() }))
            }
        }
    }
}
