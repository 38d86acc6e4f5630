//! What follows from two looks at an application: rates, and percentiles of what came between.

use mmstats_rs::application::{SeriesSince, Totals};
use mmstats_rs::format::Kind;
use mmstats_rs::reader::Number;

use crate::handle::{Out, give, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::application::mmstats_application;
use crate::v2::application_view::mmstats_since;
use crate::v2::derived::mmstats_rate;
use crate::v2::found::number_of;

/// What a look at an application found, kept to compare it with what a later one finds. Made by
/// `mmstats_totals_new`, ended by `mmstats_totals_free`; independent of its application. Threads: any
/// number use it.
pub struct mmstats_totals(Totals);

/// Keeps what the last look found. On success `*totals` is the caller's, to be freed with
/// `mmstats_totals_free`. Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_new(
    application: *const mmstats_application,
    totals: *mut *mut mmstats_totals,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (own, out) = unsafe { (shared(application)?, Out::new(totals)?) };
        out.put(give(mmstats_totals(own.application.totals().clone())));
        Ok(())
    })
}

/// Ends them; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or totals that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_free(totals: *mut mmstats_totals) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(totals) });
        Ok(())
    });
}

/// How much the series of `application` grew since `earlier`, in the order of
/// `mmstats_application_series`: at most `capacity` of them are put at `rates`. Returns how many
/// series there are. None is negative: a total that fell has lost a file, and that is taken for
/// nothing, or where no file is left, for all that the new ones have. Where both looks kept the
/// values of each file growth is exact.
///
/// # Safety
/// C's caller gives valid pointers; `rates` is valid for writes of `capacity` elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_rates(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    rates: *mut mmstats_rate,
    capacity: usize,
) -> usize {
    guard_value(0, || {
        // SAFETY: the caller's pointers.
        let (own, earlier) = unsafe { (shared(application)?, shared(earlier)?) };
        let since = own.application.totals().since(&earlier.0);
        for (place, series) in since.series().take(capacity).enumerate() {
            // SAFETY: the caller's array, which has that many places.
            unsafe { Out::new(rates.wrapping_add(place)) }?.put(rate_of(&series));
        }
        Ok(own.len())
    })
}

fn rate_of(series: &SeriesSince<'_>) -> mmstats_rate {
    let counted = || series.histogram().map(|of| Number::U64(of.count()));
    let delta = series.delta().or_else(counted);
    mmstats_rate {
        delta: number_of(delta.unwrap_or(Number::U64(0))),
        per_second: series.rate().unwrap_or(0.0),
        known: delta.is_some(),
        is_new: series.is_new(),
    }
}

/// What happened to the files since `earlier`. Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_since(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    since: *mut mmstats_since,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (own, earlier, out) =
            unsafe { (shared(application)?, shared(earlier)?, Out::new(since)?) };
        let since = own.application.totals().since(&earlier.0);
        out.put(mmstats_since {
            elapsed: u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX),
            gone: since.gone(),
            returned: since.returned(),
        });
        Ok(())
    })
}

/// The value that `percent` percent of the values of a histogram don't exceed, as near as its buckets
/// tell: of those that came since `earlier`, or, where that is NULL, of all. The histogram is the
/// series at `index` in the array of all series. Errors: wrong type (no histogram, or one without a
/// total), not found (no such series, no values), invalid.
///
/// # Safety
/// C's caller gives valid pointers; `earlier` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_percentile(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    index: usize,
    percent: f64,
    value: *mut f64,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (own, earlier, out) =
            unsafe { (shared(application)?, earlier.as_ref(), Out::new(value)?) };
        let series = own.series(index)?;
        let is_none = || Failure::wrong_type(format!("series {index} has no total of histograms"));
        let percentile = match earlier {
            None => series.value().as_histogram().ok_or_else(is_none)?.percentile(percent),
            Some(earlier) => {
                if series.family().kind() != Kind::Histogram {
                    return Err(is_none());
                }
                let since = own.application.totals().since(&earlier.0).series().nth(index);
                since.and_then(|since| since.histogram()).ok_or_else(is_none)?.percentile(percent)
            }
        };
        out.put(
            percentile
                .ok_or_else(|| Failure::not_found(format!("series {index} has no values")))?,
        );
        Ok(())
    })
}
