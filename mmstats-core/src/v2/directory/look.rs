//! One look at a file: how long it is, which blocks it has, and how far they are in use.

use alloc::vec::Vec;

use crate::v2::block::Block;
use crate::v2::error::Error;
use crate::v2::header::Header;
use crate::v2::layout::block;

/// What a reader knows of a file before it copies the directory (SPEC.md 2.11 and 2.13). It is
/// taken step by step from copies that the reader makes, so that a reader of a live file has each
/// from the right moment:
///
/// 1. [`Look::new`] with a copy of the header;
/// 2. [`Look::push`] with a copy of each block header, for as long as [`Look::next`] names one;
/// 3. [`Look::again`] with another copy of the header, and as step 2 for blocks that are new;
/// 4. copies of all that [`Look::entries`] names, and [`super::Directory::parse_looked`].
///
/// A file that nobody writes needs no step 3. Copies of one step may be one copy.
#[derive(Clone, Debug)]
pub struct Look {
    header: Header,
    blocks: Vec<Block>,
    /// How many of the blocks have heads from before the published length was looked at again: what is
    /// in the others may need cells behind that length.
    headed: usize,
    again: bool,
    next: u64,
}

impl Look {
    /// Begins with a copy of the header of a file of `size` bytes.
    pub fn new(header: &[u8], size: u64) -> Result<Look, Error> {
        let header = Header::parse(header, size)?;
        let next = header.length.into();
        Ok(Look { header, blocks: Vec::new(), headed: 0, again: false, next })
    }

    /// The offset of the next block header to be looked at, of `layout::block::HEADER` bytes.
    #[allow(clippy::should_implement_trait, reason = "there is a step between two of them")]
    pub fn next(&self) -> Option<u64> {
        (self.next < self.header.published).then_some(self.next)
    }

    /// The next block; `header` is a copy of its header, and may be longer.
    pub fn push(&mut self, header: &[u8]) -> Result<(), Error> {
        let block = Block::parse(header, self.next, self.header.published)?;
        self.next = block.end();
        self.blocks.push(block);
        if !self.again {
            self.headed = self.blocks.len();
        }
        Ok(())
    }

    /// Takes the published length from a later copy of the header (F2-LENGTH-AGAIN). All else of
    /// the header stays what it was: generations count from before the directory is read.
    pub fn again(&mut self, header: &[u8], size: u64) -> Result<(), Error> {
        let published = Header::parse(header, size)?.published;
        // A file never shrinks.
        self.header.published = self.header.published.max(published);
        self.again = true;
        Ok(())
    }

    /// The look at a file that nobody writes.
    pub fn at_rest(bytes: &[u8]) -> Result<Look, Error> {
        let mut look = Look::new(bytes, bytes.len() as u64)?;
        while let Some(at) = look.next() {
            // Below the published length, which is below the number of bytes.
            look.push(bytes.get(at as usize..).unwrap_or_default())?;
        }
        Ok(look)
    }

    /// The header of the first copy, with the published length of the last one.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The blocks, in the order of the file.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks of entries that count: those with a head from before the last published length.
    pub fn entries(&self) -> impl Iterator<Item = &Block> {
        self.blocks[..self.headed].iter().filter(|block| block.kind == block::DIRECTORY)
    }
}
