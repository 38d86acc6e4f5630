//! What a writer does when it is killed, and what has to be in its file then.

use std::any::Any;
use std::collections::VecDeque;
use std::path::Path;

use mmstats::{Gauge, Histogram, Local, Metric, Options, Snapshot, Structure, Writer};

use super::FILE;
use super::progress::{Phase, Progress};
use crate::numbers::Numbers;
use crate::run::Outcome;
use crate::said::{Said, number_of, said};

pub const APPLICATION: &str = "torture";

/// Something that a writer does.
pub struct Kind {
    pub name: &'static str,
    /// What the process does.
    pub victim: fn(&Path, &Progress) -> Outcome,
    /// What has to be in its file.
    pub check: fn(&Snapshot, &Progress) -> Outcome,
    /// Whether it goes on until it is killed.
    pub for_ever: bool,
    /// Whether there may be no file of its own yet.
    pub creates: bool,
}

pub const KINDS: [Kind; 5] = [
    Kind { name: "create", victim: create, check: created, for_ever: false, creates: true },
    Kind { name: "grow", victim: grow, check: grown, for_ever: false, creates: false },
    Kind { name: "update", victim: update, check: updated, for_ever: true, creates: false },
    Kind { name: "retire", victim: retire, check: retired, for_ever: true, creates: false },
    Kind { name: "close", victim: close, check: closed, for_ever: false, creates: false },
];

/// A writer of the file. It leaves what the one before left as it is.
pub fn options(folder: &Path) -> Options {
    Writer::options(APPLICATION).path(folder).filename(FILE).fold(false)
}

fn create(folder: &Path, progress: &Progress) -> Outcome {
    let mut writer = None;
    progress.during(|| {
        writer = Some(options(folder).build()?);
        Ok(())
    })
}

fn created(snapshot: &Snapshot, _: &Progress) -> Outcome {
    if snapshot.is_empty() { Ok(()) } else { Err("series that nobody registered".into()) }
}

/// How often something is added.
const ADDED: u64 = 48;

fn name(number: u64) -> String {
    format!("m{number:02}")
}

/// Adds families and series of all kinds, and gives each a value: its number from 1 on, or so many.
fn grow(folder: &Path, progress: &Progress) -> Outcome {
    let stats = options(folder).build()?;
    let local = stats.local()?;
    let mut handles = Vec::new();
    progress.during(|| {
        for number in 1..=ADDED {
            handles.push(add(&stats, &local, number)?);
            progress.step(number);
        }
        Ok(())
    })
}

/// Adds one of them. Returns its handle, whatever that is.
fn add(stats: &Writer, local: &Local, number: u64) -> Outcome<Box<dyn Any>> {
    let name = &name(number);
    Ok(match number % 8 {
        0 => {
            let gauge = stats.gauge_u64(name).labels(["label"]).register()?.with(["value"])?;
            gauge.set(number);
            Box::new(gauge)
        }
        1 => {
            let text = stats.text(name).register()?;
            text.set(&number.to_string());
            Box::new(text)
        }
        2 => {
            let structure = stats.structure::<Numbers<8>>(name).register()?;
            structure.publish(&Numbers(number));
            Box::new(structure)
        }
        3 => {
            let histogram = stats.histogram(name).register()?;
            (0..number).for_each(|_| histogram.observe(1));
            Box::new(histogram)
        }
        4 => {
            let counter = local.counter(&stats.counter(name).register()?);
            counter.add(number);
            Box::new(counter)
        }
        5 => {
            let histogram = local.histogram(&stats.histogram(name).register()?);
            (0..number).for_each(|_| histogram.observe(1));
            Box::new(histogram)
        }
        6 => {
            let window = local.window(&stats.window(name).register()?);
            (0..number).for_each(|_| window.observe(1));
            Box::new(window)
        }
        _ => {
            let gauge = stats.gauge_f64(name).register()?;
            gauge.set(number as f64);
            Box::new(gauge)
        }
    })
}

/// What was added is there with its value, and of what came next at most a part.
fn grown(snapshot: &Snapshot, progress: &Progress) -> Outcome {
    let steps = progress.steps();
    for number in 1..=ADDED {
        let name = name(number);
        let labels: &[_] = if number % 8 == 0 { &[("label", "value")] } else { &[] };
        let found = said(snapshot, &name, labels)?;
        let right = match found {
            Said::Number(found) if number <= steps => found == number,
            Said::Number(found) => number == steps + 1 && found <= number,
            Said::Nothing => number > steps,
        };
        if !right {
            return Err(format!("{name}: found {found:?} after {steps} were added").into());
        }
    }
    Ok(())
}

/// Names of what is updated; each has the number of steps for a value, or so many.
const UPDATED: [&str; 12] = [
    "counter",
    "local.counter",
    "gauge",
    "gauge.f64",
    "text",
    "struct64",
    "struct512",
    "histogram",
    "local.histogram",
    "window",
    "local.window",
    "series",
];

