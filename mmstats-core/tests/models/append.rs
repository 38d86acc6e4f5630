//! Publishing an entry: F2-APPEND, and what a reader may keep of a directory (SPEC.md 2.11).

use std::sync::atomic::Ordering::Relaxed;

use loom::sync::Arc;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::cells::{Word, append_entry, generation, read_heads};
use mmstats_core::v2::layout::{WORD, block};

use crate::protocol::{Protocol, claim};

/// Two entries are added while a reader reads the directory.
pub const ENTRY: Protocol =
    Protocol { model: append, points: &[Point::AppendHead, Point::AppendGeneration] };

const HEADER: usize = block::HEADER / WORD;
const ENTRIES: usize = 2;
/// Words of an entry.
const WIDTH: usize = 2;

struct Memory {
    published: Word,
    generation: Word,
    /// A directory block: its header and room for the entries.
    block: Vec<Word>,
}

fn append() {
    let block: Vec<Word> = (0..HEADER + ENTRIES * WIDTH).map(|_| Word::new(0)).collect();
    block[block::HEAD / WORD].store(block::HEADER as u64, Relaxed);
    let length = (block.len() * WORD) as u64;
    let memory = Memory { published: Word::new(length), generation: Word::new(0), block };
    let memory = Arc::new(memory);

    let shared = memory.clone();
    let writer = thread::spawn(move || {
        for n in 1..=ENTRIES as u64 {
            let at = append_entry(&shared.block, &[n; WIDTH], &shared.generation);
            claim(at == Some(block::HEADER as u64 + (n - 1) * 16), "the entry stands at the head");
        }
        let full = append_entry(&shared.block, &[0; WIDTH], &shared.generation);
        claim(full.is_none(), "a block that is full takes no entry");
    });

    let known = generation(&memory.generation);
    let mut head = 0;
    read_heads(&memory.published, |_| head = memory.block[block::HEAD / WORD].load(Relaxed));
    let entries = (head as usize / WORD - HEADER) / WIDTH;
    for (i, words) in memory.block[HEADER..][..entries * WIDTH].chunks(WIDTH).enumerate() {
        let entry: Vec<u64> = words.iter().map(|word| word.load(Relaxed)).collect();
        claim(entry == [i as u64 + 1; WIDTH], ("an entry before the head is whole", entry));
    }
    // Otherwise a reader that keeps the directory as long as the generation stays misses one for ever.
    claim(entries as u64 >= known, ("generation", known, "entries", entries));

    writer.join().expect("it appends");
    claim(generation(&memory.generation) == ENTRIES as u64, "the generation counts entries");
}
