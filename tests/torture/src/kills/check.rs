//! What a killed writer left.

use std::fs;
use std::io;
use std::path::Path;

use mmstats::reader::Number;
use mmstats::{Liveness, Reader, Snapshot, Value, validate};

use super::progress::{Phase, Progress};
use super::victims::{APPLICATION, Kind};
use crate::numbers::number_in;
use crate::run::Outcome;

/// What there is under the file's name.
pub enum Left {
    Nothing,
    /// The file of the writer before.
    Before,
    /// The killed writer's own. An entry may have been in the middle of being rewritten.
    Whole {
        rewriting: bool,
    },
}

/// Looks at it as readers do, and as a validator does. What is wrong with it is an error.
pub fn look(kind: &Kind, path: &Path, pid: i32, progress: &Progress) -> Outcome<Left> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound && kind.creates => {
            return match progress.phase() {
                Phase::Done => Err("the file was created, and isn't there".into()),
                _ => Ok(Left::Nothing),
            };
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(departure) = validate(&bytes).iter().find(|departure| departure.must) {
        return Err(departure.to_string().into());
    }
    let reader = Reader::open(path)?;
    let snapshot = reader.snapshot();
    if snapshot.application().to_string() != APPLICATION {
        return Err(format!("found the application {}", snapshot.application()).into());
    }
    // With the lock held it would be alive or orphaned.
    match reader.writer() {
        Liveness::Dead => {}
        other => return Err(format!("its writer was killed, and is {}", other.name()).into()),
    }
    if snapshot.busy() > 0 {
        return Err("values that nobody writes, and that can't be read".into());
    }
    if snapshot.header().pid != pid as u64 {
        return match (kind.creates, progress.phase()) {
            (true, Phase::In) => Ok(Left::Before),
            _ => Err("the file of another process".into()),
        };
    }
    (kind.check)(snapshot, progress)?;
    Ok(Left::Whole { rewriting: snapshot.rewritten() > 0 })
}

/// What a series says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// No series, or no value.
    Nothing,
    /// The number that was written last, or how many values were counted.
    Number(u64),
}

/// The number that a series of any kind says; an error where its parts don't belong together.
/// Values of histograms and windows are 1.
pub fn said(snapshot: &Snapshot, name: &str, labels: &[(&str, &str)]) -> Outcome<Said> {
    match snapshot.get_with(name, labels) {
        None => Ok(Said::Nothing),
        Some(series) => {
            number_of(series.value()).ok_or_else(|| format!("{name}{labels:?}: torn").into())
        }
    }
}

/// `None` of a torn value.
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
