//! What a child does.

use std::path::Path;
use std::process::Command;
use std::thread;

use mmstats::{Cause, Counter, Family, Structure, Warning, Writer};

use super::Mode;
use super::book::{Book, Page};
use super::leaks::Has;
use crate::numbers::Numbers;
use crate::process::{Child, End};
use crate::run::Outcome;

/// After so many seconds without an end a process hangs, and the system ends it by SIGALRM.
const HANGS: u32 = 60;

/// How often it counts at a time.
const HITS: u64 = 100;
/// How many threads a child starts.
pub const THREADS: u64 = 2;

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It forks all the others.
    Parent,
    /// It does nothing.
    Lingers,
    /// It writes.
    Writes,
    /// It follows, if it doesn't yet, and has threads.
    Follows,
    /// The same, and forks one that follows it.
    Forks,
    /// It writes until it is killed.
    Victim,
    /// It starts another program.
    Executes,
}

impl Kind {
    /// Those that are forked again and again.
    pub const CHILDREN: [Kind; 5] =
        [Kind::Writes, Kind::Follows, Kind::Forks, Kind::Victim, Kind::Executes];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Parent => "fork the others",
            Kind::Lingers => "linger",
            Kind::Writes => "write as they are",
            Kind::Follows => "follow and have threads",
            Kind::Forks => "follow and fork",
            Kind::Victim => "follow and are killed",
            Kind::Executes => "start a program",
        }
    }
}

/// Has the system end this process where it hangs; or the one that lingers, if nobody does.
pub fn watch(kind: Kind) {
    let seconds = if kind == Kind::Lingers { 60 * HANGS } else { HANGS };
    // SAFETY: takes a number, and concerns this process alone.
    unsafe { libc::alarm(seconds) };
}

/// What a process has from its parent.
#[derive(Clone, Copy, Debug)]
pub struct Stats<'a> {
    pub mode: Mode,
    pub folder: &'a Path,
    pub book: &'a Book,
    pub writer: &'a Writer,
    pub hits: &'a Counter,
    pub calls: &'a Family<Counter, 1>,
    pub last: &'a Structure<Numbers<8>>,
}

impl Stats<'_> {
    /// Does what that kind does.
    pub fn run(&self, kind: Kind) -> Outcome {
        watch(kind);
        let page = self.book.open(kind);
        match kind {
            Kind::Parent | Kind::Lingers => Err("it is forked once".into()),
            Kind::Writes => {
                self.expect_files(self.mode == Mode::Following)?;
                self.count(&page);
                self.done(&page, self.mode == Mode::Following)
            }
            Kind::Follows => self.follow(&page),
            Kind::Forks => {
                self.follow(&page)?;
                let grandchild = Child::fork(|| self.run(Kind::Follows))?;
                match grandchild.wait()? {
                    End::FINE => self.done(&page, true),
                    end => Err(format!("a grandchild ended: {end:?}").into()),
                }
            }
            Kind::Victim => {
                if self.mode == Mode::Quiet {
                    self.writer.follow()?;
                }
                loop {
                    self.hits.inc();
                    page.counted(1);
                    self.last.publish(&Numbers(1));
                }
            }
            Kind::Executes => {
                // A program that is started has nothing of the file.
                if !Command::new("/bin/true").status()?.success() {
                    return Err("the program failed".into());
                }
                self.done(&page, self.mode == Mode::Following)
            }
        }
    }

    /// Counts, follows, and goes on with threads.
    fn follow(&self, page: &Page<'_>) -> Outcome {
        self.count(page);
        self.writer.follow()?;
        self.expect_files(true)?;
        thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|thread| scope.spawn(move || texted(self.in_thread(thread, page))))
                .collect();
            threads.into_iter().try_for_each(join)
        })?;
        self.done(page, true)
    }

    fn in_thread(&self, thread: u64, page: &Page<'_>) -> Outcome {
        let mine = self.writer.local()?.counter(self.hits);
        for _ in 0..HITS {
            mine.inc();
            page.counted(1);
        }
        self.calls.with([format!("thread {thread}")])?.inc();
        Ok(())
    }

    fn count(&self, page: &Page<'_>) {
        for _ in 0..HITS {
            self.hits.inc();
            page.counted(1);
            self.last.publish(&Numbers(1));
        }
    }

    /// Whether it has what it should have: a file of its own and nothing else, or no file, and then
    /// nothing can be registered.
    fn expect_files(&self, follows: bool) -> Outcome {
        let path = self.writer.path();
        if path.is_some() != follows {
            return Err(format!("expected a file: {follows}, found {path:?}").into());
        }
        Has::expect(self.folder, path.as_deref())?;
        match self.calls.with(["child"]) {
            Ok(series) if follows => {
                series.inc();
                Ok(())
            }
            Err(error) if !follows && error.cause() == Cause::Closed => Ok(()),
            other => Err(format!("registering, follows {follows}: found {other:?}").into()),
        }
    }

    fn done(&self, page: &Page<'_>, follows: bool) -> Outcome {
        // A quiet child is told that nobody sees what it counts.
        match self.writer.warning() {
            None if follows => {}
            Some(Warning::Detached { .. }) if !follows => {}
            other => return Err(format!("follows {follows}: warned of {other:?}").into()),
        }
        Has::expect(self.folder, self.writer.path().as_deref())?;
        page.done(follows);
        Ok(())
    }
}

/// What a thread ends with can go to another one.
pub fn texted(ended: Outcome) -> Result<(), String> {
    ended.map_err(|error| error.to_string())
}

/// Waits for a thread's end.
pub fn join(thread: thread::ScopedJoinHandle<'_, Result<(), String>>) -> Result<(), String> {
    thread.join().unwrap_or(Err("a thread panicked".to_owned()))
}
