//! Sequenced cells (SPEC.md 2.7 and 2.10): F2-PUBLISH, F2-SEQUENCED-READ, F2-BUSY.

use std::sync::atomic::Ordering::Relaxed;

use mmstats_core::v2::Sequence;
use mmstats_core::v2::cells::{Busy, SequencedCell, Word, accepts, slot_of};
use proptest::prelude::*;

use crate::memory::{values, zeros};

/// A cell of `K` slots of `WIDTH` words.
fn cell<const K: u32, const WIDTH: usize>(words: &[Word]) -> SequencedCell<'_> {
    let slots = Sequence { slots: K, width: 8 * WIDTH as u32 };
    SequencedCell::new(words, slots).expect("as many words as it takes")
}

#[test]
fn only_cells_that_there_are() {
    let words = zeros(1 + 4 * 2);
    let taken = |slots, width| SequencedCell::new(&words, Sequence { slots, width }).is_some();
    assert!(taken(4, 16) && taken(2, 32) && taken(8, 8));
    // The number of slots, the width, the number of words (F2-SEQUENCE).
    assert!(!taken(1, 64) && !taken(0, 16) && !taken(3, 16) && !taken(128, 16));
    assert!(!taken(4, 0) && !taken(4, 12) && !taken(4, 8) && !taken(4, 24));
    assert!(SequencedCell::new(&[], Sequence { slots: 4, width: 16 }).is_none());
}

#[test]
fn values_go_round_the_slots() {
    let words = zeros(1 + 4 * 2);
    let cell = cell::<4, 2>(&words);
    let mut value = [7; 2];
    assert_eq!(cell.read(&mut value, 1), Ok(None), "nothing was published");
    for n in 1..=5 {
        cell.publish(&[n, 10 * n]);
        assert_eq!(cell.read(&mut value, 1), Ok(Some(n)));
        assert_eq!(value, [n, 10 * n]);
    }
    assert_eq!(values(&words), [5, 4, 40, 5, 50, 2, 20, 3, 30]);
    assert_eq!(cell.sequence(), 5);
}

/// A publish writes all words of the slot, whatever it is given.
#[test]
fn what_is_missing_is_zero_and_what_is_beyond_is_left_out() {
    let words = zeros(1 + 2 * 3);
    let cell = cell::<2, 3>(&words);
    cell.publish(&[1, 2, 3, 4]);
    cell.publish(&[5, 6, 7]);
    assert_eq!(values(&words), [2, 5, 6, 7, 1, 2, 3]);
    cell.publish(&[9]);
    cell.publish(&[]);
    assert_eq!(values(&words), [4, 0, 0, 0, 9, 0, 0]);
}

#[test]
fn an_array_is_published_like_a_slice() {
    let words = zeros(1 + 2 * 3);
    let cell = cell::<2, 3>(&words);
    cell.publish_array(&[1, 2, 3]);
    cell.publish_array(&[4, 5, 6]);
    assert_eq!(values(&words), [2, 4, 5, 6, 1, 2, 3]);
}

#[test]
#[should_panic = "the value has the width of the slot"]
fn an_array_has_the_width_of_the_slot() {
    let words = zeros(1 + 2 * 3);
    cell::<2, 3>(&words).publish_array(&[1, 2]);
}

/// The sequence counts modulo 2^64. (0 says that nothing was published: once in so many.)
#[test]
fn the_sequence_wraps() {
    let words = zeros(1 + 2);
    words[0].store(u64::MAX - 1, Relaxed);
    let cell = cell::<2, 1>(&words);
    let mut value = [0];
    for (n, sequence) in [(1, Some(u64::MAX)), (2, None), (3, Some(1))] {
        cell.publish(&[n]);
        assert_eq!(cell.read(&mut value, 1), Ok(sequence));
    }
    assert_eq!(value, [3]);
}

#[test]
fn a_read_is_bounded() {
    let words = zeros(1 + 2);
    let cell = cell::<2, 1>(&words);
    cell.publish(&[1]);
    assert_eq!(cell.read(&mut [0], 0), Err(Busy));
    assert_eq!(Busy.to_string(), "busy: the value changed each time that it was read; look again");
}

#[test]
fn the_slot_that_counts() {
    assert_eq!([0, 1, 3, 4, u64::MAX].map(|s| slot_of(s, 4)), [0, 1, 3, 0, 3]);
}

/// s2 - s <= K - 2, modulo 2^64.
#[test]
fn what_a_reader_accepts() {
    for slots in [2, 4, 8, 64] {
        let bound = u64::from(slots) - 2;
        for first in [1, 77, u64::MAX - 1, u64::MAX] {
            assert!(accepts(first, first, slots));
            assert!(accepts(first, first.wrapping_add(bound), slots));
            assert!(!accepts(first, first.wrapping_add(bound + 1), slots));
            // A sequence never goes back; what looks like it is no value.
            assert!(!accepts(first, first.wrapping_sub(1), slots));
        }
    }
}

/// F2-TEXT-LENGTH: the length, the bytes, and zeros up to a whole word.
#[test]
fn texts() {
    let words = zeros(1 + 2 * 3);
    let cell = cell::<2, 3>(&words);
    cell.publish_text("0123456789abcdef");
    let whole = [16, u64::from_le_bytes(*b"01234567"), u64::from_le_bytes(*b"89abcdef")];
    assert_eq!(values(&words)[4..], whole);
    // Sixteen bytes and no room for a half of the next character.
    cell.publish_text("0123456789abcde\u{e9}");
    let cut = [15, u64::from_le_bytes(*b"01234567"), u64::from_le_bytes(*b"89abcde\0")];
    assert_eq!(values(&words)[1..4], cut);
    cell.publish_text("xyz");
    assert_eq!(values(&words)[4..], [3, u64::from_le_bytes(*b"xyz\0\0\0\0\0"), whole[2]]);
    cell.publish_text("");
    assert_eq!(values(&words)[1..4], [0, cut[1], cut[2]]);
}

proptest! {
    #[test]
    fn a_text_is_cut_between_characters(text in "\\PC{0,20}") {
        let words = zeros(1 + 2 * 3);
        let cell = cell::<2, 3>(&words);
        cell.publish_text(&text);
        let mut value = [0; 3];
        prop_assert_eq!(cell.read(&mut value, 1), Ok(Some(1)));
        let bytes: Vec<u8> = value[1..].iter().flat_map(|word| word.to_le_bytes()).collect();
        let read = std::str::from_utf8(&bytes[..value[0] as usize]).expect("well-formed");
        prop_assert!(text.starts_with(read));
        let next = text[read.len()..].chars().next();
        prop_assert!(next.is_none_or(|next| read.len() + next.len_utf8() > 16));
    }
}
