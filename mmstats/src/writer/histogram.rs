//! Histograms.

use mmstats_core::v2::cells::{HistogramCell, Observed};
use mmstats_core::v2::{Buckets, Kind, Parameters, ValueType};

use super::metric::handle;
use super::{Metric, raw};

/// A distribution of values that aren't negative: `u64` or `f64`. Negative values and those that are no
/// number are counted apart.
///
/// By default a value is known to 2.2 % (scale 4) and the cell takes 5 KiB. Of `u64` the buckets reach from
/// 1 to 2^39.9, in nanoseconds 18 minutes; of `f64` from 2^-20 to 2^20, in seconds from one
/// microsecond to 12 days.
#[derive(Clone, Debug)]
pub struct Histogram<T: Observed = u64> {
    cell: HistogramCell<'static, T>,
    series: raw::Series,
}

handle!([T: Observed] Histogram<T>, |series| {
    HistogramCell::new(series.words(), series.buckets()).expect("words as its buckets need")
});

impl<T: Observed> Metric for Histogram<T> {
    type Shape = Buckets;
    const KIND: Kind = Kind::Histogram;
    const VALUE_TYPE: ValueType = T::TYPE;
    const SHAPE: Buckets = match T::TYPE {
        // The bucket with index -1 is the one that ends at 1.
        ValueType::U64 => Buckets { scale: 4, first: -1, number: 640 },
        _ => Buckets { scale: 4, first: -320, number: 640 },
    };

    fn parameters(shape: Buckets) -> Parameters {
        Parameters::Buckets(shape)
    }
}

impl<T: Observed> Histogram<T> {
    /// Counts a value.
    #[inline(always)]
    pub fn observe(&self, value: T) {
        self.cell.observe_shared(value);
    }
}
