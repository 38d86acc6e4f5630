//! Structs of metrics.

use super::{Family, Metric, Writer};
use crate::Error;

/// A struct whose fields are metrics, registered together. Implemented by
/// `#[derive(mmstats::Metrics)]`.
pub trait Metrics: Sized {
    /// Registers all of them; `prefix` is what their names begin with, before the prefix of the
    /// struct itself.
    ///
    /// Errors: those of registering one. What was registered before it stays, and another call finds it.
    fn register_with(stats: &Writer, prefix: &str) -> Result<Self, Error>;

    /// Registers all of them.
    fn register(stats: &Writer) -> Result<Self, Error> {
        Self::register_with(stats, "")
    }
}

/// The metric of a family's series: what a derived [`Metrics`] declares.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no family with {N} labels",
    label = "expected `mmstats::Family<_, {N}>`, for as many labels as `labels(...)` has"
)]
pub trait Labelled<const N: usize> {
    type Metric: Metric;
}

impl<M: Metric, const N: usize> Labelled<N> for Family<M, N> {
    type Metric = M;
}
