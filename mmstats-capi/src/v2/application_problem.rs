//! What a look could not count, laid out for C.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use mmstats_rs::Error;
use mmstats_rs::application::Problem;

use crate::handle::mmstats_str;
use crate::status::mmstats_status;
use crate::v2::application_view::mmstats_problem;
use crate::v2::application_view::mmstats_problem_kind::{self, *};

/// A problem, with its text.
pub(super) fn problem_of(problem: &Problem, text: mmstats_str) -> mmstats_problem {
    mmstats_problem {
        kind: kind_of(problem) as i32,
        cause: problem.cause().map_or(mmstats_status::MMSTATS_OK, mmstats_status::of) as i32,
        path: path_of(problem).map_or(mmstats_str::EMPTY, str_of),
        text,
        counted: matches!(problem, Problem::Unread { counted: true, .. }),
    }
}

/// A path as C sees it, borrowed.
pub(super) fn str_of(path: &Path) -> mmstats_str {
    let path = path.as_os_str().as_bytes();
    mmstats_str { data: path.as_ptr().cast(), len: path.len() }
}

fn kind_of(problem: &Problem) -> mmstats_problem_kind {
    match problem {
        Problem::Unread { .. } => MMSTATS_PROBLEM_UNREAD,
        Problem::Busy { .. } => MMSTATS_PROBLEM_BUSY,
        Problem::Twice { .. } => MMSTATS_PROBLEM_TWICE,
        Problem::Skipped { .. } => MMSTATS_PROBLEM_SKIPPED,
        Problem::Families { .. } => MMSTATS_PROBLEM_FAMILIES,
        Problem::Buckets { .. } => MMSTATS_PROBLEM_BUCKETS,
        Problem::Durations { .. } => MMSTATS_PROBLEM_DURATIONS,
        _ => MMSTATS_PROBLEM_OTHER,
    }
}

fn path_of(problem: &Problem) -> Option<&Path> {
    match problem {
        Problem::Unread { error, .. } => path_of_error(error),
        Problem::Busy { path, .. }
        | Problem::Twice { path, .. }
        | Problem::Skipped { path, .. }
        | Problem::Buckets { path, .. } => Some(path),
        _ => None,
    }
}

fn path_of_error(error: &Error) -> Option<&Path> {
    match error {
        Error::NotFound { path }
        | Error::Permission { path, .. }
        | Error::NotAStatsFile { path, .. }
        | Error::Format { path, .. }
        | Error::Format2 { path, .. }
        | Error::TooLarge { path, .. }
        | Error::Busy { path }
        | Error::Io { path, .. } => Some(path),
        _ => None,
    }
}
