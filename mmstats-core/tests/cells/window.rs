//! Window cells (SPEC.md 2.9 and 2.10): F2-WINDOW-RESET, F2-WINDOW-READ.

use std::sync::atomic::Ordering::Relaxed;

use mmstats_core::v2::Ring;
use mmstats_core::v2::cells::{Busy, TimeSlot, WindowCell, Word, epoch_at};

use crate::memory::{values, zeros};

const RING: Ring = Ring { duration: 10, slots: 3 };

fn cell(words: &[Word]) -> WindowCell<'_, u64> {
    WindowCell::new(words, RING).expect("as many words as it takes")
}

#[test]
fn only_cells_that_there_are() {
    let words = zeros(1 + 4 * 3);
    let taken = |words: &[Word], ring| WindowCell::<u64>::new(words, ring).is_some();
    assert!(taken(&words, RING));
    assert!(!taken(&words[..12], RING) && !taken(&words[..9], RING) && !taken(&[], RING));
    assert!(!taken(&words, Ring { duration: 0, ..RING }));
    assert!(!taken(&words[..5], Ring { slots: 1, ..RING }));
}

#[test]
fn epochs_begin_with_1() {
    assert_eq!([0, 9, 10, 19, 20].map(|time| epoch_at(time, 10)), [1, 1, 2, 2, 3]);
    assert_eq!(epoch_at(u64::MAX, 2), 1 << 63);
}

#[test]
fn values_go_to_the_slot_of_their_time() {
    let words = zeros(1 + 4 * 3);
    let cell = cell(&words);
    for (value, time) in [(5, 0), (7, 9), (1, 10), (2, 25)] {
        cell.observe(value, time);
    }
    // Epoch 3 is in slot 0.
    assert_eq!(values(&words), [0, 3, 1, 2, 2, 1, 2, 12, 7, 2, 1, 1, 1]);
    let first = TimeSlot { epoch: 1, count: 2, sum: 12, max: 7 };
    assert_eq!(cell.read(1, 1), Ok(Some(first)));
    assert_eq!(cell.ring(), RING);
}

#[test]
fn a_slot_begins_anew_when_its_turn_comes() {
    let words = zeros(1 + 4 * 3);
    let cell = cell(&words);
    cell.observe(5, 0);
    cell.observe(2, 30);
    assert_eq!(cell.read(1, 1), Ok(Some(TimeSlot { epoch: 4, count: 1, sum: 2, max: 2 })));
}

/// A slot with a later epoch is not reset: the value is added to it.
#[test]
fn a_slot_is_never_set_back() {
    let words = zeros(1 + 4 * 3);
    let cell = cell(&words);
    cell.observe(2, 30);
    cell.observe(5, 0);
    assert_eq!(cell.read(1, 1), Ok(Some(TimeSlot { epoch: 4, count: 2, sum: 7, max: 5 })));
}

#[test]
fn negative_values_and_nan_are_refused() {
    let words = zeros(1 + 4 * 3);
    let cell = WindowCell::<f64>::new(&words, RING).expect("as many words as it takes");
    for value in [-1.0, f64::NAN, f64::NEG_INFINITY] {
        cell.observe(value, 0);
    }
    assert_eq!(cell.refused(), 3);
    assert!(values(&words)[1..].iter().all(|word| *word == 0), "no slot has begun");
    cell.observe(-0.0, 0);
    cell.observe(1.5, 0);
    assert_eq!(cell.read(1, 1), Ok(Some(TimeSlot { epoch: 1, count: 2, sum: 1.5, max: 1.5 })));
}

#[test]
fn empty_and_busy() {
    let words = zeros(1 + 4 * 3);
    let cell = cell(&words);
    assert_eq!(cell.read(0, 1), Ok(None), "it is empty");
    assert_eq!(cell.read(3, 1), Ok(None), "there is no such slot");
    cell.observe(1, 0);
    assert_eq!(cell.read(1, 0), Err(Busy));
    // A writer that is killed while it resets leaves an empty slot.
    words[1 + 4].store(0, Relaxed);
    assert_eq!(cell.read(1, 1), Ok(None));
}

/// No clock comes to it; a caller's time may be anything.
#[test]
fn the_last_moment_that_there_is() {
    let ring = Ring { duration: 1, slots: 3 };
    let words = zeros(1 + 4 * 3);
    let cell = WindowCell::<u64>::new(&words, ring).expect("as many words as it takes");
    cell.observe(5, u64::MAX);
    cell.observe(7, u64::MAX - 1);
    let last = TimeSlot { epoch: u64::MAX, count: 1, sum: 7, max: 7 };
    assert_eq!(cell.read((u64::MAX % 3) as usize, 1), Ok(Some(last)));
}
