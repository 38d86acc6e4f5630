//! Windows.

use mmstats_core::v2::cells::{Observed, WindowCell};
use mmstats_core::v2::{Kind, Parameters, Ring, ValueType};

use super::declaration::RING;
use super::identity::boot_time;
use super::metric::handle;
use super::{Metric, raw};

/// What happened lately: `u64` or `f64`, not negative. By default of the last minute, in slots of ten
/// seconds.
#[derive(Clone, Debug)]
pub struct Window<T: Observed = u64> {
    pub(super) cell: WindowCell<'static, T>,
    series: raw::Series,
}

handle!([T: Observed] Window<T>, |series| {
    WindowCell::new(series.words(), series.ring()).expect("words as its ring needs")
});

impl<T: Observed> Metric for Window<T> {
    type Shape = Ring;
    const KIND: Kind = Kind::Window;
    const VALUE_TYPE: ValueType = T::TYPE;
    const SHAPE: Ring = RING;

    fn parameters(shape: Ring) -> Parameters {
        Parameters::Ring(shape)
    }
}

impl<T: Observed> Window<T> {
    /// Adds a value. Waits where another thread is just doing the same.
    #[inline]
    pub fn observe(&self, value: T) {
        self.observe_at(boot_time(), value);
    }

    /// Adds a value at a moment, nanoseconds of CLOCK_BOOTTIME.
    #[doc(hidden)]
    #[inline]
    pub fn observe_at(&self, time: u64, value: T) {
        let _one_at_a_time = self.series.hold.lock();
        self.cell.observe(value, time);
    }
}
