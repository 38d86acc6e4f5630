//! Which blocks belong together (SPEC.md 2.3): those with one ordinal, of all stripes.

use alloc::vec::Vec;

use crate::v2::block::Block;
use crate::v2::error::{Error, ErrorKind};
use crate::v2::layout::block;

/// The blocks of the other stripes, for every block of stripe 0.
#[derive(Clone, Debug)]
pub(super) struct Stripes {
    /// Offsets of blocks: grouped, and in the order of the file within a group.
    others: Vec<u64>,
    /// For each block of the file, where its group ends in `others`; it begins where the one before ends.
    ends: Vec<u32>,
}

impl Stripes {
    /// Checks F2-STRIPE-LENGTH too.
    pub fn of(blocks: &[Block]) -> Result<Stripes, Error> {
        let striped = |block: &Block| block.kind == block::STRIPED;
        let mut zeros: Vec<(u32, u32)> = (0..)
            .zip(blocks)
            .filter(|(_, block)| striped(block) && block.stripe == 0)
            .map(|(i, block)| (block.ordinal, i))
            .collect();
        // Where an ordinal comes twice, which no writer does, its first block is meant.
        zeros.sort_unstable();
        zeros.dedup_by_key(|(ordinal, _)| *ordinal);
        let mut others: Vec<(u32, u64)> = Vec::new();
        for block in blocks.iter().filter(|block| striped(block) && block.stripe != 0) {
            if let Ok(at) = zeros.binary_search_by_key(&block.ordinal, |(ordinal, _)| *ordinal) {
                let zero = zeros[at].1;
                check_alike(block, &blocks[zero as usize])?;
                others.push((zero, block.offset));
            }
        }
        others.sort_unstable();
        let mut ends = Vec::with_capacity(blocks.len());
        let mut end = 0;
        for zero in 0..blocks.len() as u32 {
            end += others[end..].iter().take_while(|(of, _)| *of == zero).count();
            ends.push(end as u32);
        }
        Ok(Stripes { others: others.into_iter().map(|(_, offset)| offset).collect(), ends })
    }

    /// The offsets of the other stripes' blocks for the block with that index.
    #[inline(always)]
    pub fn others(&self, block: usize) -> &[u64] {
        let end = |block: Option<usize>| {
            block.and_then(|block| self.ends.get(block)).map_or(0, |end| *end as usize)
        };
        self.others.get(end(block.checked_sub(1))..end(Some(block))).unwrap_or_default()
    }
}

/// F2-STRIPE-LENGTH.
fn check_alike(block: &Block, zero: &Block) -> Result<(), Error> {
    let error = |at: usize, found, expected| {
        Err(Error::new(block.offset + at as u64, ErrorKind::StripeLength { found, expected }))
    };
    if block.length != zero.length {
        return error(block::LENGTH, block.length, zero.length);
    }
    if block.header_length != zero.header_length {
        return error(block::HEADER_LENGTH, block.header_length.into(), zero.header_length.into());
    }
    Ok(())
}
