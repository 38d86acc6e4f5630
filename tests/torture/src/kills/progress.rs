//! How far a process is that is going to be killed: in memory that it shares with who kills it.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Child;
use crate::run::Outcome;
use crate::shared::Shared;

/// Where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It makes ready.
    Before = 0,
    /// It does what it is to be killed in.
    In = 1,
    /// It has done it.
    Done = 2,
}

const PHASE: usize = 0;
const STEPS: usize = 1;
const TIME: usize = 2;
const WORDS: usize = 3;

/// How often the phase is looked at before it is made sure that the process is there.
const LOOKS: u32 = 4096;

pub struct Progress(Shared);

impl Progress {
    pub fn new() -> Outcome<Progress> {
        Ok(Progress(Shared::new(WORDS)?))
    }

    fn store(&self, word: usize, value: u64) {
        // Pairs with `load`: who sees this sees what was done before.
        self.0[word].store(value, Ordering::Release);
    }

    fn load(&self, word: usize) -> u64 {
        self.0[word].load(Ordering::Acquire)
    }

    /// Before a process is forked.
    pub fn reset(&self) {
        (0..WORDS).for_each(|word| self.store(word, 0));
    }

    /// Does what the process is to be killed in, and waits to be killed.
    pub fn during(&self, body: impl FnOnce() -> Outcome) -> Outcome {
        self.store(PHASE, Phase::In as u64);
        let started = Instant::now();
        body()?;
        self.store(TIME, started.elapsed().as_nanos() as u64);
        self.store(PHASE, Phase::Done as u64);
        loop {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        }
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

    /// Waits until the process is that far. It is an error where it ends before.
    pub fn wait_for(&self, phase: Phase, child: &Child) -> Outcome {
        for look in 1_u32.. {
            if self.phase() >= phase {
                break;
            }
            if look.is_multiple_of(LOOKS) && child.has_ended()? {
                return Err("the writer failed before anybody killed it".into());
            }
            thread::yield_now();
        }
        Ok(())
    }
}
