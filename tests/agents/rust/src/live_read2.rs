//! `live-read2`: reads a format 2 file that changes, and checks that what it sees was published.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use mmstats::Reader;
use mmstats::reader::{Scalar, Snapshot, Value};

pub fn run(file: &Path, seconds: f64) -> Result<(), Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut reader = Reader::open(file)?;
    let mut newest = Seen::default();
    let (mut reads, mut distinct, mut busy) = (0, 0, 0);
    loop {
        let now = Seen::by(reader.snapshot())?;
        reads += 1;
        distinct += u64::from(now.requests != newest.requests || reads == 1);
        busy += now.busy;
        newest = now.after(&newest)?;
        if Instant::now() >= end {
            break;
        }
        reader.refresh()?;
    }
    println!("reads {reads} distinct {distinct} busy {busy}");
    Ok(())
}

/// What one look at the file showed. What was busy, or not published yet, is none.
#[derive(Clone, Debug, Default)]
struct Seen {
    requests: Option<u64>,
    pair: Option<u64>,
    load: Option<f64>,
    status: Option<u64>,
    latency: Option<u64>,
    hits: Option<u64>,
    hits_series: Option<u64>,
    busy: u64,
}

impl Seen {
    fn by(snapshot: &Snapshot) -> Result<Seen, Box<dyn Error>> {
        let mut busy = 0;
        let mut value = |name: &str, labels: &[(&str, &str)]| {
            let series = snapshot.get_with(name, labels);
            let value = series.ok_or_else(|| format!("expected a series {name}"))?.value();
            busy += u64::from(matches!(value, Value::Busy));
            Ok::<_, Box<dyn Error>>(value)
        };
        let seen = Seen {
            requests: number(&value("requests", &[])?)?,
            pair: pair(&value("pair", &[])?)?,
            load: value("load", &[])?.as_f64(),
            status: status(&value("status", &[])?)?,
            latency: count(&value("latency", &[])?)?,
            hits: number(&value("hits", &[("code", "200")])?)?,
            hits_series: snapshot.family("hits").map(|family| family.series().count() as u64),
            busy: 0,
        };
        Ok(Seen { busy, ..seen })
    }

    /// The newest of everything, of this look and those before, none of which may be newer.
    fn after(self, before: &Seen) -> Result<Seen, Box<dyn Error>> {
        let fell = |what: &str| format!("{what} fell: before {before:?}, now {self:?}");
        Ok(Seen {
            requests: newer(before.requests, self.requests).ok_or_else(|| fell("requests"))?,
            pair: newer(before.pair, self.pair).ok_or_else(|| fell("pair.n"))?,
            load: newer(before.load, self.load).ok_or_else(|| fell("load"))?,
            status: newer(before.status, self.status).ok_or_else(|| fell("status"))?,
            latency: newer(before.latency, self.latency).ok_or_else(|| fell("latency"))?,
            hits: newer(before.hits, self.hits).ok_or_else(|| fell("hits"))?,
            hits_series: newer(before.hits_series, self.hits_series)
                .ok_or_else(|| fell("the number of series of hits"))?,
            busy: 0,
        })
    }
}

/// The one that is known, and `None` where `now` is less.
fn newer<T: PartialOrd + Copy>(before: Option<T>, now: Option<T>) -> Option<Option<T>> {
    match (before, now) {
        (Some(before), Some(now)) if now < before => None,
        (before, now) => Some(now.or(before)),
    }
}

fn number(value: &Value<'_>) -> Result<Option<u64>, Box<dyn Error>> {
    value.as_u64().map(Some).ok_or_else(|| unexpected("a u64", value))
}

/// `n` of the struct, whose components have to belong together.
fn pair(value: &Value<'_>) -> Result<Option<u64>, Box<dyn Error>> {
    if let Value::Busy | Value::Unpublished = value {
        return Ok(None);
    }
    let components = ["n", "triple", "word"].map(|name| value.component(name));
    match components {
        [Some(Scalar::U64(n)), Some(Scalar::U64(triple)), Some(Scalar::Text(word))]
            if triple == 3 * n && word.to_str() == Ok(&n.to_string()) =>
        {
            Ok(Some(n))
        }
        _ => Err(format!("pair doesn't belong together: {components:?}").into()),
    }
}

fn status(value: &Value<'_>) -> Result<Option<u64>, Box<dyn Error>> {
    let text = match value {
        Value::Busy | Value::Unpublished => return Ok(None),
        Value::Text(text) => text.to_str()?,
        _ => return Err(unexpected("a text", value)),
    };
    let n = text.strip_prefix("n=").and_then(|digits| digits.parse().ok());
    n.map(Some).ok_or_else(|| unexpected("n= and a number", value))
}

fn count(value: &Value<'_>) -> Result<Option<u64>, Box<dyn Error>> {
    match value {
        Value::Histogram(histogram) => Ok(Some(histogram.count())),
        _ => Err(unexpected("a histogram", value)),
    }
}

fn unexpected(expected: &str, found: &Value<'_>) -> Box<dyn Error> {
    format!("expected {expected}, found {found:?}").into()
}
