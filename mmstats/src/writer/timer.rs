//! Timers: histograms of nanoseconds.

use std::time::{Duration, Instant};

use mmstats_core::v2::{Buckets, Kind, Parameters, ValueType};

use super::{Histogram, Metric, raw};

/// A distribution of durations: a histogram of `u64`, in nanoseconds.
#[derive(Clone, Debug)]
pub struct Timer(pub(super) Histogram);

impl From<raw::Series> for Timer {
    fn from(series: raw::Series) -> Timer {
        Timer(series.into())
    }
}

impl AsRef<raw::Series> for Timer {
    fn as_ref(&self) -> &raw::Series {
        self.0.as_ref()
    }
}

impl Metric for Timer {
    type Shape = Buckets;
    const KIND: Kind = Histogram::<u64>::KIND;
    const VALUE_TYPE: ValueType = Histogram::<u64>::VALUE_TYPE;
    const SHAPE: Buckets = Histogram::<u64>::SHAPE;
    const UNIT: &'static str = "ns";

    fn parameters(shape: Buckets) -> Parameters {
        Histogram::<u64>::parameters(shape)
    }
}

/// A duration as a timer counts it.
#[inline(always)]
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl Timer {
    /// Counts a duration.
    #[inline]
    pub fn observe(&self, duration: Duration) {
        self.0.observe(nanoseconds(duration));
    }

    /// Starts a measurement, which is counted when the guard is dropped.
    #[inline]
    pub fn start(&self) -> TimerGuard<'_> {
        TimerGuard { observe: self, started: Instant::now() }
    }
}

impl ObserveDuration for Timer {
    fn observe_duration(&self, duration: Duration) {
        self.observe(duration);
    }
}

/// What a measurement goes to: a timer, shared or local.
pub trait ObserveDuration {
    #[doc(hidden)]
    fn observe_duration(&self, duration: Duration);
}

/// A measurement that runs.
#[must_use = "the time is measured until the guard is dropped"]
#[derive(Debug)]
pub struct TimerGuard<'a, T: ObserveDuration = Timer> {
    pub(super) observe: &'a T,
    pub(super) started: Instant,
}

impl<T: ObserveDuration> TimerGuard<'_, T> {
    /// The time so far.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Gives the measurement up: nothing is counted.
    pub fn cancel(self) {
        std::mem::forget(self);
    }
}

impl<T: ObserveDuration> Drop for TimerGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.observe.observe_duration(self.started.elapsed());
    }
}
