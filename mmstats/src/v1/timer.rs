//! Timers: moving averages of seconds.

use std::time::{Duration, Instant};

use super::MovingAverage;

/// The mean of the last durations, in seconds.
#[derive(Debug)]
pub struct Timer(MovingAverage);

impl Timer {
    pub(super) fn new(mean: MovingAverage) -> Timer {
        Timer(mean)
    }

    /// Adds a duration and publishes the mean.
    pub fn observe(&mut self, duration: Duration) {
        self.observe_seconds(duration.as_secs_f64());
    }

    /// Adds a duration in seconds and publishes the mean.
    pub fn observe_seconds(&mut self, seconds: f64) {
        self.0.add(seconds);
    }

    /// Starts a measurement, which is added when the guard is dropped.
    pub fn start(&mut self) -> TimerGuard<'_> {
        TimerGuard { timer: self, started: Instant::now() }
    }

    /// The last duration in seconds; 0 before the first.
    pub fn last(&self) -> f64 {
        self.0.last()
    }

    /// The published mean in seconds; 0 before the first.
    pub fn get(&self) -> f64 {
        self.0.get()
    }
}

/// A measurement that runs.
#[must_use = "the time is measured until the guard is dropped"]
#[derive(Debug)]
pub struct TimerGuard<'a> {
    timer: &'a mut Timer,
    started: Instant,
}

impl TimerGuard<'_> {
    /// The time so far.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Gives the measurement up: nothing is added.
    pub fn cancel(self) {
        std::mem::forget(self);
    }
}

impl Drop for TimerGuard<'_> {
    fn drop(&mut self) {
        self.timer.observe(self.started.elapsed());
    }
}
