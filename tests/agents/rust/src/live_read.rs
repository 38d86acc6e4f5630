//! `live-read`: reads a file that changes, and checks that what it sees was written.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use mmstats::Liveness;
use mmstats::v1::{Reader, Value};

pub fn run(file: &Path, seconds: f64) -> Result<(), Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut reader = Reader::open(file)?;
    let first = Seen::by(&mut reader)?;
    let mut before = look(&mut reader, &first)?;
    let (mut reads, mut distinct) = (1, 1);
    while Instant::now() < end {
        let now = look(&mut reader, &before)?;
        reads += 1;
        if now.requests != before.requests {
            distinct += 1;
        }
        before = now;
    }
    println!("reads {reads} distinct {distinct}");
    Ok(())
}

/// Looks once, and once more where that shows what format 1 doesn't promise (SPEC.md 1.11): a
/// reader that two writes overtake sees a tuple half-written, and one that is overtaken by one and
/// part of the next a value before it is published, and then the one before it.
fn look(reader: &mut Reader, before: &Seen) -> Result<Seen, Box<dyn Error>> {
    let mut now = Seen::by(reader)?;
    if now.violation(before).is_some() {
        now = Seen::by(reader)?;
    }
    match now.violation(before) {
        None => Ok(now),
        Some(what) => Err(format!("{what}: before {before:?}, now {now:?}").into()),
    }
}

/// What one look at the file showed.
#[derive(Debug)]
struct Seen {
    requests: u64,
    requests_and_work: (u64, u64),
    load: f64,
    level: i32,
    writer: Liveness,
}

impl Seen {
    fn by(reader: &mut Reader) -> Result<Self, Box<dyn Error>> {
        reader.refresh()?;
        Ok(Self {
            requests: match value(reader, "requests")? {
                Value::U64(requests) => requests,
                found => return Err(unexpected("requests, a u64", found)),
            },
            requests_and_work: both(value(reader, "requests.and.work")?)?,
            load: match value(reader, "load")? {
                Value::F64(load) => load,
                found => return Err(unexpected("load, an f64", found)),
            },
            level: match value(reader, "level")? {
                Value::I32(level) => level,
                found => return Err(unexpected("level, an i32", found)),
            },
            writer: reader.writer(),
        })
    }

    /// Why this can't follow what was seen before.
    fn violation(&self, before: &Seen) -> Option<&'static str> {
        let (requests, work) = self.requests_and_work;
        if self.requests < before.requests {
            Some("requests fell")
        } else if self.load * 2.0 < before.load * 2.0 {
            Some("load fell")
        } else if !(-999_999..=0).contains(&self.level) {
            Some("level is out of range")
        } else if work != 3 * requests {
            Some("requests.and.work doesn't belong together")
        } else if self.writer != Liveness::Alive {
            Some("the writer isn't said to be alive")
        } else {
            None
        }
    }
}

fn value<'a>(reader: &'a Reader, label: &str) -> Result<Value<'a>, Box<dyn Error>> {
    let field = reader.get(label).ok_or_else(|| format!("expected a field {label}"))?;
    Ok(field.value())
}

fn both(value: Value<'_>) -> Result<(u64, u64), Box<dyn Error>> {
    if let Value::Tuple(tuple) = value {
        let parts: Vec<_> = tuple.parts().collect();
        if let [Value::U64(requests), Value::U64(work)] = parts[..] {
            return Ok((requests, work));
        }
    }
    Err(unexpected("requests.and.work, two u64", value))
}

fn unexpected(expected: &str, found: Value<'_>) -> Box<dyn Error> {
    format!("expected {expected}, found {found:?}").into()
}
