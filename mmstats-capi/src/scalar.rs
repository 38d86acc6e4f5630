//! Writing and reading single values through the library.
//!
//! The same calls as inline functions are in `mmstats_inline.h`. One function each and no
//! macro, because the header's generator reads the source as it stands.

use crate::cell::{buffered, plain};
use crate::field::*;

/// Adds 1 to a counter. No error, no system call, no lock.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_counter_inc(counter: mmstats_v1_counter) {
    mmstats_v1_counter_add(counter, 1);
}

/// Adds to a counter, modulo 2^64. No error, no system call, no lock.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_counter_add(counter: mmstats_v1_counter, n: u64) {
    if let Some(cell) = buffered::<u64>(counter.at) {
        cell.update(|value| value.wrapping_add(n));
    }
}

/// Sets a counter.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_counter_set(counter: mmstats_v1_counter, value: u64) {
    if let Some(cell) = buffered::<u64>(counter.at) {
        cell.set(value);
    }
}

/// The value of a counter.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_counter_get(counter: mmstats_v1_counter) -> u64 {
    buffered::<u64>(counter.at).map_or(0, |cell| cell.get())
}

/// Publishes a u64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u64_set(field: mmstats_v1_u64_field, value: u64) {
    if let Some(cell) = buffered::<u64>(field.at) {
        cell.set(value);
    }
}

/// The published u64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u64_get(field: mmstats_v1_u64_field) -> u64 {
    buffered::<u64>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes an i64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i64_set(field: mmstats_v1_i64_field, value: i64) {
    if let Some(cell) = buffered::<i64>(field.at) {
        cell.set(value);
    }
}

/// The published i64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i64_get(field: mmstats_v1_i64_field) -> i64 {
    buffered::<i64>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes a u32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u32_set(field: mmstats_v1_u32_field, value: u32) {
    if let Some(cell) = buffered::<u32>(field.at) {
        cell.set(value);
    }
}

/// The published u32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u32_get(field: mmstats_v1_u32_field) -> u32 {
    buffered::<u32>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes an i32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i32_set(field: mmstats_v1_i32_field, value: i32) {
    if let Some(cell) = buffered::<i32>(field.at) {
        cell.set(value);
    }
}

/// The published i32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i32_get(field: mmstats_v1_i32_field) -> i32 {
    buffered::<i32>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes a u16.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u16_set(field: mmstats_v1_u16_field, value: u16) {
    if let Some(cell) = buffered::<u16>(field.at) {
        cell.set(value);
    }
}

/// The published u16.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u16_get(field: mmstats_v1_u16_field) -> u16 {
    buffered::<u16>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes an i16.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i16_set(field: mmstats_v1_i16_field, value: i16) {
    if let Some(cell) = buffered::<i16>(field.at) {
        cell.set(value);
    }
}

/// The published i16.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i16_get(field: mmstats_v1_i16_field) -> i16 {
    buffered::<i16>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes a u8.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u8_set(field: mmstats_v1_u8_field, value: u8) {
    if let Some(cell) = plain::<u8>(field.at) {
        cell.set(value);
    }
}

/// The published u8.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_u8_get(field: mmstats_v1_u8_field) -> u8 {
    plain::<u8>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes an i8.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i8_set(field: mmstats_v1_i8_field, value: i8) {
    if let Some(cell) = plain::<i8>(field.at) {
        cell.set(value);
    }
}

/// The published i8.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_i8_get(field: mmstats_v1_i8_field) -> i8 {
    plain::<i8>(field.at).map_or(0, |cell| cell.get())
}

/// Publishes an f32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_f32_set(field: mmstats_v1_f32_field, value: f32) {
    if let Some(cell) = buffered::<f32>(field.at) {
        cell.set(value);
    }
}

/// The published f32.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_f32_get(field: mmstats_v1_f32_field) -> f32 {
    buffered::<f32>(field.at).map_or(0.0, |cell| cell.get())
}

/// Publishes an f64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_f64_set(field: mmstats_v1_f64_field, value: f64) {
    if let Some(cell) = buffered::<f64>(field.at) {
        cell.set(value);
    }
}

/// The published f64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_f64_get(field: mmstats_v1_f64_field) -> f64 {
    buffered::<f64>(field.at).map_or(0.0, |cell| cell.get())
}

/// Publishes a bool.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_bool_set(field: mmstats_v1_bool_field, value: bool) {
    if let Some(cell) = plain::<bool>(field.at) {
        cell.set(value);
    }
}

/// The published bool.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_v1_bool_get(field: mmstats_v1_bool_field) -> bool {
    plain::<bool>(field.at).is_some_and(|cell| cell.get())
}
