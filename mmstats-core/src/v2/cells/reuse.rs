//! Retiring series, and using their entries and cells again (SPEC.md 2.12). One thread at a time
//! writes.

use core::hint::spin_loop;

use super::{Busy, Word};
use crate::atomic::{self, Ordering, Point};
use crate::v2::layout::WORD;
use crate::v2::layout::series::{
    CREATED, FAMILY, INCARNATION_SHIFT, LIVE, RETIRED, REWRITTEN, STATE, STATE_MASK,
};

/// Retires the series of an entry (F2-RETIRE).
pub fn retire(entry: &[Word], generation: &Word) {
    let state = &entry[STATE / WORD];
    let incarnation = state.own() & !STATE_MASK;
    state.store(incarnation | RETIRED, Ordering::Release);
    let next = generation.own().wrapping_add(2);
    // Pairs with the fence of `generation`: who sees this one sees that the series is retired.
    generation.store(next, atomic::ordering(Point::RetireGeneration, Ordering::Release));
}

/// Makes a retired series' entry that of another series of its family (F2-REUSE). `tail` is the words of
/// the entry from that of the family id and the first label value on, as many as it has; `clear`
/// makes the cell 0 in every stripe, with [`clear`] or by publishing 0 (F2-SEQUENCE-KEPT).
pub fn reuse(entry: &[Word], generation: &Word, created: u64, tail: &[u64], clear: impl FnOnce()) {
    let relaxed = Ordering::Relaxed;
    let state = &entry[STATE / WORD];
    let incarnation = (state.own() >> INCARNATION_SHIFT).wrapping_add(1) << INCARNATION_SHIFT;
    let odd = generation.own().wrapping_add(1);
    if atomic::enabled(Point::ReuseOdd) {
        generation.store(odd, relaxed);
    }
    state.store(incarnation | REWRITTEN, relaxed);
    // Pairs with the second fence of `read_series`: who saw a word of the new series sees that the state
    // isn't the old one's any more; and a reader that copies, that the generation isn't.
    atomic::fence(Point::ReuseFence, Ordering::Release);
    entry[CREATED / WORD].store(created, relaxed);
    for (word, value) in entry[FAMILY / WORD..].iter().zip(tail) {
        word.store(*value, relaxed);
    }
    clear();
    // Pairs with the first fence of `read_series`: who sees this state sees the new series.
    state.store(incarnation | LIVE, atomic::ordering(Point::ReuseLive, Ordering::Release));
    // Pairs with the fence of `generation`: who sees this one sees all of the above.
    generation.store(odd.wrapping_add(1), atomic::ordering(Point::ReuseEven, Ordering::Release));
}

/// Makes a cell 0 that has no sequence (F2-REUSE).
pub fn clear(cell: &[Word]) {
    for word in cell {
        word.store(0, Ordering::Relaxed);
    }
}

/// What `copy` made of a series' entry and cell, if the series was live throughout (F2-STATE-READ);
/// `None` where it isn't live. Busy after so many tries (F2-BUSY).
pub fn read_series<R>(
    entry: &[Word],
    mut copy: impl FnMut() -> R,
    tries: u32,
) -> Result<Option<R>, Busy> {
    let state = &entry[STATE / WORD];
    for _ in 0..tries {
        let first = state.load(Ordering::Relaxed);
        // Pairs with the release store of a live state: label values and cell are that series'.
        atomic::fence(Point::StateFirst, Ordering::Acquire);
        if first & STATE_MASK != LIVE {
            return Ok(None);
        }
        let copied = copy();
        // Pairs with the fence of `reuse`: if a word above was the next series', this is another state.
        atomic::fence(Point::StateCopied, Ordering::Acquire);
        let second = state.load(Ordering::Relaxed);
        if atomic::holds(Point::StateAgain, first == second) {
            return Ok(Some(copied));
        }
        spin_loop();
    }
    Err(Busy)
}
