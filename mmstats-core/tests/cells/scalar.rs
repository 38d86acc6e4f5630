//! Scalar cells (SPEC.md 2.7): F2-WORD, F2-BOOL.

use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use mmstats_core::v2::ValueType;
use mmstats_core::v2::cells::{Scalar, ScalarCell, Word};

#[test]
fn values_are_words() {
    let word = Word::new(0);
    ScalarCell::<u64>::new(&word).set(u64::MAX);
    assert_eq!(word.load(Relaxed), u64::MAX);
    ScalarCell::<i64>::new(&word).set(-2);
    assert_eq!(word.load(Relaxed), u64::MAX - 1);
    ScalarCell::<f64>::new(&word).set(-0.5);
    assert_eq!(word.load(Relaxed), (-0.5f64).to_bits());
    ScalarCell::<bool>::new(&word).set(true);
    assert_eq!(word.load(Relaxed), 1);
    ScalarCell::<bool>::new(&word).set(false);
    assert_eq!(word.load(Relaxed), 0);
    assert_eq!(
        [u64::TYPE, i64::TYPE, f64::TYPE, bool::TYPE],
        [ValueType::U64, ValueType::I64, ValueType::F64, ValueType::Bool]
    );
}

/// A reader takes any word but 0 for true.
#[test]
fn any_word_is_a_bool() {
    assert_eq!([0, 1, 2, u64::MAX].map(bool::from_word), [false, true, true, true]);
}

#[test]
fn adding_wraps() {
    let word = Word::new(u64::MAX);
    let counter = ScalarCell::<u64>::new(&word);
    counter.add_local(1);
    assert_eq!(counter.get(), 0);
    counter.add_shared(u64::MAX);
    counter.add_shared(2);
    assert_eq!(counter.get(), 1);

    let gauge = ScalarCell::<i64>::new(&word);
    gauge.set(i64::MIN);
    gauge.add_local(-1);
    assert_eq!(gauge.get(), i64::MAX);
    gauge.add_shared(1);
    assert_eq!(gauge.get(), i64::MIN);
}

/// F2-SHARED: what several threads add is all there.
#[test]
fn nothing_that_is_added_is_lost() {
    const TIMES: u32 = 20_000;
    let (integer, float) = (Word::new(0), Word::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..TIMES {
                    ScalarCell::<u64>::new(&integer).add_shared(3);
                    ScalarCell::<f64>::new(&float).add_shared(0.5);
                }
            });
        }
    });
    assert_eq!(ScalarCell::<u64>::new(&integer).get(), 12 * u64::from(TIMES));
    assert_eq!(ScalarCell::<f64>::new(&float).get(), 2.0 * f64::from(TIMES));
}
