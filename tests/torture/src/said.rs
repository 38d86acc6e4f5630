//! What a series says, as one number, whatever its kind.

use mmstats::reader::Number;
use mmstats::{Snapshot, Value};

use crate::numbers::number_in;
use crate::run::Outcome;

/// What a series says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// No series, or no value.
    Nothing,
    /// The number that was written last, or how many values were counted.
    Number(u64),
}

impl Said {
    /// How much that is, where nothing is none.
    pub fn amount(self) -> u64 {
        match self {
            Said::Nothing => 0,
            Said::Number(number) => number,
        }
    }
}

/// The number that a series of any kind says; an error where its parts don't belong together.
/// Histograms and windows are those of the value 1.
pub fn said(snapshot: &Snapshot, name: &str, labels: &[(&str, &str)]) -> Outcome<Said> {
    match snapshot.get_with(name, labels) {
        None => Ok(Said::Nothing),
        Some(series) => {
            number_of(series.value()).ok_or_else(|| format!("{name}{labels:?}: torn").into())
        }
    }
}

/// The same of a value; `None` where it is torn.
pub fn number_of(value: Value<'_>) -> Option<Said> {
    let number = match value {
        Value::Unpublished => return Some(Said::Nothing),
        Value::U64(number) => number,
        Value::I64(number) => number.try_into().ok()?,
        Value::F64(number) => number as u64,
        Value::Text(text) => text.to_string().parse().ok()?,
        Value::Struct(value) => number_in(value.slot())?,
        Value::Histogram(histogram) => {
            let Number::U64(sum) = histogram.sum() else { return None };
            // A kill leaves the sum one behind, or one before.
            (sum.abs_diff(histogram.count()) <= 1).then_some(histogram.count())?
        }
        Value::Window(window) => window.slots().iter().map(|slot| slot.count).sum(),
        _ => return None,
    };
    Some(Said::Number(number))
}
