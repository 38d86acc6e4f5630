//! Folding: what dead writers counted goes to one accumulator, and their files go.

use std::mem::offset_of;

use mmstats_rs::fold::{Fold, Outcome, Report, Why};

use crate::handle::{Out, give, lend, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::application_problem::str_of;

/// `keep_newest` of `mmstats_fold_options`: keep none.
pub const MMSTATS_KEEP_NONE: u32 = 4294967295;

/// Options of folding. Set all to zero, then `size` to `sizeof(mmstats_fold_options)`, then what
/// differs from the default: `MMSTATS_FOLD_OPTIONS_INIT` does the first two. It can grow at its end
/// in later versions, which take the sizes of earlier ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_fold_options {
    /// `sizeof(mmstats_fold_options)`.
    pub size: usize,
    /// The application whose files fold. Empty: those of all, each for itself.
    pub application: mmstats_str,
    /// How many files are folded at most. 0: all.
    pub limit: usize,
    /// How many files of dead writers of each application stay, those that were created last. 0: 8;
    /// MMSTATS_KEEP_NONE: none.
    pub keep_newest: u32,
    /// Whether to say what would become of each file, and change nothing.
    pub dry_run: bool,
}

/// What became of a file. Numbers are never reused; a later version may have more.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_fold_result {
    /// Its counts are in the accumulator, and it is gone; with `dry_run`: they would be.
    MMSTATS_FOLD_FOLDED = 1,
    /// Its counts were in the accumulator already, and it is gone.
    MMSTATS_FOLD_REMOVED = 2,
    /// It stays as it is, for another reason than those below.
    MMSTATS_FOLD_KEPT = 3,
    /// It stays: its writer lives.
    MMSTATS_FOLD_ALIVE = 4,
    /// It stays: its writer has ended, but a child of it has its lock.
    MMSTATS_FOLD_ORPHANED = 5,
    /// It stays: nobody can say from here whether its writer lives.
    MMSTATS_FOLD_UNKNOWN = 6,
    /// It stays: it belongs to another user, who folds it.
    MMSTATS_FOLD_OTHER_USER = 7,
    /// It stays: it is one of the newest.
    MMSTATS_FOLD_NEWEST = 8,
    /// It stays: so many were folded as were asked for at most.
    MMSTATS_FOLD_LIMIT = 9,
    /// It stays: a family is another one in the accumulator.
    MMSTATS_FOLD_CONFLICT = 10,
    /// It stays: it is of format 1, which doesn't fold.
    MMSTATS_FOLD_FORMAT_ONE = 11,
    /// It stays: it has no id by which an accumulator could list it.
    MMSTATS_FOLD_NO_ID = 12,
    /// It stays: another process has it, or the accumulator, at this moment.
    MMSTATS_FOLD_BUSY = 13,
    /// It stays: it can't be read, or not be removed.
    MMSTATS_FOLD_UNREAD = 14,
    /// It stays: the accumulator can't be read or written.
    MMSTATS_FOLD_ACCUMULATOR = 15,
    /// It stays: another file has the same id. One of them is a copy, or has two names.
    MMSTATS_FOLD_TWICE = 16,
    /// It stays: it is an accumulator, under another name.
    MMSTATS_FOLD_HOLDS = 17,
}

use mmstats_fold_result::*;

/// A file that folding looked at.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_fold_outcome {
    /// Its path, bytes as the system has them.
    pub path: mmstats_str,
    /// What became of it, for people: "folded", "kept: " and why.
    pub text: mmstats_str,
    /// What became of it, a `mmstats_fold_result`.
    pub result: i32,
    /// Why it can't be read, or why the accumulator can't be had, a `mmstats_status`; else MMSTATS_OK.
    pub cause: i32,
}

/// What folding did, file by file. Made by `mmstats_fold`, ended by `mmstats_fold_report_free`. Threads:
/// any number look at it.
pub struct mmstats_fold_report {
    outcomes: Vec<mmstats_fold_outcome>,
    /// Whose paths the outcomes borrow.
    _report: Report,
    /// Whose texts they borrow.
    _texts: Vec<Box<str>>,
}

impl mmstats_fold_report {
    fn of(report: Report) -> mmstats_fold_report {
        let outcomes = report.outcomes();
        let text = |outcome: &Outcome| outcome.to_string().into_boxed_str();
        let texts: Vec<_> = outcomes.iter().map(|(_, outcome)| text(outcome)).collect();
        let outcomes = outcomes.iter().zip(&texts).map(|((path, outcome), text)| {
            let (result, cause) = result_of(outcome);
            mmstats_fold_outcome {
                path: str_of(path),
                text: mmstats_str::of(text),
                result: result as i32,
                cause: cause as i32,
            }
        });
        mmstats_fold_report { outcomes: outcomes.collect(), _report: report, _texts: texts }
    }
}

