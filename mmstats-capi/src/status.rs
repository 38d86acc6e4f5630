//! Status codes, and the message of the last error of each thread.

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use mmstats_rs::{Cause, Error};

/// What a call returns: `MMSTATS_OK`, or why it failed. Numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_status {
    /// Done.
    MMSTATS_OK = 0,
    /// No such file, folder or field.
    MMSTATS_ERROR_NOT_FOUND = 1,
    /// Not allowed.
    MMSTATS_ERROR_PERMISSION = 2,
    /// A directory, a FIFO, a symbolic link, an empty file: no stats file.
    MMSTATS_ERROR_NOT_A_STATS_FILE = 3,
    /// A version that this library doesn't know.
    MMSTATS_ERROR_UNKNOWN_VERSION = 4,
    /// The bytes break the format; `mmstats_error_offset` says where.
    MMSTATS_ERROR_CORRUPT = 5,
    /// No space on the file system.
    MMSTATS_ERROR_FULL = 6,
    /// In use by another writer.
    MMSTATS_ERROR_BUSY = 7,
    /// No longer, or not yet, possible in this state.
    MMSTATS_ERROR_CLOSED = 8,
    /// The value is of another type.
    MMSTATS_ERROR_WRONG_TYPE = 9,
    /// Beyond a limit.
    MMSTATS_ERROR_LIMIT = 10,
    /// A field of that label is there already.
    MMSTATS_ERROR_DUPLICATE = 11,
    /// An argument makes no sense: NULL where there has to be an object, text that isn't UTF-8.
    MMSTATS_ERROR_INVALID = 12,
    /// The system said something else; the message says what.
    MMSTATS_ERROR_IO = 13,
    /// A bug in this library. The object it happened to should only be freed.
    MMSTATS_ERROR_INTERNAL = 14,
}

use mmstats_status::*;

impl mmstats_status {
    /// That of a cause.
    pub(crate) fn of(cause: Cause) -> mmstats_status {
        match cause {
            Cause::NotFound => MMSTATS_ERROR_NOT_FOUND,
            Cause::Permission => MMSTATS_ERROR_PERMISSION,
            Cause::NotAStatsFile => MMSTATS_ERROR_NOT_A_STATS_FILE,
            Cause::UnknownVersion => MMSTATS_ERROR_UNKNOWN_VERSION,
            Cause::Corrupt => MMSTATS_ERROR_CORRUPT,
            Cause::Full => MMSTATS_ERROR_FULL,
            Cause::Busy => MMSTATS_ERROR_BUSY,
            Cause::Closed => MMSTATS_ERROR_CLOSED,
            Cause::WrongType => MMSTATS_ERROR_WRONG_TYPE,
            Cause::Limit => MMSTATS_ERROR_LIMIT,
            Cause::Duplicate => MMSTATS_ERROR_DUPLICATE,
            Cause::Invalid => MMSTATS_ERROR_INVALID,
            _ => MMSTATS_ERROR_IO,
        }
    }
}

/// Why a call failed.
pub(crate) struct Failure {
    status: mmstats_status,
    message: String,
    offset: Option<u64>,
}

impl Failure {
    pub(crate) fn invalid(message: &str) -> Failure {
        Failure { status: MMSTATS_ERROR_INVALID, message: message.to_owned(), offset: None }
    }

    pub(crate) fn not_found(message: String) -> Failure {
        Failure { status: MMSTATS_ERROR_NOT_FOUND, message, offset: None }
    }

    pub(crate) fn wrong_type(message: String) -> Failure {
        Failure { status: MMSTATS_ERROR_WRONG_TYPE, message, offset: None }
    }

    pub(crate) fn closed(message: &str) -> Failure {
        Failure { status: MMSTATS_ERROR_CLOSED, message: message.to_owned(), offset: None }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let status = mmstats_status::of(error.cause());
        Failure { status, offset: error.offset(), message: error.to_string() }
    }
}

struct LastError {
    message: CString,
    offset: i64,
}

thread_local! {
    static LAST: RefCell<Option<LastError>> = const { RefCell::new(None) };
}

/// Runs the body of an exported function: no panic leaves it, and a failure is kept for this
/// thread to ask about.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), Failure>) -> mmstats_status {
    // A body that panics leaves its object in an unknown state, which MMSTATS_ERROR_INTERNAL
    // says; no object of another call is touched.
    let failure = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return MMSTATS_OK,
        Ok(Err(failure)) => failure,
        Err(_) => Failure {
            status: MMSTATS_ERROR_INTERNAL,
            message: "a bug in libmmstats, please report it".to_owned(),
            offset: None,
        },
    };
    let status = failure.status;
    // Paths and labels of C can't contain NUL, but those of files and folders may be anything.
    let message = CString::new(failure.message.replace('\0', "\\0")).unwrap_or_default();
    let offset = failure.offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1);
    // While a thread ends its last error may be gone; then there is nobody to ask either.
    let _ = LAST.try_with(|last| *last.borrow_mut() = Some(LastError { message, offset }));
    status
}

/// The same for a function that returns a value: `fallback` where it fails.
pub(crate) fn guard_value<T>(fallback: T, body: impl FnOnce() -> Result<T, Failure>) -> T {
    let mut value = fallback;
    guard(|| {
        value = body()?;
        Ok(())
    });
    value
}

/// What the last failed call of this thread has to say: where, what was expected, what was
/// found, what to do. Never NULL; empty before the first failure. Valid until the next failing
/// call of this thread, or its end. A call that succeeds leaves it as it was. Since 1.0.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_error_message() -> *const c_char {
    let message = LAST.try_with(|last| Some(last.borrow().as_ref()?.message.as_ptr()));
    message.ok().flatten().unwrap_or(c"".as_ptr())
}

/// The offset in the file that the last failed call of this thread is about, or -1 if it is about
/// none. Since 1.0.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_error_offset() -> i64 {
    let offset = LAST.try_with(|last| Some(last.borrow().as_ref()?.offset));
    offset.ok().flatten().unwrap_or(-1)
}

/// The name of a status, the same in every language: "not found", "corrupt". Never NULL,
/// valid for ever; a number that is none gives "unknown status". Since 1.0.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_status_name(status: i32) -> *const c_char {
    const NAMES: [&CStr; 15] = [
        c"ok",
        c"not found",
        c"permission",
        c"not a stats file",
        c"unknown version",
        c"corrupt",
        c"full",
        c"busy",
        c"closed",
        c"wrong type",
        c"limit",
        c"duplicate",
        c"invalid",
        c"io",
        c"internal",
    ];
    let name = usize::try_from(status).ok().and_then(|status| NAMES.get(status));
    name.unwrap_or(&c"unknown status").as_ptr()
}

/// The version of this library, such as "1.0.0". Never NULL, valid for ever. Since 1.0.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}