/// Writes to cells of all kinds.
fn update(folder: &Path, progress: &Progress) -> Outcome {
    let stats = options(folder).build()?;
    let local = stats.local()?;
    let counter = stats.counter("counter").register()?;
    let local_counter = local.counter(&stats.counter("local.counter").register()?);
    let gauge = stats.gauge("gauge").register()?;
    let gauge_f64 = stats.gauge_f64("gauge.f64").register()?;
    let text = stats.text("text").register()?;
    let struct64 = stats.structure::<Numbers<8>>("struct64").register()?;
    let struct512 = stats.structure::<Numbers<64>>("struct512").register()?;
    let histogram = stats.histogram("histogram").register()?;
    let local_histogram = local.histogram(&stats.histogram("local.histogram").register()?);
    let window = stats.window("window").register()?;
    let local_window = local.window(&stats.window("local.window").register()?);
    let series = stats.gauge_u64("series").labels(["label"]).register()?.with(["value"])?;
    progress.during(|| {
        for step in 1_u64.. {
            counter.inc();
            local_counter.inc();
            gauge.set(step as i64);
            gauge_f64.set(step as f64);
            text.set(&step.to_string());
            struct64.publish(&Numbers(step));
            struct512.publish(&Numbers(step));
            histogram.observe(1);
            local_histogram.observe(1);
            window.observe(1);
            local_window.observe(1);
            series.set(step);
            progress.step(step);
        }
        Ok(())
    })
}

/// Every cell has what the last step wrote, or already what the next one did.
fn updated(snapshot: &Snapshot, progress: &Progress) -> Outcome {
    let steps = progress.steps();
    for name in UPDATED {
        let labels: &[_] = if name == "series" { &[("label", "value")] } else { &[] };
        let found = said(snapshot, name, labels)?;
        if !(steps..=steps + 1).contains(&found.amount()) {
            return Err(format!("{name}: found {found:?} after {steps} steps").into());
        }
    }
    Ok(())
}

/// How many series of a family are live at once.
const LIVE: u64 = 3;

/// Makes series, and retires the oldest, so that each takes the place of another. The label says what the
/// value is; of a histogram, how many values there are.
fn retire(folder: &Path, progress: &Progress) -> Outcome {
    let stats = options(folder).build()?;
    let words = stats.gauge_u64("word").labels(["number"]).register()?;
    let structures = stats.structure::<Numbers<8>>("struct").labels(["number"]).register()?;
    let histograms = stats.histogram("histogram").labels(["number"]).register()?;
    let local = stats.local()?;
    let mut live = VecDeque::new();
    progress.during(|| {
        for step in 1_u64.. {
            let label = step.to_string();
            let word: Gauge<u64> = words.with([&label])?;
            let structure: Structure<Numbers<8>> = structures.with([&label])?;
            let histogram: Histogram = histograms.with([&label])?;
            word.set(step);
            structure.publish(&Numbers(step));
            let local = local.histogram(&histogram);
            (0..observed(step)).for_each(|_| local.observe(1));
            live.push_back((word, structure, histogram));
            if live.len() > LIVE as usize
                && let Some((word, structure, histogram)) = live.pop_front()
            {
                word.retire()?;
                structure.retire()?;
                histogram.retire()?;
            }
            progress.step(step);
        }
        Ok(())
    })
}

/// How many values a series' histogram gets: not as many as that whose place it takes.
const fn observed(number: u64) -> u64 {
    1 + number % 7
}

/// Every series has the value that its label says, or none yet; the newest ones are there.
fn retired(snapshot: &Snapshot, progress: &Progress) -> Outcome {
    let steps = progress.steps();
    for name in ["word", "struct", "histogram"] {
        let family = snapshot.family(name).ok_or("the file has no such family")?;
        let mut found = Vec::new();
        for series in family.series() {
            let (_, label) = series.labels().next().ok_or("a series without labels")?;
            let number: u64 = label.parse()?;
            let value = number_of(series.value());
            let written = Said::Number(if name == "histogram" { observed(number) } else { number });
            let unfinished = number == steps + 1
                && value.is_some_and(|said| match name {
                    "histogram" => said.amount() <= written.amount(),
                    _ => said.amount() == 0,
                });
            if value != Some(written) && !unfinished {
                return Err(format!("{name}{{{label}}}: found {value:?}").into());
            }
            found.push(number);
        }
        found.sort_unstable();
        let kept =
            (steps.saturating_sub(LIVE - 2).max(1)..=steps).all(|kept| found.contains(&kept));
        let most = (steps + 1).saturating_sub(LIVE)..=steps + 1;
        if !kept || !found.iter().all(|number| most.contains(number)) {
            return Err(format!("{name}: found the series {found:?} after {steps} steps").into());
        }
    }
    Ok(())
}

/// What a closed file says.
const LAST: u64 = 7;

fn close(folder: &Path, progress: &Progress) -> Outcome {
    let stats = options(folder).build()?;
    let word = stats.gauge_u64("word").register()?;
    let structure = stats.structure::<Numbers<64>>("struct").register()?;
    let histogram = stats.histogram("histogram").register()?;
    word.set(LAST);
    structure.publish(&Numbers(LAST));
    (0..LAST).for_each(|_| histogram.observe(1));
    progress.during(|| {
        stats.close()?;
        // In private memory, where no reader sees them.
        word.set(0);
        structure.publish(&Numbers(0));
        Ok(())
    })
}

/// The last values, whether it came to be closed or not.
fn closed(snapshot: &Snapshot, progress: &Progress) -> Outcome {
    for name in ["word", "struct", "histogram"] {
        let found = said(snapshot, name, &[])?;
        if found != Said::Number(LAST) {
            return Err(format!("{name}: found {found:?}").into());
        }
    }
    match progress.phase() {
        Phase::Done if !snapshot.is_closed() => {
            Err("it was closed, and says that it is open".into())
        }
        _ => Ok(()),
    }
}
