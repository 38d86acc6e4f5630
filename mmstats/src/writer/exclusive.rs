//! One publisher at a time (F2-PUBLISH).

use super::Metric;
use super::publisher::Publishing;

/// The right to publish: nobody else can as long as this is there. In a forked child it is the
/// thread's that forked once it publishes there.
#[derive(Debug)]
pub struct Exclusive<'a, M> {
    of: &'a M,
    right: Publishing<'a>,
}

impl<'a, M: Metric> Exclusive<'a, M> {
    #[inline]
    pub(super) fn new(of: &'a M) -> Exclusive<'a, M> {
        Exclusive { of, right: of.as_ref().hold.lock() }
    }

    #[inline(always)]
    pub(super) fn of(&mut self) -> &'a M {
        self.right.renew();
        self.of
    }
}
