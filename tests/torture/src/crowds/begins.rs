//! Writers that begin, one behind the other, and how long it took each.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io};

use crate::folds::worker::options;
use crate::run::{Outcome, Run};

/// What becomes of the file of a writer that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It stays: the next writers fold it.
    Stays,
    /// It is removed: nobody finds it.
    Removed,
}

/// Writers that begin, count once and end.
pub struct Begins<'a> {
    folder: &'a Path,
    then: Then,
    /// By the clock.
    elapsed: Vec<Duration>,
    /// What the processor spent.
    worked: Vec<Duration>,
}

impl Begins<'_> {
    pub fn new(folder: &Path, then: Then) -> Begins<'_> {
        Begins { folder, then, elapsed: Vec::new(), worked: Vec::new() }
    }

    /// So many.
    pub fn times(folder: &Path, then: Then, times: usize) -> Outcome<Begins<'_>> {
        let mut begins = Begins::new(folder, then);
        (0..times).try_for_each(|_| begins.begin())?;
        Ok(begins)
    }

    pub fn begin(&mut self) -> Outcome {
        let name = format!("{}-{}.mmstats", std::process::id(), self.elapsed.len());
        let options = options(self.folder, &name);
        let (started, working) = (Instant::now(), processor_time()?);
        let writer = options.build()?;
        self.worked.push(processor_time()?.saturating_sub(working));
        self.elapsed.push(started.elapsed());
        writer.counter("hits").register()?.inc();
        drop(writer);
        if self.then == Then::Removed {
            fs::remove_file(self.folder.join(name))?;
        }
        Ok(())
    }

    /// How many there were.
    pub fn number(&self) -> u64 {
        self.elapsed.len() as u64
    }

    pub fn report(mut self, run: &Run, when: &str) {
        run.figure(&format!("writers that begin {when}"), self.number());
        for (times, of) in [(&mut self.worked, "processor time"), (&mut self.elapsed, "time")] {
            times.sort_unstable();
            let rank = |percent: usize| {
                let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
                times.get(at).map_or(0, Duration::as_micros)
            };
            let text = format!("{}, {}, {}", rank(50), rank(99), rank(100));
            run.figure(&format!("{when}: {of}, microseconds (median, 99 %, worst)"), text);
        }
    }
}

/// What the processor has spent on this thread.
fn processor_time() -> io::Result<Duration> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result.
    match unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) } {
        0 => Ok(Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)),
        _ => Err(io::Error::last_os_error()),
    }
}
