//! The process that forks.

use std::io::{PipeWriter, Write};
use std::mem;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use mmstats::{Metric, Writer};

use super::book::Book;
use super::child::{Kind, Stats, join, texted, watch};
use super::leaks::Has;
use super::{FILE, HITS, Mode};
use crate::numbers::Numbers;
use crate::process::{Child, End};
use crate::random::Random;
use crate::run::Outcome;

/// How many threads write and register, and how many fork.
const WRITERS: u64 = 3;
const FORKERS: u64 = 2;

/// How many series are used in turn.
const SERIES: u64 = 200;
/// Within which time a victim is killed.
const KILLED_WITHIN: Duration = Duration::from_millis(2);

/// Forks, says when all have ended, and waits to be killed.
pub fn storm(mode: Mode, folder: &Path, book: &Book, forks: u64, mut says: PipeWriter) -> Outcome {
    let following = mode == Mode::Following;
    let writer = Writer::options("forks").path(folder).filename(FILE).follow(following).build()?;
    let stats = Stats {
        mode,
        folder,
        book,
        hits: &writer.counter(HITS).register()?,
        calls: &writer.counter("calls").labels(["number"]).register()?,
        last: &writer.structure("last").register()?,
        writer: &writer,
    };
    let page = book.open(Kind::Parent);
    linger(following, book, &says)?;
    let before = Has::of(folder)?;
    let (ended, counted) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|thread| {
                let (ended, counted) = (&ended, &counted);
                scope.spawn(move || texted(write(stats, thread, ended, counted)))
            })
            .collect();
        let forkers: Vec<_> =
            (0..FORKERS).map(|_| scope.spawn(|| texted(fork(stats, forks / FORKERS)))).collect();
        let forked = forkers.into_iter().map(join).reduce(Result::and);
        ended.store(true, Ordering::Relaxed);
        writers.into_iter().map(join).chain(forked).reduce(Result::and).unwrap_or(Ok(()))
    })?;
    page.counted(counted.load(Ordering::Relaxed));
    page.done(true);
    let after = Has::of(folder)?;
    if after != before {
        return Err(format!("expected to have {before:?} as before, found {after:?}").into());
    }
    says.write_all(b"e")?;
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    }
}

/// A child that does nothing, and stays when this process has gone.
fn linger(following: bool, book: &Book, says: &PipeWriter) -> Outcome {
    let child = Child::fork(|| {
        // SAFETY: this process's copy of it, which is used nowhere. Who waits for its parent's word hears
        // of its end.
        unsafe { libc::close(says.as_raw_fd()) };
        // SAFETY: takes numbers, and concerns this process alone.
        unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, 0) };
        watch(Kind::Lingers);
        book.open(Kind::Lingers).done(following);
        book.linger();
        loop {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        }
    })?;
    // It is killed when this process has gone.
    mem::forget(child);
    Ok(())
}

/// Counts, half of the threads by a local, registers and retires, until the storm has ended.
fn write(stats: Stats<'_>, thread: u64, ended: &AtomicBool, counted: &AtomicU64) -> Outcome {
    let local = if thread.is_multiple_of(2) {
        Some(stats.writer.local()?.counter(stats.hits))
    } else {
        None
    };
    let mut hits = 0;
    while !ended.load(Ordering::Relaxed) {
        local.as_ref().map_or_else(|| stats.hits.inc(), |local| local.inc());
        hits += 1;
        stats.last.publish(&Numbers(hits));
        let series = stats.calls.with([(hits % SERIES).to_string()])?;
        series.inc();
        if hits % 3 == thread {
            series.retire()?;
        }
    }
    counted.fetch_add(hits, Ordering::Relaxed);
    Ok(())
}

/// Forks so often, one child after the other.
fn fork(stats: Stats<'_>, forks: u64) -> Outcome {
    let mut random = Random::new();
    for _ in 0..forks {
        let kind = Kind::CHILDREN[random.below(Kind::CHILDREN.len() as u64) as usize];
        let child = Child::fork(|| stats.run(kind))?;
        let killed = kind == Kind::Victim || random.below(8) == 0;
        if killed {
            thread::sleep(Duration::from_nanos(random.below(KILLED_WITHIN.as_nanos() as u64)));
            child.signal(libc::SIGKILL)?;
        }
        match child.wait()? {
            End::KILLED if killed => {}
            End::FINE if kind != Kind::Victim => {}
            End::Signal(libc::SIGALRM) => return Err(format!("{kind:?}: it hangs").into()),
            end => return Err(format!("{kind:?}: {end:?}").into()),
        }
    }
    Ok(())
}
