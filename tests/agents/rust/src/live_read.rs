//! `live-read`: reads a file that changes, and checks that what it sees was written.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use mmstats::Liveness;
use mmstats::v1::{Reader, Value};

pub fn run(file: &Path, seconds: f64) -> Result<(), Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut reader = Reader::open(file)?;
    let mut seen = Seen::default();
    let (mut reads, mut distinct) = (0, 0);
    while Instant::now() < end {
        reader.refresh()?;
        reads += 1;
        let before = seen.requests;
        seen.check(&mut reader)?;
        if seen.requests != before || reads == 1 {
            distinct += 1;
        }
    }
    if reader.writer() != Liveness::Alive {
        return Err(format!("expected a living writer, found {:?}", reader.writer()).into());
    }
    println!("reads {reads} distinct {distinct}");
    Ok(())
}

/// The highest values so far.
#[derive(Default)]
struct Seen {
    requests: u64,
    twice_load: f64,
}

impl Seen {
    fn check(&mut self, reader: &mut Reader) -> Result<(), Box<dyn Error>> {
        let requests = requests(reader)?;
        if requests < self.requests {
            return Err(format!("requests fell from {} to {requests}", self.requests).into());
        }
        self.requests = requests;
        let Some(Value::F64(load)) = value(reader, "load") else {
            return Err("expected an f64 load".into());
        };
        if load * 2.0 < self.twice_load {
            return Err(format!("load x 2 fell from {} to {}", self.twice_load, load * 2.0).into());
        }
        self.twice_load = load * 2.0;
        match value(reader, "level") {
            Some(Value::I32(-999_999..=0)) => {}
            level => {
                return Err(format!("expected a level of -999999 to 0, found {level:?}").into());
            }
        }
        check_tuple(reader)
    }
}

fn value<'a>(reader: &'a Reader, label: &str) -> Option<Value<'a>> {
    reader.get(label).map(|field| field.value())
}

fn requests(reader: &Reader) -> Result<u64, Box<dyn Error>> {
    match value(reader, "requests") {
        Some(Value::U64(requests)) => Ok(requests),
        found => Err(format!("expected requests, a u64, found {found:?}").into()),
    }
}

/// A reader that two writes overtook sees half of one, which format 1 can't prevent. Two in a row
/// are no accident.
fn check_tuple(reader: &mut Reader) -> Result<(), Box<dyn Error>> {
    if belongs_together(reader) {
        return Ok(());
    }
    reader.refresh()?;
    if belongs_together(reader) {
        return Ok(());
    }
    Err(format!("expected (n, 3 n), found {:?}", value(reader, "requests.and.work")).into())
}

fn belongs_together(reader: &Reader) -> bool {
    let Some(Value::Tuple(tuple)) = value(reader, "requests.and.work") else { return false };
    let parts: Vec<_> = tuple.parts().collect();
    matches!(parts[..], [Value::U64(n), Value::U64(work)] if work == 3 * n)
}
