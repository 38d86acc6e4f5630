//! Adding while running: blocks and entries (SPEC.md 2.11). All of it is done by one thread at
//! a time.

use super::Word;
use crate::atomic::{self, Ordering, Point};
use crate::v2::layout::WORD;
use crate::v2::layout::block::{HEAD, HEADER, HEADER_LENGTH, KIND, LENGTH, ORDINAL, STRIPE};

/// The header of a block that is added (SPEC.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockHeader {
    /// The kind.
    pub kind: u32,
    /// The block's length, a multiple of 4096 and not 0.
    pub length: u64,
    /// Bytes in use, the header included.
    pub head: u64,
    /// The stripe.
    pub stripe: u32,
    /// The ordinal.
    pub ordinal: u32,
}

/// Two fields of 4 bytes in one word.
const fn pair(low: u32, high: u32) -> u64 {
    low as u64 | (high as u64) << 32
}

const _: () = assert!(HEADER_LENGTH == KIND + 4 && ORDINAL == STRIPE + 4);

/// Publishes a block (F2-GROW). `block` is the space behind the published length, which is mapped,
/// allocated and 0 throughout, and as long as the block.
pub fn append_block(published: &Word, block: &[Word], header: BlockHeader) {
    let relaxed = Ordering::Relaxed;
    debug_assert_eq!(header.length, (block.len() * WORD) as u64);
    block[KIND / WORD].store(pair(header.kind, HEADER as u32), relaxed);
    block[LENGTH / WORD].store(header.length, relaxed);
    block[HEAD / WORD].store(header.head, relaxed);
    block[STRIPE / WORD].store(pair(header.stripe, header.ordinal), relaxed);
    let length = published.own() + header.length;
    // Pairs with the fences of `read_heads`: who sees this length sees the block's header.
    published.store(length, atomic::ordering(Point::GrowPublished, Ordering::Release));
}

/// Publishes an entry behind the head of a directory block (F2-APPEND), and returns its offset in the
/// block; `None` where it doesn't fit. The block of its cell was published before.
pub fn append_entry(block: &[Word], entry: &[u64], generation: &Word) -> Option<u64> {
    let head = block[HEAD / WORD].own();
    let behind = block.get(head as usize / WORD..)?;
    for (word, value) in behind.get(..entry.len())?.iter().zip(entry) {
        word.store(*value, Ordering::Relaxed);
    }
    // Pairs with the second fence of `read_heads`: who sees this head sees the entry, and a published
    // length that its cell is within.
    let release = atomic::ordering(Point::AppendHead, Ordering::Release);
    block[HEAD / WORD].store(head + (entry.len() * WORD) as u64, release);
    // Pairs with the fence of `generation`: who sees this generation sees the head.
    let next = generation.own().wrapping_add(1);
    generation.store(next, atomic::ordering(Point::AppendGeneration, Ordering::Release));
    Some(head)
}

/// The append or reuse generation, for a reader that is about to read the directory: as long as
/// it stays, so does what the reader finds behind this.
pub fn generation(word: &Word) -> u64 {
    let generation = word.load(Ordering::Relaxed);
    // Pairs with the release stores of the generations.
    atomic::fence(Point::Generation, Ordering::Acquire);
    generation
}

/// Has the heads of the blocks up to the published length read, and returns the length that holds for cells
/// (F2-LENGTH-AGAIN). `heads` gets the length up to which it may look.
pub fn read_heads(published: &Word, heads: impl FnOnce(u64)) -> u64 {
    let length = published.load(Ordering::Relaxed);
    // Pairs with the release store of the published length: the block headers up to it are there.
    atomic::fence(Point::LengthFirst, Ordering::Acquire);
    heads(length);
    // Pairs with the release store of a head: the entries up to it are there, and so is the
    // published length that was stored before them.
    atomic::fence(Point::LengthHeads, Ordering::Acquire);
    if !atomic::enabled(Point::LengthAgain) {
        return length;
    }
    let length = published.load(Ordering::Relaxed);
    // As the first: cells may be in blocks that came in between.
    atomic::fence(Point::LengthSecond, Ordering::Acquire);
    length
}
