//! How much a series grew from one moment to another, and how fast.

use std::time::Duration;

use super::number::Number;
use super::window::per_second;

/// How much a counter grew that may have begun anew meanwhile: never less than 0.
pub(crate) fn grown(now: Number, before: Option<Number>) -> Number {
    let before = before.filter(|before| !now.is_less(*before));
    match (now, before) {
        // The difference of two i64 can be beyond what an i64 holds.
        (Number::I64(now), Some(Number::I64(before))) => {
            Number::U64(now.wrapping_sub(before).cast_unsigned())
        }
        (Number::I64(now), _) => Number::U64(now.max(0).cast_unsigned()),
        (now, Some(before)) => now.minus(before),
        (Number::F64(now), None) => Number::F64(now.max(0.0)),
        (now, None) => now,
    }
}

/// How fast a counter grew, or else how many values a histogram counted, in a second. Nothing where
/// it is neither, and where no time has passed.
pub(crate) fn rate(
    delta: Option<Number>,
    counted: impl FnOnce() -> Option<u64>,
    elapsed: Duration,
) -> Option<f64> {
    let grown = delta.map(Number::to_f64).or_else(|| counted().map(|count| count as f64));
    per_second(grown?, elapsed)
}
