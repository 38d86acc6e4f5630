//! Applications: the files of many processes, seen as one.

use std::ffi::OsStr;
use std::mem;
use std::os::unix::ffi::OsStrExt;
use std::ptr;

use mmstats_rs::application::Application;

use crate::handle::{Out, array, exclusive, give, mmstats_str, take};
use crate::status::{guard, guard_value, mmstats_status};
use crate::v2::application_found::FoundTotals;
use crate::v2::application_totals::*;
use crate::v2::application_view::*;
use crate::v2::view::{mmstats_family_info, mmstats_series};

/// All files of one application, of both formats, whether their writers live or not, added up by
/// families and labels. Made by `mmstats_application_new`, ended by `mmstats_application_free`.
///
/// A family is one where name, kind, type, unit, label keys, in any order, and components agree;
/// others of that name stand beside it. Its aggregate says what a total is, as the file created last
/// has it. Histograms merge whatever their buckets are, and windows by the clock. A file of format 2
/// says whose it is; one of format 1 is that of the application that its name begins with, and its
/// counters add up, while all else each file has for itself.
///
/// What is known of a file is kept from look to look, and only its values are read again. Files stay
/// open meanwhile (`mmstats_application_keep_open`). What was folded (`mmstats_fold`) counts as
/// before.
///
/// All that is borrowed from it is valid until the next look, or until it is freed. Threads: one at
/// a time looks or frees, and nobody uses it meanwhile; else any number read what was found.
pub struct mmstats_application {
    application: Application,
    /// What the last look found.
    pub(super) totals: mmstats_totals,
}

/// What the last look found; NULL of no application.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
pub(super) unsafe fn last_look(application: *const mmstats_application) -> *const mmstats_totals {
    // SAFETY: the caller's pointer.
    unsafe { application.as_ref() }.map_or(ptr::null(), |own| &raw const own.totals)
}

/// The application of that name, with the files that these `count` globs find; where `count` is 0,
/// with those that an empty pattern of `mmstats_glob` finds. Nothing is found before the first look.
/// On success `*application` is the caller's, to be freed with `mmstats_application_free`.
/// Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers; `globs` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_new(
    name: mmstats_str,
    globs: *const mmstats_str,
    count: usize,
    application: *mut *mut mmstats_application,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers, and its array.
        let (out, name, globs) =
            unsafe { (Out::new(application)?, name.text()?, array(globs, count)?) };
        // SAFETY: the strings of the caller's array.
        let globs = globs.iter().map(|glob| unsafe { glob.bytes() }.map(OsStr::from_bytes));
        let globs: Vec<_> = globs.collect::<Result<_, _>>()?;
        let mut application = Application::new(name);
        if !globs.is_empty() {
            application = application.globs(globs);
        }
        let totals = mmstats_totals::of(FoundTotals::of(&application));
        out.put(give(mmstats_application { application, totals }));
        Ok(())
    })
}

/// Ends an application; NULL is fine. Its files stay as they are.
///
/// # Safety
/// C's caller gives NULL or an application that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_free(application: *mut mmstats_application) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(application) });
        Ok(())
    });
}

/// From the next look on, whether the value of each file is kept beside totals, too: some 80 bytes a
/// value, and a histogram more. By default a look has the values of single files only where there is
/// no total. As a look, nobody uses the application meanwhile.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_keep_each(
    application: *mut mmstats_application,
    keep: bool,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let own = &mut unsafe { exclusive(application) }?.application;
        *own = mem::replace(own, Application::new("")).keep_each(keep);
        Ok(())
    })
}

/// From the next look on, whether files stay open from one look to the next: some 500 at most, and
/// no more than a quarter of the descriptors that the process may have. By default they do; without,
/// and beyond these, looks take two to five times as long. As long as a file is open its space isn't
/// free: one that was removed is closed by the next look. As a look, nobody uses the application
/// meanwhile.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_keep_open(
    application: *mut mmstats_application,
    keep: bool,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let own = &mut unsafe { exclusive(application) }?.application;
        *own = mem::replace(own, Application::new("")).keep_open(keep);
        Ok(())
    })
}

/// Looks at all files. Every value was published, and the total of a counter falls only where a file
/// has gone, or can't be read this time: `mmstats_application_problems` says which. What is wrong
/// with a file is never an error of the look. After an error the application has what it had before.
/// Errors: invalid (a glob that is none).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_look(
    application: *mut mmstats_application,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let own = unsafe { exclusive(application) }?;
        own.application.look()?;
        own.totals = mmstats_totals::of(FoundTotals::of(&own.application));
        Ok(())
    })
}

/// What the last look found: borrowed from the application until its next look. (`mmstats_totals_new`
/// keeps it.) What follows says the same in fewer words. NULL of NULL.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_totals(
    application: *const mmstats_application,
) -> *const mmstats_totals {
    // SAFETY: the caller's pointer.
    guard_value(ptr::null(), || Ok(unsafe { last_look(application) }))
}

/// `mmstats_totals_families` of the last look, borrowed from the application.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_families(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_family_info {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_families(last_look(application), count) }
}

/// `mmstats_totals_series` of the last look, borrowed from the application.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_series(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_series {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_series(last_look(application), count) }
}

/// `mmstats_totals_each` of the last look, borrowed from the application.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_each(
    application: *const mmstats_application,
    index: usize,
    count: *mut usize,
) -> *const mmstats_file_value {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_each(last_look(application), index, count) }
}

/// `mmstats_totals_files` of the last look, borrowed from the application.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_files(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_application_file {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_files(last_look(application), count) }
}

/// `mmstats_totals_problems` of the last look, borrowed from the application.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_problems(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_problem {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_problems(last_look(application), count) }
}

/// `mmstats_totals_find` of the last look. `*series` is borrowed from the application. Errors: not
/// found, invalid.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_find(
    application: *const mmstats_application,
    name: mmstats_str,
    values: *const mmstats_str,
    count: usize,
    series: *mut *const mmstats_series,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { mmstats_totals_find(last_look(application), name, values, count, series) }
}

/// When the last look ended, nanoseconds of CLOCK_BOOTTIME; 0 before the first.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_taken(application: *const mmstats_application) -> u64 {
    // SAFETY: the caller's pointer.
    unsafe { mmstats_totals_taken(last_look(application)) }
}
