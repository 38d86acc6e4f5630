//! How far a process is that is going to be killed: in memory that it shares with who looks on.

use std::io;
use std::mem;
use std::ptr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::run::Outcome;
use crate::shared::Shared;

/// Where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It makes ready.
    Before,
    /// It does what it is to be killed in.
    In,
    /// It has done it.
    Done,
}

const PHASE: usize = 0;
const STEPS: usize = 1;
const TIME: usize = 2;
const WORDS: usize = 3;

/// What both of them know.
pub struct Progress {
    words: Shared,
    delay: Option<Duration>,
}

impl Progress {
    pub fn new() -> Outcome<Progress> {
        Ok(Progress { words: Shared::new(WORDS)?, delay: None })
    }

    /// Before a process is forked, which is killed so long after it has begun, or not at all.
    pub fn begin(&mut self, delay: Option<Duration>) {
        self.delay = delay;
        (0..WORDS).for_each(|word| self.store(word, 0));
    }

    fn store(&self, word: usize, value: u64) {
        // Pairs with `load`: who sees this sees what was done before.
        self.words[word].store(value, Ordering::Release);
    }

    fn load(&self, word: usize) -> u64 {
        self.words[word].load(Ordering::Acquire)
    }

    /// Does what the process is to be killed in, and waits for that if it comes late.
    pub fn during(&self, body: impl FnOnce() -> Outcome) -> Outcome {
        self.store(PHASE, Phase::In as u64);
        let started = Instant::now();
        self.delay.map_or(Ok(()), kill_after)?;
        body()?;
        self.store(TIME, started.elapsed().as_nanos() as u64);
        self.store(PHASE, Phase::Done as u64);
        while self.delay.is_some() {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        }
        Ok(())
    }

    /// So many steps are done.
    pub fn step(&self, steps: u64) {
        self.store(STEPS, steps);
    }

    pub fn steps(&self) -> u64 {
        self.load(STEPS)
    }

    pub fn phase(&self) -> Phase {
        match self.load(PHASE) {
            0 => Phase::Before,
            1 => Phase::In,
            _ => Phase::Done,
        }
    }

    /// How long it took, where it is done.
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.load(TIME))
    }
}

/// Has the system send SIGKILL to this process in a while. A timer hits within a microsecond, and
/// whoever shares a processor with the process it kills would be late.
fn kill_after(delay: Duration) -> Outcome {
    // SAFETY: all zeros is a value of it.
    let mut event: libc::sigevent = unsafe { mem::zeroed() };
    event.sigev_notify = libc::SIGEV_SIGNAL;
    event.sigev_signo = libc::SIGKILL;
    let mut timer = ptr::null_mut();
    // SAFETY: an event, and a place for the result.
    let made = unsafe { libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer) };
    // A time of 0 would stop the timer.
    let time = libc::timespec {
        tv_sec: delay.as_secs() as libc::time_t,
        tv_nsec: delay.subsec_nanos().max(1).into(),
    };
    let once =
        libc::itimerspec { it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 }, it_value: time };
    // SAFETY: a timer that was made, and a time that outlives the call.
    if made == 0 && unsafe { libc::timer_settime(timer, 0, &raw const once, ptr::null_mut()) } == 0
    {
        return Ok(());
    }
    Err(io::Error::last_os_error().into())
}
