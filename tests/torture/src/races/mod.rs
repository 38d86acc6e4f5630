//! Races of readers with a writer at full rate, and of kills with creation: format 1 and format 2
//! under the same load (docs/races.md).

mod count;
mod creation;
mod read;
mod v080;
mod value;
mod write;

use std::io::{self, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Child, End};
use crate::run::{Outcome, Run};
use count::Count;
use read::{How, Seen};
use value::Value;
use write::{FILE, Format, Progress};

/// Of so many reads one is a look at the writer's progress, too.
const WATCHED: u64 = 16;

pub fn run(run: &mut Run) -> Outcome {
    let time = run.pick(Duration::from_millis(50), Duration::from_secs(10));
    let alone = run.pick(Duration::from_millis(25), Duration::from_secs(2));
    for value in Value::ALL {
        for format in Format::ALL {
            if !format.has(value) {
                continue;
            }
            let what = format!("{}, {}", value.name(), format.name());
            let folder = run.any_folder()?;
            let writes = unread(format, value, &folder, alone)?;
            run.figure(&what, format_args!("{writes} writes a second where nobody reads"));
            for how in How::ALL {
                let race = race(format, value, how, &folder, time)?;
                race.report(run, &format!("{what}, {}", how.name()));
                race.check(format)?;
            }
        }
    }
    creation::run(run)
}

/// How one went.
#[derive(Debug)]
struct Race {
    count: Count,
    left: Left,
    reads_a_second: u64,
    writes_a_second: u64,
}

/// What is in the file after its writer was killed: all that was ever published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// A value as new as any that the reader saw.
    Newest,
    /// An older one: the reader saw one that was never published.
    Older,
    /// A value that nobody wrote.
    Torn,
}

/// How many values a second are written when nobody reads.
fn unread(format: Format, value: Value, folder: &Path, time: Duration) -> Outcome<u64> {
    let progress = Progress::new()?;
    let writer = started(format, value, folder, &progress)?;
    let (begun, from) = (progress.begun(), Instant::now());
    thread::sleep(time);
    let writes = per_second(progress.begun() - begun, from);
    kill(writer)?;
    Ok(writes)
}

/// One process writes and this one reads, for that time; then the writer is killed.
fn race(format: Format, value: Value, how: How, folder: &Path, time: Duration) -> Outcome<Race> {
    let progress = Progress::new()?;
    let writer = started(format, value, folder, &progress)?;
    let path = folder.join(FILE);
    let mut reader = read::open(format, how, value, &path)?;
    let mut count = Count::default();
    let (begun, from) = (progress.begun(), Instant::now());
    while from.elapsed() < time {
        for _ in 1..WATCHED {
            count.add(reader.look()?);
        }
        let before = progress.begun();
        let seen = reader.look()?;
        count.watched += 1;
        count.overtaken += u64::from(progress.begun() - before >= 2);
        count.add(seen);
    }
    let reads_a_second = per_second(count.reads, from);
    let writes_a_second = per_second(progress.begun() - begun, from);
    kill(writer)?;
    let left = match read::open(format, How::Copies, value, &path)?.look()? {
        Seen::Whole(published) if count.saw_later_than(published) => Left::Older,
        Seen::Whole(_) => Left::Newest,
        _ => Left::Torn,
    };
    Ok(Race { count, left, reads_a_second, writes_a_second })
}

/// A writer whose file is there.
fn started(format: Format, value: Value, folder: &Path, progress: &Progress) -> Outcome<Child> {
    let (mut ready, says) = io::pipe()?;
    let writer = Child::fork(|| write::write(format, value, folder, progress, says))?;
    // Fails where the writer ended before it had a file.
    ready.read_exact(&mut [0])?;
    Ok(writer)
}

fn kill(writer: Child) -> Outcome {
    match writer.kill()? {
        End::KILLED => Ok(()),
        end => Err(format!("the writer ended before it was killed: {end:?}").into()),
    }
}

fn per_second(count: u64, from: Instant) -> u64 {
    (count as f64 / from.elapsed().as_secs_f64()) as u64
}

impl Race {
    fn report(&self, run: &Run, what: &str) {
        let Race { count, left, reads_a_second, writes_a_second } = self;
        let Count { reads, torn, backward, busy, distinct, watched, overtaken, .. } = count;
        let left = match left {
            Left::Newest => "a published value",
            Left::Older => "an older value than was seen",
            Left::Torn => "a torn value",
        };
        run.figure(
            what,
            format_args!(
                "{reads} reads, {torn} torn, {backward} backward, {busy} busy, {distinct} changed; \
                 {overtaken} of {watched} overtaken by two writes; {reads_a_second} reads and \
                 {writes_a_second} writes a second; {left} is left"
            ),
        );
    }

    /// Format 2 promises that no read is wrong. Format 1 promises nothing; but a load that doesn't
    /// change is none.
    fn check(&self, format: Format) -> Outcome {
        let Race { count, left, .. } = self;
        if count.distinct < 2 {
            return Err("the value never changed".into());
        }
        let wrong = count.torn + count.backward > 0 || *left != Left::Newest;
        match format {
            Format::Two if wrong => Err("format 2: a reader saw what nobody published".into()),
            _ => Ok(()),
        }
    }
}
