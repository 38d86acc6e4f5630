//! What follows from values: percentiles, and rates between two looks.

use mmstats_rs::format::Buckets;
use mmstats_rs::format::cells::{lower_bound, upper_bound};
use mmstats_rs::reader::Number;
use mmstats_rs::{Snapshot, Value};

use crate::handle::{Out, give, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::found::number_of;
use crate::v2::reader::mmstats_reader;
use crate::v2::view::mmstats_number;

/// What a reader saw at one moment, kept to compare it with what it sees later. Made by
/// `mmstats_snapshot_new`, ended by `mmstats_snapshot_free`; independent of its reader. Threads: any
/// number look at it.
pub struct mmstats_snapshot(Snapshot);

/// How much a series grew between two looks, and how fast.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_rate {
    /// How much a counter grew, of its family's type; of a histogram, how many values it counted.
    pub delta: mmstats_number,
    /// The same in a second; 0 where no time has passed.
    pub per_second: f64,
    /// Whether there is such a number: not of other kinds, nor of a value that is busy.
    pub known: bool,
    /// Whether the series wasn't there before: it began at 0.
    pub is_new: bool,
}

impl mmstats_rate {
    /// Of a counter that grew, or of a histogram that counted so many.
    pub(super) fn of(
        delta: Option<Number>,
        counted: impl FnOnce() -> Option<u64>,
        per_second: Option<f64>,
        is_new: bool,
    ) -> mmstats_rate {
        let delta = delta.or_else(|| counted().map(Number::U64));
        mmstats_rate {
            delta: number_of(delta.unwrap_or(Number::U64(0))),
            per_second: per_second.unwrap_or(0.0),
            known: delta.is_some(),
            is_new,
        }
    }
}

/// Keeps what a reader saw last. On success `*snapshot` is the caller's, to be freed with
/// `mmstats_snapshot_free`. Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_snapshot_new(
    reader: *const mmstats_reader,
    snapshot: *mut *mut mmstats_snapshot,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, out) = unsafe { (shared(reader)?, Out::new(snapshot)?) };
        out.put(give(mmstats_snapshot(reader.reader.snapshot().clone())));
        Ok(())
    })
}

/// Ends a snapshot; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or a snapshot that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_snapshot_free(snapshot: *mut mmstats_snapshot) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(snapshot) });
        Ok(())
    });
}

/// How much the series of `reader` grew since `earlier`, in the order of `mmstats_reader_series`: at
/// most `capacity` of them are put at `rates`. Returns how many series there are.
///
/// # Safety
/// C's caller gives valid pointers; `rates` is valid for writes of `capacity` elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_rates(
    reader: *const mmstats_reader,
    earlier: *const mmstats_snapshot,
    rates: *mut mmstats_rate,
    capacity: usize,
) -> usize {
    guard_value(0, || {
        // SAFETY: the caller's pointers.
        let (reader, earlier) = unsafe { (shared(reader)?, shared(earlier)?) };
        let diff = reader.reader.snapshot().diff(&earlier.0);
        for series in diff.series() {
            let place = reader.place(series.series().index());
            let counted = || series.distribution().map(|of| of.count());
            let (delta, rate) = (series.delta(), series.rate());
            let rate = mmstats_rate::of(delta, counted, rate, series.is_new());
            if place < capacity {
                // SAFETY: the caller's array, which has that many places.
                unsafe { Out::new(rates.wrapping_add(place)) }?.put(rate);
            }
        }
        Ok(reader.reader.snapshot().len())
    })
}

/// The value that `percent` percent of the values of a histogram don't exceed, as near as its buckets
/// tell; the histogram is the series at `index` in the array of all series. Errors: wrong type (no
/// histogram), not found (no such series, no values), invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_percentile(
    reader: *const mmstats_reader,
    index: usize,
    percent: f64,
    value: *mut f64,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, out) = unsafe { (shared(reader)?, Out::new(value)?) };
        let Value::Histogram(histogram) = reader.series(index)?.value() else {
            return Err(Failure::wrong_type(format!("series {index} is no histogram")));
        };
        let empty = || Failure::not_found(format!("series {index} has no values"));
        out.put(histogram.percentile(percent).ok_or_else(empty)?);
        Ok(())
    })
}

/// The lower bound of a bucket: it counts values above it. NaN for a bucket that there can't be.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_bucket_lower_bound(scale: u32, index: i32) -> f64 {
    if is_bucket(scale, index) { lower_bound(index, scale) } else { f64::NAN }
}

/// The upper bound of a bucket: it counts values up to it. NaN for a bucket that there can't be.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_bucket_upper_bound(scale: u32, index: i32) -> f64 {
    if is_bucket(scale, index) { upper_bound(index, scale) } else { f64::NAN }
}

fn is_bucket(scale: u32, index: i32) -> bool {
    Buckets { scale, first: index, number: 1 }.is_valid()
}
