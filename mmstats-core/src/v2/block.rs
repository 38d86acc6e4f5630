//! Blocks (SPEC.md 2.3).

use core::ops::Range;

use super::bytes::{u32_at, u64_at};
use super::error::{Error, ErrorKind};
use super::layout::{PAGE, WORD, block};

/// What a block header says, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where the block begins in the file.
    pub offset: u64,
    /// Its kind: one of `layout::block`, or another that is skipped.
    pub kind: u32,
    /// Its header length.
    pub header_length: u32,
    /// Its length.
    pub length: u64,
    /// How many of its bytes are in use.
    pub head: u64,
    /// The stripe whose cells it has, in a block of kind 3.
    pub stripe: u32,
    /// Its number among the blocks of its kind and stripe.
    pub ordinal: u32,
}

impl Block {
    /// Parses and checks the block at `offset` of a file with that published length; `header` begins
    /// with the block's header.
    pub fn parse(header: &[u8], offset: u64, published: u64) -> Result<Block, Error> {
        let found = Block {
            offset,
            kind: u32_at(header, block::KIND),
            header_length: u32_at(header, block::HEADER_LENGTH),
            length: u64_at(header, block::LENGTH),
            head: u64_at(header, block::HEAD),
            stripe: u32_at(header, block::STRIPE),
            ordinal: u32_at(header, block::ORDINAL),
        };
        found.check(published.saturating_sub(offset))?;
        Ok(found)
    }

    fn check(&self, room: u64) -> Result<(), Error> {
        let Block { offset, header_length, length, head, .. } = *self;
        if length == 0 || !length.is_multiple_of(PAGE as u64) || length > room {
            let kind = ErrorKind::BlockWhole { found: length, room };
            return Err(Error::new(offset + block::LENGTH as u64, kind));
        }
        let is_length = |found: u64, least: u64| {
            found.is_multiple_of(WORD as u64) && found >= least && found <= length
        };
        if !is_length(header_length.into(), block::HEADER as u64) {
            let kind = ErrorKind::BlockHeader { found: header_length, length };
            return Err(Error::new(offset + block::HEADER_LENGTH as u64, kind));
        }
        if !is_length(head, header_length.into()) {
            let kind = ErrorKind::Head { found: head, least: header_length, length };
            return Err(Error::new(offset + block::HEAD as u64, kind));
        }
        Ok(())
    }

    /// Where it ends in the file.
    pub const fn end(&self) -> u64 {
        self.offset + self.length
    }

    /// Where its content may be in the file: behind its header.
    pub const fn content(&self) -> Range<u64> {
        self.offset + self.header_length as u64..self.end()
    }

    /// Where its bytes in use are in the file: from its header to its head.
    pub const fn used(&self) -> Range<u64> {
        self.offset + self.header_length as u64..self.offset + self.head
    }

    /// Whether the cells that series name may be in it (F2-CELL).
    pub const fn holds_cells(&self) -> bool {
        self.kind == block::CELLS || self.kind == block::STRIPED && self.stripe == 0
    }
}
