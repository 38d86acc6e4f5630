//! One writer at full rate, and one reader.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::count::Count;
use super::read::{self, How, Seen};
use super::write::{FILE, Format, Load, Progress, write};
use crate::cpu;
use crate::process::{Child, End};
use crate::run::Outcome;

/// Of so many reads one is a look at the writer's progress, too.
const WATCHED: u64 = 16;

/// How long a reader waits for a value that changes.
const LONGEST: Duration = Duration::from_secs(30);

/// Their processors: on one and the same they would take turns, and never meet.
const WRITER: usize = 0;
const READER: usize = 1;

/// What is written, and where.
#[derive(Clone, Copy, Debug)]
pub struct Race<'a> {
    pub load: Load,
    pub folder: &'a Path,
}

/// How it went.
#[derive(Debug)]
pub struct Ended {
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

impl Race<'_> {
    /// How many values a second are written where nobody reads.
    pub fn without_reader(&self, time: Duration) -> Outcome<u64> {
        let progress = Progress::new()?;
        let writer = self.start(&progress)?;
        let (begun, from) = (progress.begun(), Instant::now());
        thread::sleep(time);
        let writes = per_second(progress.begun() - begun, from);
        kill(writer)?;
        Ok(writes)
    }

    /// Reads for that time, and kills the writer.
    pub fn run(&self, how: How, time: Duration) -> Outcome<Ended> {
        let progress = Progress::new()?;
        let writer = self.start(&progress)?;
        let (begun, from) = (progress.begun(), Instant::now());
        let count = thread::scope(|scope| {
            let reading = || self.read(how, &progress, time).map_err(|error| error.to_string());
            scope.spawn(reading).join().unwrap_or(Err("the reader panicked".to_owned()))
        })?;
        let reads_a_second = per_second(count.reads, from);
        let writes_a_second = per_second(progress.begun() - begun, from);
        kill(writer)?;
        let left = match self.reader(How::Copies)?.look()? {
            Seen::Whole(published) if count.saw_later_than(published) => Left::Older,
            Seen::Whole(_) => Left::Newest,
            _ => Left::Torn,
        };
        Ok(Ended { count, left, reads_a_second, writes_a_second })
    }

    /// A writer whose file is there.
    fn start(&self, progress: &Progress) -> Outcome<Child> {
        let (mut ready, says) = io::pipe()?;
        let writer = Child::fork(|| {
            cpu::keep_on(WRITER)?;
            write(self.load, self.folder, progress, says)
        })?;
        // Fails where the writer ended before it had a file.
        ready.read_exact(&mut [0])?;
        Ok(writer)
    }

    fn reader(&self, how: How) -> Outcome<Box<dyn read::Look>> {
        read::open(self.load.format, how, self.load.value, &self.folder.join(FILE))
    }

    fn read(&self, how: How, progress: &Progress, time: Duration) -> Outcome<Count> {
        cpu::keep_on(READER)?;
        let mut reader = self.reader(how)?;
        let mut count = Count::default();
        let from = Instant::now();
        // On a machine that is busy with other things both may have to wait for their turn.
        while from.elapsed() < time || (count.distinct < 2 && from.elapsed() < LONGEST) {
            for _ in 1..WATCHED {
                count.add(reader.look()?);
            }
            let before = progress.begun();
            let seen = reader.look()?;
            count.watched += 1;
            count.overtaken += u64::from(progress.begun() - before >= 2);
            count.add(seen);
        }
        Ok(count)
    }
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

impl Ended {
    /// Format 2 promises that no read is wrong. Format 1 promises nothing; but a value that doesn't
    /// change is no load.
    pub fn check(&self, format: Format) -> Outcome {
        let Ended { count, left, .. } = self;
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

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ended { count, left, reads_a_second, writes_a_second } = self;
        let Count { reads, torn, backward, busy, distinct, watched, overtaken, .. } = count;
        let left = match left {
            Left::Newest => "a published value",
            Left::Older => "an older value than was seen",
            Left::Torn => "a torn value",
        };
        write!(
            f,
            "{reads} reads, {torn} torn, {backward} backward, {busy} busy, {distinct} changed; "
        )?;
        write!(f, "{overtaken} of {watched} overtaken by two writes; ")?;
        write!(f, "{reads_a_second} reads, {writes_a_second} writes a second; {left} is left")
    }
}