fn result_of(outcome: &Outcome) -> (mmstats_fold_result, mmstats_status) {
    let why = match outcome {
        Outcome::Folded => return (MMSTATS_FOLD_FOLDED, mmstats_status::MMSTATS_OK),
        Outcome::Removed => return (MMSTATS_FOLD_REMOVED, mmstats_status::MMSTATS_OK),
        Outcome::Kept(why) => why,
        _ => return (MMSTATS_FOLD_KEPT, mmstats_status::MMSTATS_OK),
    };
    let result = match why {
        Why::Alive { .. } => MMSTATS_FOLD_ALIVE,
        Why::Orphaned { .. } => MMSTATS_FOLD_ORPHANED,
        Why::Unknown => MMSTATS_FOLD_UNKNOWN,
        Why::OtherUser { .. } => MMSTATS_FOLD_OTHER_USER,
        Why::Newest => MMSTATS_FOLD_NEWEST,
        Why::Limit => MMSTATS_FOLD_LIMIT,
        Why::Conflict { .. } => MMSTATS_FOLD_CONFLICT,
        Why::FormatOne => MMSTATS_FOLD_FORMAT_ONE,
        Why::NoId => MMSTATS_FOLD_NO_ID,
        Why::Twice => MMSTATS_FOLD_TWICE,
        Why::Holds => MMSTATS_FOLD_HOLDS,
        Why::Busy => MMSTATS_FOLD_BUSY,
        Why::Unread(_) => MMSTATS_FOLD_UNREAD,
        Why::Accumulator(_) => MMSTATS_FOLD_ACCUMULATOR,
        _ => MMSTATS_FOLD_KEPT,
    };
    let cause = match why {
        Why::Unread(error) | Why::Accumulator(error) => mmstats_status::of(error.cause()),
        _ => mmstats_status::MMSTATS_OK,
    };
    (result, cause)
}

/// Folds the files that dead writers left in a folder (SPEC.md 2.21): what counters and histograms of
/// this user counted goes to the accumulator of their application, one file in the same folder, and
/// they are removed. No total of an application falls, and none has anything twice, whoever is killed
/// meanwhile. `options` may be NULL. On success `*report` is the caller's, to be freed with
/// `mmstats_fold_report_free`.
///
/// Errors: not found, permission, io (the folder can't be listed), invalid. What is wrong with a file
/// is in the report.
///
/// # Safety
/// C's caller gives valid pointers; `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_fold(
    folder: mmstats_str,
    options: *const mmstats_fold_options,
    report: *mut *mut mmstats_fold_report,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, folder) = unsafe { (Out::new(report)?, folder.path()?) };
        let mut fold = Fold::in_folder(folder);
        if !options.is_null() {
            // SAFETY: the caller's pointer.
            fold = unsafe { choose(fold, options) }?;
        }
        out.put(give(mmstats_fold_report::of(fold.run()?)));
        Ok(())
    })
}

/// The options that C chose.
///
/// # Safety
/// `given` is valid for reads of as many bytes as its size says, as is its string.
unsafe fn choose(fold: Fold, given: *const mmstats_fold_options) -> Result<Fold, Failure> {
    const { assert!(offset_of!(mmstats_fold_options, size) == 0) };
    // SAFETY: the caller's; the size comes first in every version.
    let size = *unsafe { shared(given.cast::<usize>()) }?;
    if size < size_of::<mmstats_fold_options>() {
        return Err(Failure::invalid("mmstats_fold_options: size isn't set to its sizeof"));
    }
    // SAFETY: it is at least as large as this version's, and so is its string.
    let (options, application) = unsafe {
        let options = shared(given)?;
        (options, options.application.optional()?)
    };
    let fold = match options.keep_newest {
        0 => fold,
        MMSTATS_KEEP_NONE => fold.keep_newest(0),
        files => fold.keep_newest(files as usize),
    };
    let limit = (options.limit != 0).then_some(options.limit);
    Ok(fold.application(application).limit(limit).dry_run(options.dry_run))
}

/// Ends a report; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or a report that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_fold_report_free(report: *mut mmstats_fold_report) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(report) });
        Ok(())
    });
}

/// The files that were looked at: an array of `*count`, borrowed from the report. NULL and 0 where
/// there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_fold_report_outcomes(
    report: *const mmstats_fold_report,
    count: *mut usize,
) -> *const mmstats_fold_outcome {
    guard_value(std::ptr::null(), || {
        // SAFETY: the caller's pointers.
        unsafe { lend(shared(report).map_or(&[][..], |report| &report.outcomes), count) }
    })
}
