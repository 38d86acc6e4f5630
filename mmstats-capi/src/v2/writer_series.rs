//! Registering series by their descriptions.
//!
//! One function each and no macro, because the header's generator reads the source as it stands.

use crate::status::mmstats_status;
use crate::v2::desc::mmstats_desc;
use crate::v2::handles::*;
use crate::v2::register::register;
use crate::v2::writer::mmstats_writer;

/// Gets or creates a counter of u64. Its labels are those of `desc`.
///
/// Errors of this and all that register: invalid (a name, unit, help, label or parameter that can't be),
/// wrong type (the family is there, and is of another kind or type, or has other labels, buckets,
/// slots or components), limit (the file would be larger than it can become), full, closed, io.
///
/// Where the family has as many series as its limit says, the handle is that of the series that
/// stands for all beyond it: never an error, never a silent loss.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_counter(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    counter: *mut mmstats_counter,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", counter) }
}

/// Gets or creates a counter of f64. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_counter_f64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    counter: *mut mmstats_counter_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", counter) }
}

/// Gets or creates a gauge of u64. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_gauge_u64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    gauge: *mut mmstats_gauge_u64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", gauge) }
}

/// Gets or creates a gauge of i64. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_gauge_i64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    gauge: *mut mmstats_gauge_i64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", gauge) }
}

/// Gets or creates a gauge of f64. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_gauge_f64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    gauge: *mut mmstats_gauge_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", gauge) }
}

/// Gets or creates a gauge that is true or false. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_gauge_bool(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    gauge: *mut mmstats_gauge_bool,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", gauge) }
}

/// Gets or creates a text of up to `capacity` bytes, rounded up to whole words of 8. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_text(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    text: *mut mmstats_text,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", text) }
}

/// Gets or creates a struct with its `components`, of `struct_size` bytes. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_struct(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    handle: *mut mmstats_struct,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", handle) }
}

/// Gets or creates a histogram of u64 with its `scale`, `first` and `buckets`. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_histogram(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    histogram: *mut mmstats_histogram,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", histogram) }
}

/// Gets or creates a histogram of f64 with its `scale`, `first` and `buckets`. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_histogram_f64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    histogram: *mut mmstats_histogram_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", histogram) }
}

/// Gets or creates a timer: a histogram of u64 in the unit ns, where none is said. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_timer(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    timer: *mut mmstats_histogram,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "ns", timer) }
}

/// Gets or creates a window of u64 with its `slots` and their `duration`. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_window(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    window: *mut mmstats_window,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", window) }
}

/// Gets or creates a window of f64 with its `slots` and their `duration`. Its labels are those of `desc`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_window_f64(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    window: *mut mmstats_window_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register(writer, desc, "", window) }
}
