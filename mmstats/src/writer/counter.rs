//! Counters.

use mmstats_core::v2::cells::{Observed, ScalarCell};
use mmstats_core::v2::{Kind, Parameters, ValueType};

use super::metric::handle;
use super::{Metric, raw};

/// A count that only grows: `u64` or `f64`.
#[derive(Clone, Debug)]
pub struct Counter<T: Observed = u64> {
    cell: ScalarCell<'static, T>,
    series: raw::Series,
}

handle!([T: Observed] Counter<T>, |series| ScalarCell::new(&series.words()[0]));

impl<T: Observed> Metric for Counter<T> {
    type Shape = ();
    const KIND: Kind = Kind::Counter;
    const VALUE_TYPE: ValueType = T::TYPE;
    const SHAPE: () = ();

    fn parameters((): ()) -> Parameters {
        Parameters::Scalar
    }
}

impl<T: Observed> Counter<T> {
    /// `n` more. A float that is negative or no number is left out.
    #[inline(always)]
    pub fn add(&self, n: T) {
        if let Ok(n) = n.accepted() {
            self.cell.add_shared(n);
        }
    }

    /// What was counted through this handle and others that aren't local.
    #[inline(always)]
    pub fn get(&self) -> T {
        self.cell.get()
    }
}

impl Counter<u64> {
    /// One more.
    #[inline(always)]
    pub fn inc(&self) {
        self.add(1);
    }
}

impl Counter<f64> {
    /// One more.
    #[inline(always)]
    pub fn inc(&self) {
        self.add(1.0);
    }
}
