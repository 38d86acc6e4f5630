//! Window cells: F2-WINDOW-RESET, F2-WINDOW-READ.

use loom::sync::Arc;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::Ring;
use mmstats_core::v2::cells::{TimeSlot, WindowCell, Word};

use crate::protocol::{Protocol, claim};

/// A slot goes from one epoch to the next one of the ring.
pub const RESET: Protocol = Protocol {
    model: reset,
    points: &[
        Point::ResetEmpty,
        Point::ResetFence,
        Point::ResetEpoch,
        Point::WindowEpoch,
        Point::WindowWords,
        Point::WindowAgain,
    ],
};

const RING: Ring = Ring { duration: 10, slots: 2 };
/// The slot of the epochs 1 and 3, which begin at 0 and 20.
const SLOT: usize = 1;

fn reset() {
    let words: Vec<Word> = (0..9).map(|_| Word::new(0)).collect();
    let words = Arc::new(words);
    let cell = WindowCell::<u64>::new(&words, RING).expect("a cell of two slots");
    cell.observe(1, 0);

    let shared = words.clone();
    let writer = thread::spawn(move || {
        let cell = WindowCell::<u64>::new(&shared, RING).expect("a cell of two slots");
        cell.observe(100, 20);
    });

    if let Ok(Some(slot)) = cell.read(SLOT, 1) {
        let TimeSlot { epoch, count, sum, max } = slot;
        let holds = match epoch {
            // Its value was there before the reader began.
            1 => (count, sum, max) == (1, 1, 1),
            // Nothing, the value, or a part of it; and nothing of the first one.
            3 => count <= 1 && [0, 100].contains(&sum) && [0, 100].contains(&max),
            _ => false,
        };
        claim(holds, slot);
    }

    writer.join().expect("it observes");
    let last = TimeSlot { epoch: 3, count: 1, sum: 100, max: 100 };
    claim(cell.read(SLOT, 1) == Ok(Some(last)), "the last slot is there");
}
