//! Gauges.

use mmstats_core::v2::cells::{Number, Scalar, ScalarCell};
use mmstats_core::v2::{Kind, Parameters, ValueType};

use super::metric::handle;
use super::{Metric, raw};

/// A value that goes up and down: `i64`, `u64`, `f64` or `bool`.
#[derive(Clone, Debug)]
pub struct Gauge<T: Scalar = i64> {
    cell: ScalarCell<'static, T>,
    series: raw::Series,
}

handle!([T: Scalar] Gauge<T>, |series| ScalarCell::new(&series.words()[0]));

impl<T: Scalar> Metric for Gauge<T> {
    type Shape = ();
    const KIND: Kind = Kind::Gauge;
    const VALUE_TYPE: ValueType = T::TYPE;
    const SHAPE: () = ();

    fn parameters((): ()) -> Parameters {
        Parameters::Scalar
    }
}

impl<T: Scalar> Gauge<T> {
    /// Stores a value.
    #[inline(always)]
    pub fn set(&self, value: T) {
        self.cell.set(value);
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> T {
        self.cell.get()
    }
}

impl<T: Number> Gauge<T> {
    /// Adds; integers wrap.
    #[inline(always)]
    pub fn add(&self, n: T) {
        self.cell.add_shared(n);
    }
}

impl Gauge<u64> {
    /// Subtracts, modulo 2^64.
    #[inline(always)]
    pub fn sub(&self, n: u64) {
        self.add(n.wrapping_neg());
    }
}

impl Gauge<i64> {
    /// Subtracts; wraps.
    #[inline(always)]
    pub fn sub(&self, n: i64) {
        self.add(n.wrapping_neg());
    }
}

impl Gauge<f64> {
    /// Subtracts.
    #[inline(always)]
    pub fn sub(&self, n: f64) {
        self.add(-n);
    }
}
