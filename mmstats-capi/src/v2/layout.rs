//! Where things are in cells (SPEC.md 2.8 and 2.9): what `mmstats_inline.h` is written on.

use mmstats_rs::format::layout;

/// Word of a histogram's cell: how many values were at most the first bucket's lower bound.
pub const MMSTATS_HISTOGRAM_ZERO: usize = 0;
/// Word of a histogram's cell: the sum.
pub const MMSTATS_HISTOGRAM_SUM: usize = 1;
/// Word of a histogram's cell: the maximum.
pub const MMSTATS_HISTOGRAM_MAX: usize = 2;
/// Word of a histogram's cell: the minimum, every bit inverted.
pub const MMSTATS_HISTOGRAM_MIN_INVERTED: usize = 3;
/// Word of a histogram's cell: how many values were above the last bucket's upper bound.
pub const MMSTATS_HISTOGRAM_ABOVE: usize = 4;
/// Word of a histogram's cell: how many values were negative.
pub const MMSTATS_HISTOGRAM_NEGATIVE: usize = 5;
/// Word of a histogram's cell: how many values were NaN.
pub const MMSTATS_HISTOGRAM_NAN: usize = 6;
/// Word of a histogram's cell: the first bucket's count.
pub const MMSTATS_HISTOGRAM_BUCKETS: usize = 8;

/// Word of a window's cell: how many values were refused.
pub const MMSTATS_WINDOW_REFUSED: usize = 0;
/// Word of a window's cell: the first slot.
pub const MMSTATS_WINDOW_SLOTS: usize = 1;
/// Words of a window's slot.
pub const MMSTATS_WINDOW_SLOT_WORDS: usize = 4;
/// Word of a window's slot: its epoch.
pub const MMSTATS_WINDOW_EPOCH: usize = 0;
/// Word of a window's slot: how many values.
pub const MMSTATS_WINDOW_COUNT: usize = 1;
/// Word of a window's slot: their sum.
pub const MMSTATS_WINDOW_SUM: usize = 2;
/// Word of a window's slot: their maximum.
pub const MMSTATS_WINDOW_MAX: usize = 3;

// cbindgen needs the numbers as they are; they are those of the core.
const _: () = {
    use layout::{histogram, window};
    assert!(MMSTATS_HISTOGRAM_ZERO == histogram::ZERO);
    assert!(MMSTATS_HISTOGRAM_SUM == histogram::SUM);
    assert!(MMSTATS_HISTOGRAM_MAX == histogram::MAX);
    assert!(MMSTATS_HISTOGRAM_MIN_INVERTED == histogram::MIN_INVERTED);
    assert!(MMSTATS_HISTOGRAM_ABOVE == histogram::ABOVE);
    assert!(MMSTATS_HISTOGRAM_NEGATIVE == histogram::NEGATIVE);
    assert!(MMSTATS_HISTOGRAM_NAN == histogram::NAN);
    assert!(MMSTATS_HISTOGRAM_BUCKETS == histogram::BUCKETS);
    assert!(MMSTATS_WINDOW_REFUSED == window::REFUSED);
    assert!(MMSTATS_WINDOW_SLOTS == window::SLOTS);
    assert!(MMSTATS_WINDOW_SLOT_WORDS == window::SLOT_WORDS);
    assert!(MMSTATS_WINDOW_EPOCH == window::EPOCH);
    assert!(MMSTATS_WINDOW_COUNT == window::COUNT);
    assert!(MMSTATS_WINDOW_SUM == window::SUM);
    assert!(MMSTATS_WINDOW_MAX == window::MAX);
};
