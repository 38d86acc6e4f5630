//! A writer of the application that is folded, and what files and totals have of it.

use std::io::{PipeWriter, Write};
use std::path::Path;

use mmstats::application::Totals;
use mmstats::reader::Number;
use mmstats::{Options, Snapshot, Value, Writer};

use super::ledger::{Amounts, STEP, Slot};
use crate::run::Outcome;

pub const APPLICATION: &str = "folds";

/// A writer whose file has that name. It folds what it finds.
pub fn options(folder: &Path, name: &str) -> Options {
    Writer::options(APPLICATION).path(folder).filename(name).fold(true)
}

/// How a writer ends.
pub enum End {
    /// It closes its file.
    InOrder,
    /// It is killed. It says when its file is there.
    Killed(PipeWriter),
}

/// Counts so many steps, and ends.
pub fn work(folder: &Path, name: &str, slot: Slot<'_>, steps: u64, end: End) -> Outcome {
    let stats = options(folder, name).build()?;
    let hits = stats.counter("hits").register()?;
    let local = stats.local()?.counter(&stats.counter("local").register()?);
    let calls = stats.counter("calls").labels(["kind"]).register()?.with(["a"])?;
    let took = stats.histogram("took").register()?;
    let [one, _, two, _, value] = STEP;
    let count = || {
        hits.add(one);
        local.inc();
        calls.add(two);
        took.observe(value);
    };
    let count_all = || (0..steps).for_each(|_| slot.step(count));
    let End::Killed(mut says) = end else {
        count_all();
        return Ok(());
    };
    says.write_all(b"r")?;
    count_all();
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    }
}

/// What a file has.
pub fn of_file(snapshot: &Snapshot) -> Outcome<Amounts> {
    let number = |name, labels: &[(&str, &str)]| {
        let series = snapshot.get_with(name, labels);
        series.and_then(|series| series.value().as_u64()).ok_or_else(|| format!("no {name}"))
    };
    let took = snapshot.get("took").map(|series| series.value());
    let Some(Value::Histogram(took)) = took else { return Err("no took".into()) };
    let calls = number("calls", &[("kind", "a")])?;
    Ok([number("hits", &[])?, number("local", &[])?, calls, took.count(), whole(took.sum())?])
}

/// What all files have together.
pub fn of_totals(totals: &Totals) -> Outcome<Amounts> {
    let number = |name, labels: &[(&str, &str)]| {
        let series = totals.get_with(name, labels);
        series.map_or(Some(0), |series| series.value().as_u64()).ok_or(name)
    };
    let (count, sum) = match totals.get("took") {
        None => (0, 0),
        Some(series) => {
            let took = series.value().as_histogram().ok_or("took")?;
            (took.count(), whole(took.sum())?)
        }
    };
    Ok([
        number("hits", &[])?,
        number("local", &[])?,
        number("calls", &[("kind", "a")])?,
        count,
        sum,
    ])
}

fn whole(number: Number) -> Outcome<u64> {
    match number {
        Number::U64(number) => Ok(number),
        other => Err(format!("a sum that is {other:?}").into()),
    }
}
