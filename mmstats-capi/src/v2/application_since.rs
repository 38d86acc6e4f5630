//! What follows from two looks at an application: rates, and percentiles of what came between.

use mmstats_rs::application::SeriesSince;
use mmstats_rs::format::Kind;

use crate::handle::{Out, shared};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::application::{last_look, mmstats_application};
use crate::v2::application_totals::mmstats_totals;
use crate::v2::application_view::mmstats_since;
use crate::v2::derived::mmstats_rate;

/// How much the series of `later` grew since `earlier`, in the order of `mmstats_totals_series` of
/// `later`: at most `capacity` of them are put at `rates`. Returns how many series there are. None
/// is negative: a total that fell has lost a file, and that is taken for nothing, or where no file
/// is left, for all that the new ones have. Where both looks kept the values of each file growth is
/// exact.
///
/// # Safety
/// C's caller gives valid pointers; `rates` is valid for writes of `capacity` elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_rates(
    later: *const mmstats_totals,
    earlier: *const mmstats_totals,
    rates: *mut mmstats_rate,
    capacity: usize,
) -> usize {
    guard_value(0, || {
        // SAFETY: the caller's pointers.
        let (later, earlier) = unsafe { (shared(later)?.found(), shared(earlier)?.found()) };
        let since = later.totals.since(&earlier.totals);
        for (place, series) in since.series().take(capacity).enumerate() {
            // SAFETY: the caller's array, which has that many places.
            unsafe { Out::new(rates.wrapping_add(place)) }?.put(rate_of(&series));
        }
        Ok(later.len())
    })
}

/// The same of what the last look at an application found.
///
/// # Safety
/// As `mmstats_totals_rates`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_rates(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    rates: *mut mmstats_rate,
    capacity: usize,
) -> usize {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_rates(last_look(application), earlier, rates, capacity) }
}

fn rate_of(series: &SeriesSince<'_>) -> mmstats_rate {
    let counted = || series.histogram().map(|of| of.count());
    mmstats_rate::of(series.delta(), counted, series.rate(), series.is_new())
}

/// What happened to the files between two looks. Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_since(
    later: *const mmstats_totals,
    earlier: *const mmstats_totals,
    since: *mut mmstats_since,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (later, earlier, out) =
            unsafe { (shared(later)?.found(), shared(earlier)?.found(), Out::new(since)?) };
        let since = later.totals.since(&earlier.totals);
        out.put(mmstats_since {
            elapsed: u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX),
            gone: since.gone(),
            returned: since.returned(),
        });
        Ok(())
    })
}

/// What happened to the files from `earlier` to the last look. Errors: invalid.
///
/// # Safety
/// As `mmstats_totals_since`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_since(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    since: *mut mmstats_since,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_since(last_look(application), earlier, since) }
}

/// The value that `percent` percent of the values of a histogram don't exceed, as near as its buckets
/// tell: of those that came since `earlier`, or, where that is NULL, of all. The histogram is the
/// series at `index` in the array of all series of `later`. Errors: wrong type (no histogram, or one
/// without a total), not found (no such series, no values), invalid.
///
/// # Safety
/// C's caller gives valid pointers; `earlier` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_percentile(
    later: *const mmstats_totals,
    earlier: *const mmstats_totals,
    index: usize,
    percent: f64,
    value: *mut f64,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (later, earlier, out) =
            unsafe { (shared(later)?.found(), earlier.as_ref(), Out::new(value)?) };
        let series = later.series(index)?;
        let is_none = || Failure::wrong_type(format!("series {index} has no total of histograms"));
        let percentile = match earlier {
            None => series.value().as_histogram().ok_or_else(is_none)?.percentile(percent),
            Some(earlier) => {
                if series.family().kind() != Kind::Histogram {
                    return Err(is_none());
                }
                let since = later.totals.since(&earlier.found().totals).series().nth(index);
                since.and_then(|since| since.histogram()).ok_or_else(is_none)?.percentile(percent)
            }
        };
        let empty = || Failure::not_found(format!("series {index} has no values"));
        out.put(percentile.ok_or_else(empty)?);
        Ok(())
    })
}

/// The same of what the last look at an application found.
///
/// # Safety
/// As `mmstats_totals_percentile`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_percentile(
    application: *const mmstats_application,
    earlier: *const mmstats_totals,
    index: usize,
    percent: f64,
    value: *mut f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_percentile(last_look(application), earlier, index, percent, value) }
}
