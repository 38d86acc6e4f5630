//! Local objects: one thread's stripe of a writer, written without atomic instructions.

use std::time::{Duration, Instant};

use mmstats_core::v2::cells::{HistogramCell, Observed, ScalarCell, WindowCell, Word};

use super::identity::boot_time;
use super::timer::{ObserveDuration, TimerGuard, nanoseconds};
use super::{Counter, Histogram, Timer, Window, raw};

/// One thread's stripe of a writer; made by [`Writer::local`](super::Writer::local).
///
/// Its handles write cells of their own, which readers add up; they can't leave the thread. Where no
/// stripe is left, or no space for one, they write what all threads share, and nothing is lost.
/// The stripe is given back when this and all its handles are dropped, and the next thread goes
/// on with it.
///
/// ```compile_fail
/// # let stats = mmstats::Writer::new("web").unwrap();
/// let local = stats.local().unwrap();
/// std::thread::scope(|scope| { scope.spawn(|| &local); });
/// ```
#[derive(Clone, Debug)]
pub struct Local(pub(super) raw::Local);

impl Local {
    /// This thread's handle of a counter.
    pub fn counter<T: Observed>(&self, of: &Counter<T>) -> LocalCounter<T> {
        LocalCounter(Place::new(self, of.as_ref(), |words| ScalarCell::new(&words[0])))
    }

    /// This thread's handle of a histogram.
    pub fn histogram<T: Observed>(&self, of: &Histogram<T>) -> LocalHistogram<T> {
        let buckets = of.as_ref().buckets();
        let cell = |words| HistogramCell::new(words, buckets).expect("words as its buckets need");
        LocalHistogram(Place::new(self, of.as_ref(), cell))
    }

    /// This thread's handle of a timer.
    pub fn timer(&self, of: &Timer) -> LocalTimer {
        LocalTimer(self.histogram(&of.0))
    }

    /// This thread's handle of a window.
    pub fn window<T: Observed>(&self, of: &Window<T>) -> LocalWindow<T> {
        let ring = of.as_ref().ring();
        let cell = |words| WindowCell::new(words, ring).expect("words as its ring needs");
        LocalWindow(Place::new(self, of.as_ref(), cell))
    }
}

/// A cell, and whether nobody else writes it: side by side, since a write needs both.
#[derive(Clone, Copy, Debug)]
struct At<C> {
    cell: C,
    own: bool,
}

/// Where a local handle writes, and what keeps that.
#[derive(Clone, Debug)]
struct Place<C> {
    at: At<C>,
    series: raw::Series,
    /// Keeps the stripe, and the handle on its thread.
    _local: raw::Local,
}

impl<C> Place<C> {
    fn new(
        local: &Local,
        series: &raw::Series,
        cell: impl FnOnce(&'static [Word]) -> C,
    ) -> Place<C> {
        let own = local.0.words(series);
        let at = At { cell: cell(own.unwrap_or_else(|| series.words())), own: own.is_some() };
        Place { at, series: series.clone(), _local: local.0.clone() }
    }
}

/// A thread's handle of a [`Counter`].
#[derive(Clone, Debug)]
pub struct LocalCounter<T: Observed = u64>(Place<ScalarCell<'static, T>>);

impl<T: Observed> LocalCounter<T> {
    /// `n` more. A float that is negative or no number is left out.
    #[inline(always)]
    pub fn add(&self, n: T) {
        match (n.accepted(), self.0.at) {
            (Ok(n), At { cell, own: true }) => cell.add_local(n),
            (Ok(n), At { cell, own: false }) => cell.add_shared(n),
            (Err(_), _) => {}
        }
    }
}

impl LocalCounter<u64> {
    /// One more.
    #[inline(always)]
    pub fn inc(&self) {
        self.add(1);
    }
}

impl LocalCounter<f64> {
    /// One more.
    #[inline(always)]
    pub fn inc(&self) {
        self.add(1.0);
    }
}

/// A thread's handle of a [`Histogram`].
#[derive(Clone, Debug)]
pub struct LocalHistogram<T: Observed = u64>(Place<HistogramCell<'static, T>>);

impl<T: Observed> LocalHistogram<T> {
    /// Counts a value.
    #[inline(always)]
    pub fn observe(&self, value: T) {
        match &self.0.at {
            At { cell, own: true } => cell.observe_local(value),
            At { cell, own: false } => cell.observe_shared(value),
        }
    }
}

/// A thread's handle of a [`Timer`].
#[derive(Clone, Debug)]
pub struct LocalTimer(LocalHistogram);

impl LocalTimer {
    /// Counts a duration.
    #[inline]
    pub fn observe(&self, duration: Duration) {
        self.0.observe(nanoseconds(duration));
    }

    /// Starts a measurement, which is counted when the guard is dropped.
    #[inline]
    pub fn start(&self) -> TimerGuard<'_, LocalTimer> {
        TimerGuard { observe: self, started: Instant::now() }
    }
}

impl ObserveDuration for LocalTimer {
    fn observe_duration(&self, duration: Duration) {
        self.observe(duration);
    }
}

/// A thread's handle of a [`Window`].
#[derive(Clone, Debug)]
pub struct LocalWindow<T: Observed = u64>(Place<WindowCell<'static, T>>);

impl<T: Observed> LocalWindow<T> {
    /// Adds a value.
    #[inline]
    pub fn observe(&self, value: T) {
        self.observe_at(boot_time(), value);
    }

    /// Adds a value at a moment, nanoseconds of CLOCK_BOOTTIME.
    #[doc(hidden)]
    #[inline]
    pub fn observe_at(&self, time: u64, value: T) {
        let At { cell, own } = &self.0.at;
        let _one_at_a_time = (!own).then(|| self.0.series.hold.lock());
        cell.observe(value, time);
    }
}
