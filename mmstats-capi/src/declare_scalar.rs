//! Declaring fields of one value. One function each and no macro, because the header's generator
//! reads the source as it stands.

use crate::declare::declare;
use crate::field::*;
use crate::handle::mmstats_str;
use crate::status::mmstats_status;
use crate::writer::mmstats_v1_writer;

/// Declares a field of one u64.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_u64(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: u64,
    field: *mut mmstats_v1_u64_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_u64_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one i64.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_i64(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: i64,
    field: *mut mmstats_v1_i64_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_i64_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one u32.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_u32(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: u32,
    field: *mut mmstats_v1_u32_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_u32_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one i32.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_i32(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: i32,
    field: *mut mmstats_v1_i32_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_i32_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one u16.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_u16(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: u16,
    field: *mut mmstats_v1_u16_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_u16_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one i16.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_i16(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: i16,
    field: *mut mmstats_v1_i16_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_i16_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one u8.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_u8(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: u8,
    field: *mut mmstats_v1_u8_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_u8_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one i8.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_i8(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: i8,
    field: *mut mmstats_v1_i8_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_i8_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one f32.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_f32(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: f32,
    field: *mut mmstats_v1_f32_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_f32_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one f64.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_f64(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: f64,
    field: *mut mmstats_v1_f64_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_f64_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a field of one bool.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_bool(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    initial: bool,
    field: *mut mmstats_v1_bool_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            Ok(mmstats_v1_bool_field { at: w.writer.field(label, initial)?.as_ptr().as_ptr() })
        })
    }
}
