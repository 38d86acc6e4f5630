//! Words of this process.

use std::sync::atomic::Ordering::Relaxed;

use mmstats_core::v2::cells::Word;

/// So many words of 0.
pub fn zeros(number: usize) -> Vec<Word> {
    (0..number).map(|_| Word::new(0)).collect()
}

/// Their values.
pub fn values(words: &[Word]) -> Vec<u64> {
    words.iter().map(|word| word.load(Relaxed)).collect()
}
