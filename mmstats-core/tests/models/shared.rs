//! Cells that two threads write: F2-SHARED.

use loom::sync::Arc;
use loom::thread;
use mmstats_core::model::Point;
use mmstats_core::v2::Buckets;
use mmstats_core::v2::cells::{HistogramCell, Word};
use mmstats_core::v2::layout::histogram::{MAX, MIN_INVERTED, SUM};

use crate::protocol::{Protocol, claim};

/// Two threads count a float each: the count, sum, minimum and maximum have both.
pub const HISTOGRAM: Protocol =
    Protocol { model: observe, points: &[Point::AddAgain, Point::RaiseAgain] };

/// One bucket, which holds 1 < v <= 2.
const BUCKETS: Buckets = Buckets { scale: 0, first: 0, number: 1 };

fn observe() {
    let words: Arc<Vec<Word>> = Arc::new((0..9).map(|_| Word::new(0)).collect());
    let shared = words.clone();
    let other = thread::spawn(move || cell(&shared).observe_shared(1.25));
    cell(&words).observe_shared(1.5);
    other.join().expect("it observes");

    let word = |i: usize| words[i].load(std::sync::atomic::Ordering::Relaxed);
    claim(word(8) == 2, "both are counted");
    claim(f64::from_bits(word(SUM)) == 2.75, "the sum has both");
    claim(f64::from_bits(word(MAX)) == 1.5, "the maximum is the greater one");
    claim(f64::from_bits(!word(MIN_INVERTED)) == 1.25, "the minimum is the smaller one");
}

fn cell(words: &[Word]) -> HistogramCell<'_, f64> {
    HistogramCell::new(words, BUCKETS).expect("a cell of one bucket")
}
