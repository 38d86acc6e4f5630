//! Threads at full rate on the processor that there is. The models in tests/models prove more; this shows
//! that they speak of the same code.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use mmstats_core::v2::cells::{SequencedCell, TimeSlot, WindowCell};
use mmstats_core::v2::{Ring, Sequence};

use crate::memory::zeros;

/// How many different values a reader finds. Then it ends the writer.
const FOUND: u32 = 100;

#[test]
fn values_that_are_published_are_whole() {
    const WIDTH: usize = 8;
    for slots in [2, 4, 8] {
        let words = zeros(1 + slots as usize * WIDTH);
        let slots = Sequence { slots, width: 8 * WIDTH as u32 };
        let cell = SequencedCell::new(&words, slots).expect("a cell");
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut n = 0;
                while !done.load(Relaxed) {
                    n += 1;
                    cell.publish_array(&[n; WIDTH]);
                }
            });
            let (mut value, mut last, mut found) = ([0; WIDTH], 0, 0);
            while found < FOUND {
                if let Ok(Some(sequence)) = cell.read(&mut value, 1) {
                    assert_eq!(value, [sequence; WIDTH], "the value of one publish");
                    assert!(sequence >= last, "values go forward");
                    found += u32::from(sequence > last);
                    last = sequence;
                }
            }
            done.store(true, Relaxed);
        });
    }
}

/// The writer adds 1, 2, 3 to each slot of time, so that each look shows a beginning of that.
#[test]
fn slots_of_time_hold_their_own_values() {
    const RING: Ring = Ring { duration: 10, slots: 2 };
    let words = zeros(1 + 4 * 2);
    let cell = WindowCell::<u64>::new(&words, RING).expect("a cell");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut epoch = 0;
            while !done.load(Relaxed) {
                for value in 1..=3 {
                    cell.observe(value << 32 | epoch, epoch * 10);
                }
                epoch += 1;
            }
        });
        let (mut last, mut found) = (0, 0);
        while found < FOUND {
            if let Ok(Some(TimeSlot { epoch, count, sum, max })) = cell.read(1, 1) {
                // The words of a slot are no snapshot, but each is of this epoch.
                let all = epoch - 1;
                assert!(count <= 3);
                let sums = [0, (1 << 32) + all, (3 << 32) + 2 * all, (6 << 32) + 3 * all];
                assert!(sums.contains(&sum), "sum {sum:#x} in epoch {epoch}");
                let maxima = [0, 1 << 32 | all, 2 << 32 | all, 3 << 32 | all];
                assert!(maxima.contains(&max), "maximum {max:#x} in epoch {epoch}");
                assert!(epoch >= last, "epochs go forward");
                found += u32::from(epoch > last);
                last = epoch;
            }
        }
        done.store(true, Relaxed);
    });
}
