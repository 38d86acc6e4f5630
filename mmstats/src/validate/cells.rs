//! Departures of the values of live series (SPEC.md 2.7).

use mmstats_core::v2::cells::slot_of;
use mmstats_core::v2::layout::sequenced;
use mmstats_core::v2::{Parameters, Scalar, Series, Value, ValueType};

use super::Findings;
use super::entries::u64_at;

pub(super) fn validate(series: Series<'_>, bytes: &[u8], found: &mut Findings<'_>) {
    let cell = series.cell_offset();
    let word = u64_at(bytes, cell as usize).unwrap_or(0);
    if series.family().value_type() == ValueType::Bool && word > 1 {
        let what = format!("expected a bool, 0 or 1, found {word}");
        found.must(cell, "F2-BOOL", "2.7", what);
    }
    let Parameters::Sequence(sequence) = series.family().parameters() else { return };
    let Ok(Value::Scalar(Scalar::Text(text))) = series.value() else { return };
    if text.to_str().is_err() {
        let slot = slot_of(word, sequence.slots) * sequence.width as usize;
        let offset = cell + (sequenced::SLOTS + slot) as u64;
        let what = "expected a text in UTF-8, found ill-formed bytes".to_owned();
        found.must(offset, "F2-TEXT-UTF8", "2.7", what);
    }
}
