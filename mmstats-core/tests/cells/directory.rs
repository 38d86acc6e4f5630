//! Blocks, entries, retiring and reuse (SPEC.md 2.11 and 2.12): F2-GROW, F2-APPEND, F2-LENGTH-AGAIN,
//! F2-RETIRE, F2-REUSE, F2-SEQUENCE-KEPT, F2-STATE-READ.

use std::sync::atomic::Ordering::Relaxed;

use mmstats_core::v2::Sequence;
use mmstats_core::v2::cells::{
    BlockHeader, Busy, SequencedCell, Word, append_block, append_entry, clear, generation,
    read_heads, read_series, retire, reuse,
};

use crate::memory::{values, zeros};

#[test]
fn a_block_is_published_with_its_header() {
    let published = Word::new(12_288);
    let block = zeros(512);
    let header = BlockHeader { kind: 3, length: 4096, head: 4096, stripe: 7, ordinal: 2 };
    append_block(&published, &block, header);
    assert_eq!(published.load(Relaxed), 16_384);
    assert_eq!(values(&block)[..5], [64 << 32 | 3, 4096, 4096, 2 << 32 | 7, 0]);
    assert!(values(&block)[5..].iter().all(|word| *word == 0));
}

#[test]
fn an_entry_is_published_at_the_head() {
    let block = zeros(8 + 4);
    block[2].store(64, Relaxed);
    let appended = Word::new(0);
    assert_eq!(append_entry(&block, &[1, 2, 3], &appended), Some(64));
    assert_eq!((block[2].load(Relaxed), generation(&appended)), (88, 1));
    // A word is left.
    assert_eq!(append_entry(&block, &[4, 5], &appended), None);
    assert_eq!((block[2].load(Relaxed), generation(&appended)), (88, 1));
    assert_eq!(values(&block)[8..], [1, 2, 3, 0]);
    assert_eq!(append_entry(&block, &[6], &appended), Some(88));
    assert_eq!((block[2].load(Relaxed), generation(&appended)), (96, 2));
    assert_eq!(values(&block)[8..], [1, 2, 3, 6]);
}

#[test]
fn the_second_length_counts() {
    let published = Word::new(4096);
    let length = read_heads(&published, |length| {
        assert_eq!(length, 4096);
        published.store(8192, Relaxed);
    });
    assert_eq!(length, 8192);
}

#[test]
fn retiring_and_reuse() {
    let reused = Word::new(0);
    // Length and type, state, cell, created, family and label, label.
    let entry: Vec<Word> = [48, 1, 9000, 1, 7, 8].map(Word::new).into();
    let cell = zeros(2);
    cell[1].store(5, Relaxed);
    assert_eq!(read_series(&entry, || (), 1), Ok(Some(())));

    retire(&entry, &reused);
    assert_eq!((entry[1].load(Relaxed), generation(&reused)), (2, 2));
    assert_eq!(read_series(&entry, || (), 1), Ok(None));

    reuse(&entry, &reused, 2, &[70, 80], || {
        assert_eq!(entry[1].load(Relaxed), 4, "the state says that it is being rewritten");
        assert_eq!(generation(&reused), 3, "and the generation is odd");
        assert_eq!(read_series(&entry, || (), 1), Ok(None));
        clear(&cell);
    });
    assert_eq!(values(&entry), [48, 5, 9000, 2, 70, 80]);
    assert_eq!((values(&cell), generation(&reused)), (vec![0, 0], 4));

    retire(&entry, &reused);
    assert_eq!((entry[1].load(Relaxed), generation(&reused)), (6, 6));
}

/// Incarnations count modulo 2^62.
#[test]
fn incarnations_wrap() {
    let reused = Word::new(u64::MAX - 1);
    let entry: Vec<Word> = [40, u64::MAX - 1, 0, 0, 0].map(Word::new).into();
    reuse(&entry, &reused, 0, &[0], || ());
    assert_eq!((entry[1].load(Relaxed), generation(&reused)), (1, 0));
}

/// A sequence is never set back: a value of zeros is published instead.
#[test]
fn a_sequenced_cell_goes_on() {
    let words = zeros(1 + 2 * 2);
    let cell = SequencedCell::new(&words, Sequence { slots: 2, width: 16 }).expect("a cell");
    cell.publish(&[1, 2]);
    cell.publish(&[]);
    let mut value = [9; 2];
    assert_eq!(cell.read(&mut value, 1), Ok(Some(2)));
    assert_eq!(value, [0, 0]);
}

/// A series that is replaced each time that it is looked at is busy, and no more than that.
#[test]
fn a_look_is_bounded() {
    let reused = Word::new(0);
    let entry: Vec<Word> = [40, 1, 0, 0, 0].map(Word::new).into();
    let mut looks = 0;
    let found = read_series(
        &entry,
        || {
            looks += 1;
            retire(&entry, &reused);
            reuse(&entry, &reused, 0, &[0], || ());
        },
        5,
    );
    assert_eq!((found, looks), (Err(Busy), 5));
}
