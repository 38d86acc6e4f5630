//! Publishing a block, and an entry whose cell is in it: F2-GROW, F2-APPEND, F2-LENGTH-AGAIN.

use std::sync::atomic::Ordering::Relaxed;

use loom::sync::Arc;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::cells::{BlockHeader, Word, append_block, append_entry, read_heads};
use mmstats_core::v2::layout::{WORD, block};

use crate::protocol::{Protocol, claim};

/// Two blocks of cells are added, and an entry whose cell is in the first of them.
pub const BLOCK: Protocol = Protocol {
    model: grow,
    points: &[
        Point::GrowPublished,
        Point::AppendHead,
        Point::LengthFirst,
        Point::LengthHeads,
        Point::LengthAgain,
        Point::LengthSecond,
    ],
};

/// Words of a block. A real one is longer, which makes no difference to the protocol.
const BLOCK_WORDS: usize = 10;
const LENGTH: u64 = (BLOCK_WORDS * WORD) as u64;
const CELLS: BlockHeader =
    BlockHeader { kind: block::CELLS, length: LENGTH, head: LENGTH, stripe: 0, ordinal: 0 };
/// The cell of the entry: the first word behind the header of the first block that is added.
const CELL: u64 = LENGTH + block::HEADER as u64;

struct Memory {
    published: Word,
    generation: Word,
    /// A directory block, which is published, and room for two blocks of cells.
    blocks: Vec<Word>,
}

impl Memory {
    fn block(&self, number: usize) -> &[Word] {
        &self.blocks[number * BLOCK_WORDS..][..BLOCK_WORDS]
    }

    /// Every block that is published has its header.
    fn look_at_blocks(&self, length: u64) {
        for number in 0..(length / LENGTH) as usize {
            let found = self.block(number)[block::LENGTH / WORD].load(Relaxed);
            claim(found == LENGTH, ("length of block", number, found));
        }
    }
}

fn grow() {
    let memory = Memory {
        published: Word::new(LENGTH),
        generation: Word::new(0),
        blocks: (0..3 * BLOCK_WORDS).map(|_| Word::new(0)).collect(),
    };
    let directory = memory.block(0);
    directory[block::LENGTH / WORD].store(LENGTH, Relaxed);
    directory[block::HEAD / WORD].store(block::HEADER as u64, Relaxed);
    let memory = Arc::new(memory);

    let shared = memory.clone();
    let writer = thread::spawn(move || {
        append_block(&shared.published, shared.block(1), CELLS);
        append_entry(shared.block(0), &[CELL], &shared.generation).expect("there is room");
        let second = BlockHeader { ordinal: 1, ..CELLS };
        append_block(&shared.published, shared.block(2), second);
    });

    let mut head = 0;
    let length = read_heads(&memory.published, |length| {
        memory.look_at_blocks(length);
        head = memory.block(0)[block::HEAD / WORD].load(Relaxed);
    });
    memory.look_at_blocks(length);
    if head > block::HEADER as u64 {
        let cell = memory.block(0)[block::HEADER / WORD].load(Relaxed);
        claim(cell == CELL && cell + 8 <= length, ("cell", cell, "length", length));
    }
    writer.join().expect("it grows");
}
