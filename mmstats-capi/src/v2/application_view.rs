//! What a look at an application found, as C sees it, beside families and series.

use crate::handle::mmstats_str;
use crate::v2::view::mmstats_value;

/// A file of an application.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_application_file {
    /// Its path, bytes as the system has them.
    pub path: mmstats_str,
    /// Its format: 1 or 2.
    pub format: u32,
    /// Whether its writer lived when it was read, a `mmstats_liveness`.
    pub writer: i32,
    /// The process id of its writer; 0 where the file doesn't say it.
    pub pid: u64,
    /// When it was created, nanoseconds since 1970; 0 where the file doesn't say it.
    pub created: u64,
    /// The file's id; all 0 in format 1.
    pub file_id: [u8; 16],
    /// Whether it is an accumulator: it has what writers counted that have ended, and whose files
    /// were folded (`mmstats_fold`).
    pub accumulator: bool,
}

/// The value that one file has.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_file_value {
    /// The value.
    pub value: mmstats_value,
    /// The index of the file in `mmstats_application_files`.
    pub file: usize,
}

/// What kind of problem. Numbers are never reused; a later version may have more.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_problem_kind {
    /// One that has no number here; its text says what.
    MMSTATS_PROBLEM_OTHER = 0,
    /// A file or a folder that could not be read.
    MMSTATS_PROBLEM_UNREAD = 1,
    /// Series of a file changed each time they were read, and are left out this time.
    MMSTATS_PROBLEM_BUSY = 2,
    /// A file is there twice, and is counted once.
    MMSTATS_PROBLEM_TWICE = 3,
    /// A file has families of a kind that this library doesn't know.
    MMSTATS_PROBLEM_SKIPPED = 4,
    /// Families of one name differ, and are not added up.
    MMSTATS_PROBLEM_FAMILIES = 5,
    /// A histogram has nothing in common with those of other files, and is left out.
    MMSTATS_PROBLEM_BUCKETS = 6,
    /// Windows of one name have slots of several durations, and are not added up.
    MMSTATS_PROBLEM_DURATIONS = 7,
}

/// What a look could not count, or could not count together.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_problem {
    /// What kind of problem, a `mmstats_problem_kind`.
    pub kind: i32,
    /// Why something could not be read, a `mmstats_status`; MMSTATS_OK where all was.
    pub cause: i32,
    /// The file or folder, bytes as the system has them; empty where it is about several.
    pub path: mmstats_str,
    /// What it is, and what to do, for people.
    pub text: mmstats_str,
    /// Whether the look before had the values that are missing now: totals have fallen by these.
    pub counted: bool,
}

/// What happened to the files of an application between two looks.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_since {
    /// How much time passed, in nanoseconds.
    pub elapsed: u64,
    /// How many files counted earlier and don't now: their values are missing.
    pub gone: usize,
    /// How many files count now only, though they are older than the earlier look: all that they
    /// ever counted is in what grew.
    pub returned: usize,
}
