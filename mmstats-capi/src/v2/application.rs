//! Applications: the files of many processes, seen as one.

use std::ffi::OsStr;
use std::mem;
use std::os::unix::ffi::OsStrExt;

use mmstats_rs::application::{Application, Series};

use crate::handle::{Out, array, exclusive, give, lend, mmstats_str, shared, take, texts};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::application_found::FoundTotals;
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
/// What is known of a file is kept from look to look, and only its values are read again. No file
/// stays open. What was folded (`mmstats_fold`) counts as before.
///
/// All that is borrowed from it is valid until the next look, or until it is freed. Threads: one at
/// a time looks or frees, and nobody uses it meanwhile; else any number read what was found.
pub struct mmstats_application {
    pub(super) application: Application,
    found: FoundTotals,
}

impl mmstats_application {
    /// The series that have these label values in a family of that name, by their place in the array of
    /// all series.
    fn find(&self, name: &str, values: &[&str]) -> Option<&mmstats_series> {
        let infos = self.found.found.families.as_slice();
        let families = self.application.totals().families().zip(infos);
        let mut families = families.filter(|(family, _)| family.name() == name);
        let place = families.find_map(|(family, info)| {
            if family.label_keys().count() != values.len() {
                return None;
            }
            let wanted = family.label_keys().zip(values.iter().copied());
            let wanted = wanted.filter(|(_, value)| !value.is_empty());
            let mut series = family.series();
            let found =
                series.position(|one| !one.is_overflow() && one.labels().eq(wanted.clone()));
            found.map(|within| info.first_series + within)
        });
        self.found.found.series.as_slice().get(place?)
    }

    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.found.found.series.as_slice().len()
    }

    /// The series at that place in the array of all series.
    pub(super) fn series(&self, index: usize) -> Result<Series<'_>, Failure> {
        let missing = || Failure::not_found(format!("no series {index}"));
        let series = self.found.found.series.as_slice().get(index).ok_or_else(missing)?;
        let infos = self.found.found.families.as_slice();
        let info = infos.get(series.family).ok_or_else(missing)?;
        let family = self.application.totals().families().nth(series.family);
        let within = index - info.first_series;
        family.and_then(|family| family.series().nth(within)).ok_or_else(missing)
    }
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
        out.put(give(mmstats_application { application, found: FoundTotals::new() }));
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
        own.found.clear();
        let looked = own.application.look().map(|_| ());
        own.found.lay_out(own.application.totals());
        Ok(looked?)
    })
}

/// All families that some file has: an array of `*count`, borrowed from the application. NULL and 0
/// where there is none. What was known before the look keeps its order. Label keys are in the order
/// of their bytes, whatever it is in the files.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_families(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_family_info {
    // SAFETY: the caller's pointers.
    unsafe { found(application, count, |own| own.found.found.families.as_slice()) }
}

/// All series that some file has and the values of all files, by their families: an array of
/// `*count`, borrowed from the application. NULL and 0 where there is none.
///
/// Beside the values that a file has there is MMSTATS_EACH, of families without a total, and
/// MMSTATS_WINDOWS. MMSTATS_UNPUBLISHED: no file has a value, or none counts. Parts of structs are
/// of their widest types; those of format 1 have no components. Bools that are summed up are a
/// MMSTATS_U64: how many are true.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_series(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_series {
    // SAFETY: the caller's pointers.
    unsafe { found(application, count, |own| own.found.found.series.as_slice()) }
}

/// The values that single files have of the series at `index` in the array of all series: an array of
/// `*count`, borrowed from the application, in the order of the files. Of families without a total,
/// and of all where `mmstats_application_keep_each` asked for it. NULL and 0 where there is none, or
/// no such series.
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
    unsafe { found(application, count, |own| own.found.each(index).unwrap_or(&[])) }
}

/// The files that count, in the order of their paths: an array of `*count`, borrowed from the
/// application. NULL and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_files(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_application_file {
    // SAFETY: the caller's pointers.
    unsafe { found(application, count, |own| &own.found.files) }
}

/// What the look could not count, or could not count together: an array of `*count`, borrowed from
/// the application. NULL and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_problems(
    application: *const mmstats_application,
    count: *mut usize,
) -> *const mmstats_problem {
    // SAFETY: the caller's pointers.
    unsafe { found(application, count, |own| &own.found.problems) }
}

/// An array of what was found, and how many there are.
///
/// # Safety
/// The pointers are those that C's caller gave; `count` may be NULL.
unsafe fn found<T: 'static>(
    application: *const mmstats_application,
    count: *mut usize,
    of: impl FnOnce(&'static mmstats_application) -> &'static [T],
) -> *const T {
    guard_value(std::ptr::null(), || {
        // SAFETY: the caller's pointers.
        unsafe { lend(shared(application).map_or(&[][..], of), count) }
    })
}

/// The series of a family of that name that has these label values, one for each of the family's
/// label keys, in their order; none where it has no keys. `*series` is borrowed from the application.
/// Errors: not found, invalid.
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
    guard(|| {
        // SAFETY: the caller's pointers.
        let (own, name, out) = unsafe { (shared(application)?, name.text()?, Out::new(series)?) };
        // SAFETY: the caller's array.
        let values = unsafe { texts(values, count) }?;
        let missing = || {
            let application = own.application.name();
            let message = format!("{application}: no series {name:?} with label values {values:?}");
            Failure::not_found(message)
        };
        let found = own.find(name, &values).ok_or_else(missing)?;
        out.put(&raw const *found);
        Ok(())
    })
}

/// When the last look ended, nanoseconds of CLOCK_BOOTTIME; 0 before the first.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_application_taken(application: *const mmstats_application) -> u64 {
    guard_value(0, || {
        // SAFETY: the caller's pointer.
        let taken = unsafe { shared(application) }?.application.totals().taken();
        Ok(u64::try_from(taken.as_nanos()).unwrap_or(u64::MAX))
    })
}
