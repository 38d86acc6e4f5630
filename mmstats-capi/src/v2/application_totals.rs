//! What a look at an application found, kept.

use std::sync::Arc;

use crate::handle::{Out, give, lend, mmstats_str, shared, take, texts};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::application::mmstats_application;
use crate::v2::application_found::FoundTotals;
use crate::v2::application_view::*;
use crate::v2::view::{mmstats_family_info, mmstats_series};

/// What a look at an application found, kept: to be read while the application looks again, and to be
/// compared with what other looks found. Made by `mmstats_totals_new`, ended by
/// `mmstats_totals_free`; independent of its application. It doesn't change, and all that is borrowed
/// from it is valid until it is freed. Threads: any number use it; one frees it, and nobody uses it
/// then.
pub struct mmstats_totals(Arc<FoundTotals>);

impl mmstats_totals {
    #[expect(
        clippy::arc_with_non_send_sync,
        reason = "C's threads share it, whose addresses nobody writes to"
    )]
    pub(super) fn of(found: FoundTotals) -> mmstats_totals {
        mmstats_totals(Arc::new(found))
    }

    pub(super) fn found(&self) -> &FoundTotals {
        &self.0
    }
}

/// Keeps what the last look found; nothing is copied. On success `*totals` is the caller's, to be
/// freed with `mmstats_totals_free`. Errors: invalid.
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
        out.put(give(mmstats_totals(Arc::clone(&own.totals.0))));
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

/// A number that is another one wherever `mmstats_totals_families` or `mmstats_totals_series` have
/// others, or others in that order, or anything of them differs but values. So what was made of
/// their names and labels is good for all looks of one number, also of other applications in this
/// process. 0: there was no look.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_shape(totals: *const mmstats_totals) -> u64 {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(totals) }?.0.totals.shape()))
}

/// All families that some file has: an array of `*count`, borrowed from the totals. NULL and 0 where
/// there is none. What was known before the look keeps its order. Label keys are in the order of
/// their bytes, whatever it is in the files.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_families(
    totals: *const mmstats_totals,
    count: *mut usize,
) -> *const mmstats_family_info {
    // SAFETY: the caller's pointers.
    unsafe { found(totals, count, |own| own.found.families.as_slice()) }
}

/// All series that some file has and the values of all files, by their families: an array of
/// `*count`, borrowed from the totals. NULL and 0 where there is none.
///
/// Beside the values that a file has there is MMSTATS_EACH, of families without a total, and
/// MMSTATS_WINDOWS. MMSTATS_UNPUBLISHED: no file has a value, or none counts. Parts of structs are
/// of their widest types; those of format 1 have no components. Bools that are summed up are a
/// MMSTATS_U64: how many are true.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_series(
    totals: *const mmstats_totals,
    count: *mut usize,
) -> *const mmstats_series {
    // SAFETY: the caller's pointers.
    unsafe { found(totals, count, |own| own.found.series.as_slice()) }
}

/// The values that single files have of the series at `index` in the array of all series: an array of
/// `*count`, borrowed from the totals, in the order of the files. Of families without a total, and
/// of all where `mmstats_application_keep_each` asked for it. NULL and 0 where there is none, or no
/// such series.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_each(
    totals: *const mmstats_totals,
    index: usize,
    count: *mut usize,
) -> *const mmstats_file_value {
    // SAFETY: the caller's pointers.
    unsafe { found(totals, count, |own| own.each(index).unwrap_or(&[])) }
}

/// The files that count, in the order of their paths: an array of `*count`, borrowed from the
/// totals. NULL and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_files(
    totals: *const mmstats_totals,
    count: *mut usize,
) -> *const mmstats_application_file {
    // SAFETY: the caller's pointers.
    unsafe { found(totals, count, |own| &own.files) }
}

/// What the look could not count, or could not count together: an array of `*count`, borrowed from
/// the totals. NULL and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_problems(
    totals: *const mmstats_totals,
    count: *mut usize,
) -> *const mmstats_problem {
    // SAFETY: the caller's pointers.
    unsafe { found(totals, count, |own| &own.problems) }
}

/// An array of what was found, and how many there are.
///
/// # Safety
/// The pointers are those that C's caller gave; `count` may be NULL.
unsafe fn found<T: 'static>(
    totals: *const mmstats_totals,
    count: *mut usize,
    of: impl FnOnce(&'static FoundTotals) -> &'static [T],
) -> *const T {
    guard_value(std::ptr::null(), || {
        // SAFETY: the caller's pointers.
        unsafe { lend(shared(totals).map_or(&[][..], |own| of(&own.0)), count) }
    })
}

/// The series of a family of that name that has these label values, one for each of the family's
/// label keys, in their order; none where it has no keys. `*series` is borrowed from the totals.
/// Errors: not found, invalid.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_find(
    totals: *const mmstats_totals,
    name: mmstats_str,
    values: *const mmstats_str,
    count: usize,
    series: *mut *const mmstats_series,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (own, name, out) = unsafe { (shared(totals)?, name.text()?, Out::new(series)?) };
        // SAFETY: the caller's array.
        let values = unsafe { texts(values, count) }?;
        let missing = || {
            let application = &own.0.found.application;
            let message = format!("{application}: no series {name:?} with label values {values:?}");
            Failure::not_found(message)
        };
        out.put(&raw const *own.0.find(name, &values).ok_or_else(missing)?);
        Ok(())
    })
}

/// When the look ended, nanoseconds of CLOCK_BOOTTIME; 0: there was none.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_totals_taken(totals: *const mmstats_totals) -> u64 {
    guard_value(0, || {
        // SAFETY: the caller's pointer.
        let taken = unsafe { shared(totals) }?.0.totals.taken();
        Ok(u64::try_from(taken.as_nanos()).unwrap_or(u64::MAX))
    })
}
