//! Sequenced cells: F2-PUBLISH, F2-SEQUENCED-READ, F2-BUSY.

use loom::sync::Arc;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::Sequence;
use mmstats_core::v2::cells::{SequencedCell, Word};

use crate::protocol::{Protocol, claim};

const POINTS: &[Point] = &[
    Point::PublishFence,
    Point::PublishSequence,
    Point::ReadSequence,
    Point::ReadSlot,
    Point::ReadAgain,
    Point::ReadBound,
];

/// The source documents' two buffers.
pub const TWO: Protocol = Protocol { model: publish::<2>, points: POINTS };
/// What writers of this project take.
pub const FOUR: Protocol = Protocol { model: publish::<4>, points: POINTS };

/// Words of a slot: with two, a value can tear.
const WIDTH: usize = 2;

/// A value is published before the reader starts, and `K` more while it reads: the last of them goes
/// to the slot of the first.
fn publish<const K: u32>() {
    let words: Vec<Word> = (0..1 + K as usize * WIDTH).map(|_| Word::new(0)).collect();
    let words = Arc::new(words);
    let slots = Sequence { slots: K, width: 8 * WIDTH as u32 };
    let cell = SequencedCell::new(&words, slots).expect("a cell of two words");
    cell.publish(&[1; WIDTH]);

    let shared = words.clone();
    let publisher = thread::spawn(move || {
        let cell = SequencedCell::new(&shared, slots).expect("a cell of two words");
        for n in 2..=u64::from(K) + 1 {
            cell.publish(&[n; WIDTH]);
        }
    });

    let mut value = [0; WIDTH];
    if let Ok(sequence) = cell.read(&mut value, 1) {
        claim(sequence == Some(value[0]) && value[0] == value[1], (sequence, value));
    }

    publisher.join().expect("it publishes");
    // Nobody writes any more: the last value is there, and at once.
    let last = u64::from(K) + 1;
    claim(cell.read(&mut value, 1) == Ok(Some(last)), "the last value is there");
    claim(value == [last; WIDTH], value);
}
