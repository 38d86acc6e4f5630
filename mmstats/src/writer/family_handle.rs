//! Families with labels: a way to their series.

use std::marker::PhantomData;

use super::{Metric, raw};
use crate::Error;

/// A family whose series are told apart by the values of `N` labels. Clones are the same family.
#[derive(Debug)]
pub struct Family<M, const N: usize> {
    raw: raw::Family,
    metric: PhantomData<fn() -> M>,
}

impl<M, const N: usize> Clone for Family<M, N> {
    fn clone(&self) -> Self {
        Family { raw: self.raw.clone(), metric: PhantomData }
    }
}

impl<M: Metric, const N: usize> Family<M, N> {
    pub(super) fn new(raw: raw::Family) -> Family<M, N> {
        Family { raw, metric: PhantomData }
    }

    /// The series with these label values, which is created where it isn't there. Keep it where you
    /// can: a look-up takes longer than a write.
    ///
    /// Where the family has as many series as it may, it is the one beyond the limit, with the label
    /// `otel.metric.overflow="true"`, and `mmstats.overflow` counts the look-up.
    ///
    /// Errors, where it has to be created: no space, a writer that is closed, a value that is too
    /// long or has NUL in it.
    pub fn with<S: AsRef<str>>(&self, values: [S; N]) -> Result<M, Error> {
        Ok(M::from(self.raw.series(&values.each_ref().map(AsRef::as_ref))?))
    }
}
