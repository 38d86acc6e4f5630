//! One publisher at a time (F2-PUBLISH).

use std::sync::MutexGuard;

use super::Metric;

/// The right to publish: nobody else can as long as this is there.
#[derive(Debug)]
pub struct Exclusive<'a, M> {
    of: &'a M,
    _guard: MutexGuard<'a, ()>,
}

impl<'a, M: Metric> Exclusive<'a, M> {
    #[inline]
    pub(super) fn new(of: &'a M) -> Exclusive<'a, M> {
        Exclusive { of, _guard: of.as_ref().hold.lock() }
    }

    #[inline(always)]
    pub(super) fn of(&self) -> &'a M {
        self.of
    }
}
