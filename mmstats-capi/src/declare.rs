//! Declaring fields of other kinds than one value, and what all that declare have in common.

use crate::average::{mmstats_v1_average, mmstats_v1_sampling_counter, mmstats_v1_timer};
use crate::field::*;
use crate::handle::{Out, exclusive, mmstats_str, shared};
use crate::status::{Failure, guard, mmstats_status};
use crate::value::{mmstats_type, mmstats_v1_value};
use crate::writer::mmstats_v1_writer;

/// Declares a field: `declare` makes it on the writer, and gives what C gets.
///
/// # Safety
/// The pointers and the label are those that C's caller gave.
pub(crate) unsafe fn declare<T>(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    out: *mut T,
    declare: impl FnOnce(&mut mmstats_v1_writer, &str) -> Result<T, Failure>,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, label, writer) = unsafe { (Out::new(out)?, label.text()?, exclusive(writer)?) };
        out.put(declare(writer, label)?);
        Ok(())
    })
}

/// Declares a counter, at 0.
///
/// Errors of this and all that declare: invalid (an empty label, one with NUL, one that isn't UTF-8,
/// a signature that is none), limit (a label of more than 65,535 bytes, a file of more than
/// 16 MiB), duplicate, closed (the file exists: format 1 takes no more fields).
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_counter(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    counter: *mut mmstats_v1_counter,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, counter, |w, label| {
            Ok(mmstats_v1_counter { at: w.writer.counter(label)?.as_ptr().as_ptr() })
        })
    }
}

/// Declares a text of at most `width` bytes, empty.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_text(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    width: usize,
    field: *mut mmstats_v1_text_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            let field = w.writer.text(label, width)?;
            Ok(mmstats_v1_text_field { at: field.as_ptr().as_ptr(), width: field.width() })
        })
    }
}

/// Declares a field of several parts with that signature (SPEC.md 1.4), such as "QQ", all zero.
/// The parts are published together.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_tuple(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    signature: mmstats_str,
    field: *mut mmstats_v1_tuple_field,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, field, |w, label| {
            let field = w.writer.tuple_of(label, signature.text()?)?;
            Ok(mmstats_v1_tuple_field { at: field.as_ptr().as_ptr(), width: field.width() })
        })
    }
}

/// Declares the mean of all values added. It belongs to the writer, and is freed with it.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_average(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    average: *mut *mut mmstats_v1_average,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, average, |w, label| {
            let average = w.writer.average(label)?;
            Ok(w.averages.keep(mmstats_v1_average::Whole(average)))
        })
    }
}

/// Declares the mean of the last `size` values added, at least 1. It belongs to the writer, and
/// is freed with it.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_moving_average(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    size: usize,
    average: *mut *mut mmstats_v1_average,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, average, |w, label| {
            let average = w.writer.moving_average(label, size)?;
            Ok(w.averages.keep(mmstats_v1_average::Moving(average)))
        })
    }
}

/// Declares a timer: the mean of the last `size` durations in seconds, at least 1. It belongs to
/// the writer, and is freed with it.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_timer(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    size: usize,
    timer: *mut *mut mmstats_v1_timer,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, timer, |w, label| {
            let timer = w.writer.timer(label, size)?;
            Ok(w.timers.keep(mmstats_v1_timer(timer)))
        })
    }
}

/// Declares a counter with its rate, sampled every so many increments (at least 1): a field of
/// two parts, the count and the increments in a millisecond, both u64. It belongs to the
/// writer, and is freed with it.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_sampling_counter(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    every: u64,
    counter: *mut *mut mmstats_v1_sampling_counter,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe {
        declare(writer, label, counter, |w, label| {
            let counter = w.writer.sampling_counter(label, every)?;
            Ok(w.sampling.keep(mmstats_v1_sampling_counter(counter)))
        })
    }
}

/// Declares a field that never changes, of the type and value of `value`: any but text and tuple.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_constant(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    value: *const mmstats_v1_value,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, label, value) = unsafe { (exclusive(writer)?, label.text()?, shared(value)?) };
        let writer = &mut writer.writer;
        // SAFETY: every bit pattern is a value of these three members.
        let (unsigned, signed, float) = unsafe { (value.r#as.u64, value.r#as.i64, value.r#as.f64) };
        use crate::value::mmstats_type::*;
        // Not matched as an enum: C may have put any number there.
        let is = |kind: mmstats_type| value.kind == kind as i32;
        let declared = if is(MMSTATS_U64) {
            writer.constant(label, unsigned)
        } else if is(MMSTATS_I64) {
            writer.constant(label, signed)
        } else if is(MMSTATS_U32) {
            writer.constant(label, unsigned as u32)
        } else if is(MMSTATS_I32) {
            writer.constant(label, signed as i32)
        } else if is(MMSTATS_U16) {
            writer.constant(label, unsigned as u16)
        } else if is(MMSTATS_I16) {
            writer.constant(label, signed as i16)
        } else if is(MMSTATS_U8) {
            writer.constant(label, unsigned as u8)
        } else if is(MMSTATS_I8) {
            writer.constant(label, signed as i8)
        } else if is(MMSTATS_F32) {
            writer.constant(label, float as f32)
        } else if is(MMSTATS_F64) {
            writer.constant(label, float)
        } else if is(MMSTATS_BOOL) {
            writer.constant(label, unsigned != 0)
        } else {
            let message = "a constant is a number or bool; for text there is \
                           mmstats_v1_writer_constant_text";
            return Err(Failure::wrong_type(message.to_owned()));
        };
        Ok(declared?)
    })
}

/// Declares a text that never changes, `width` bytes wide; 0: 256, or as the text where that is
/// longer. What doesn't fit is cut between characters.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_constant_text(
    writer: *mut mmstats_v1_writer,
    label: mmstats_str,
    text: mmstats_str,
    width: usize,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, label, text) = unsafe { (exclusive(writer)?, label.text()?, text.text()?) };
        Ok(match width {
            0 => writer.writer.constant_text(label, text),
            width => writer.writer.constant_text_of(label, text, width),
        }?)
    })
}
