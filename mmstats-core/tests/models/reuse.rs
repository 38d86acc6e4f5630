//! Retiring and reuse: F2-RETIRE, F2-REUSE, F2-STATE-READ, F2-COPY.

use std::sync::atomic::Ordering::{Acquire, Relaxed};

use loom::sync::Arc;
use loom::sync::atomic::fence;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::cells::{Word, clear, generation, read_series, retire, reuse};
use mmstats_core::v2::layout::WORD;
use mmstats_core::v2::layout::series::{CREATED, FAMILY, LIVE, STATE, STATE_MASK};

use crate::protocol::{Protocol, claim};

/// A series is retired and its entry reused, before the eyes of a reader that maps the file.
pub const MAPPING: Protocol = Protocol {
    model: mapping,
    points: &[
        Point::ReuseFence,
        Point::ReuseLive,
        Point::StateFirst,
        Point::StateCopied,
        Point::StateAgain,
    ],
};

/// The same, and a reader that copies.
pub const COPYING: Protocol = Protocol {
    model: copying,
    points: &[
        Point::RetireGeneration,
        Point::ReuseOdd,
        Point::ReuseFence,
        Point::ReuseEven,
        Point::Generation,
    ],
};

const LABEL: usize = FAMILY / WORD;

struct Memory {
    generation: Word,
    entry: Vec<Word>,
    cell: Word,
}

/// What a reader has copied of a series.
#[derive(Debug, PartialEq)]
struct Series {
    created: u64,
    label: u64,
    value: u64,
}

impl Series {
    /// All of it is the first series', or all the second one's, whose value comes after it.
    fn is_whole(&self) -> bool {
        let Series { created, label, value } = *self;
        (created, label, value) == (1, 1, 10)
            || (created, label) == (2, 2) && [0, 20].contains(&value)
    }
}

impl Memory {
    /// A live series.
    fn new() -> Memory {
        let entry: Vec<Word> = (0..=LABEL).map(|_| Word::new(0)).collect();
        entry[STATE / WORD].store(LIVE, Relaxed);
        entry[CREATED / WORD].store(1, Relaxed);
        entry[LABEL].store(1, Relaxed);
        Memory { generation: Word::new(0), entry, cell: Word::new(10) }
    }

    /// Makes another of it.
    fn replace(&self) {
        retire(&self.entry, &self.generation);
        let clear = || clear(std::slice::from_ref(&self.cell));
        reuse(&self.entry, &self.generation, 2, &[2], clear);
        self.cell.store(20, Relaxed);
    }

    fn series(&self) -> Series {
        Series {
            created: self.entry[CREATED / WORD].load(Relaxed),
            label: self.entry[LABEL].load(Relaxed),
            value: self.cell.load(Relaxed),
        }
    }
}

fn mapping() {
    let memory = Arc::new(Memory::new());
    let shared = memory.clone();
    let writer = thread::spawn(move || shared.replace());

    if let Ok(Some(series)) = read_series(&memory.entry, || memory.series(), 1) {
        claim(series.is_whole(), series);
    }

    writer.join().expect("it reuses");
    let last = Series { created: 2, label: 2, value: 20 };
    claim(read_series(&memory.entry, || memory.series(), 1) == Ok(Some(last)), "the last is there");
}

fn copying() {
    let memory = Arc::new(Memory::new());
    let shared = memory.clone();
    let writer = thread::spawn(move || shared.replace());

    let first = generation(&memory.generation);
    // What one call copies comes in any order; this is the worst one.
    let label = memory.entry[LABEL].load(Relaxed);
    let state = memory.entry[STATE / WORD].load(Relaxed);
    // SPEC.md asks for sequentially consistent fences: a copy isn't made of loads. Of loads this is enough.
    fence(Acquire);
    let value = memory.cell.load(Relaxed);
    fence(Acquire);
    let second = generation(&memory.generation);
    if first % 2 == 0 && first == second && state & STATE_MASK == LIVE {
        // Created when its label was.
        let series = Series { created: label, label, value };
        claim(series.is_whole(), ("generation", first, &series));
        // Otherwise a reader that keeps the directory as long as the generation stays yields it for ever.
        claim(first == 0 || label == 2, ("retired at generation", first, series));
    }

    writer.join().expect("it reuses");
    claim(generation(&memory.generation) == 4, "retiring counts 2, and so does reusing");
}
