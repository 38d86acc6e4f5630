//! Every atomic of this crate comes through here, so that a model checker can stand in for
//! the processor's: with `--cfg loom`, words are loom's, and a single point of a protocol can be
//! switched off, which a model has to notice (`tests/models`). Without it `fence`, `ordering`,
//! `holds` and `limit` are what they are given, and cost nothing.

pub(crate) use core::sync::atomic::{AtomicU8, Ordering};

#[cfg(all(target_has_atomic = "64", not(loom)))]
use core::sync::atomic as checked;
#[cfg(loom)]
use loom::sync::atomic as checked;

pub(crate) use crate::point::{Point, enabled};
#[cfg(target_has_atomic = "64")]
pub use word::Word;

/// A fence, unless `point` is switched off.
#[cfg(target_has_atomic = "64")]
#[inline(always)]
pub(crate) fn fence(point: Point, ordering: Ordering) {
    if enabled(point) {
        checked::fence(ordering);
    }
}

/// `ordering`; relaxed where `point` is switched off.
#[cfg(target_has_atomic = "64")]
#[inline(always)]
pub(crate) fn ordering(point: Point, ordering: Ordering) -> Ordering {
    if enabled(point) { ordering } else { Ordering::Relaxed }
}

/// `condition`; true where `point` is switched off.
#[inline(always)]
pub(crate) fn holds(point: Point, condition: bool) -> bool {
    condition || !enabled(point)
}

/// `limit`; one more where `point` is switched off.
#[inline(always)]
pub(crate) fn limit(point: Point, limit: u64) -> u64 {
    limit + u64::from(!enabled(point))
}

#[cfg(target_has_atomic = "64")]
mod word {
    use super::Ordering;
    use super::checked::AtomicU64;

    /// A word of a file (SPEC.md 2.1): an aligned u64, little-endian in memory, that several
    /// processes load and store whole.
    #[derive(Debug)]
    #[repr(transparent)]
    pub struct Word(AtomicU64);

    impl Word {
        /// A word in memory of this process.
        pub fn new(value: u64) -> Word {
            Word(AtomicU64::new(value.to_le()))
        }

        /// Its value.
        #[inline(always)]
        pub fn load(&self, ordering: Ordering) -> u64 {
            u64::from_le(self.0.load(ordering))
        }

        /// Its value, for the one thread that stores it: others may load meanwhile.
        #[cfg(not(loom))]
        #[inline(always)]
        pub fn own(&self) -> u64 {
            self.load(Ordering::Relaxed)
        }

        /// Its value, for the one thread that stores it. The checker makes sure of that; and other than a
        /// load, this doesn't hide from it that a load elsewhere might come behind the next store.
        #[cfg(loom)]
        pub fn own(&self) -> u64 {
            // SAFETY: the checker fails where another thread stores at the same time.
            u64::from_le(unsafe { self.0.unsync_load() })
        }

        /// Stores a value, whole (F2-WORD).
        #[inline(always)]
        pub fn store(&self, value: u64, ordering: Ordering) {
            self.0.store(value.to_le(), ordering);
        }

        /// Stores `new` where the value is `old`; else the error is what it is.
        #[inline(always)]
        pub fn replace(&self, old: u64, new: u64) -> Result<u64, u64> {
            let relaxed = Ordering::Relaxed;
            self.0
                .compare_exchange_weak(old.to_le(), new.to_le(), relaxed, relaxed)
                .map(u64::from_le)
                .map_err(u64::from_le)
        }

        /// Adds, modulo 2^64, whatever other threads and processes do meanwhile.
        #[cfg(target_endian = "little")]
        #[inline(always)]
        pub fn add(&self, n: u64) {
            self.0.fetch_add(n, Ordering::Relaxed);
        }

        /// Adds, modulo 2^64, whatever other threads and processes do meanwhile.
        #[cfg(target_endian = "big")]
        pub fn add(&self, n: u64) {
            let mut old = self.load(Ordering::Relaxed);
            while let Err(now) = self.replace(old, old.wrapping_add(n)) {
                old = now;
            }
        }
    }
}
