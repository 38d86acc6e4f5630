//! Counters and gauges, through the library.
//!
//! The same calls as inline functions are in `mmstats_inline.h`. One function each and no
//! macro, because the header's generator reads the source as it stands.

use crate::v2::cells::{add, scalar};
use crate::v2::handles::*;

/// Adds 1 to a counter.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_counter_inc(counter: mmstats_counter) {
    mmstats_counter_add(counter, 1);
}

/// Adds to a counter, modulo 2^64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_counter_add(counter: mmstats_counter, n: u64) {
    add(counter.cell, n, counter.mode);
}

/// What a counter's cell holds: of a local's, what this thread's stripe has added to it.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_counter_get(counter: mmstats_counter) -> u64 {
    scalar(counter.cell).map_or(0, |cell| cell.get())
}

/// Adds to a counter. What isn't greater than 0 is not added: a counter doesn't fall.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_counter_f64_add(counter: mmstats_counter_f64, n: f64) {
    if n > 0.0 {
        add(counter.cell, n, counter.mode);
    }
}

/// What a counter's cell holds: of a local's, what this thread's stripe has added to it.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_counter_f64_get(counter: mmstats_counter_f64) -> f64 {
    scalar(counter.cell).map_or(0.0, |cell| cell.get())
}

/// Sets a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_u64_set(gauge: mmstats_gauge_u64, value: u64) {
    if let Some(cell) = scalar(gauge.cell) {
        cell.set(value);
    }
}

/// Adds to a gauge, modulo 2^64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_u64_add(gauge: mmstats_gauge_u64, n: u64) {
    add(gauge.cell, n, MMSTATS_SHARED);
}

/// The value of a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_u64_get(gauge: mmstats_gauge_u64) -> u64 {
    scalar(gauge.cell).map_or(0, |cell| cell.get())
}

/// Sets a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_i64_set(gauge: mmstats_gauge_i64, value: i64) {
    if let Some(cell) = scalar(gauge.cell) {
        cell.set(value);
    }
}

/// Adds to a gauge, modulo 2^64.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_i64_add(gauge: mmstats_gauge_i64, n: i64) {
    add(gauge.cell, n, MMSTATS_SHARED);
}

/// The value of a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_i64_get(gauge: mmstats_gauge_i64) -> i64 {
    scalar(gauge.cell).map_or(0, |cell| cell.get())
}

/// Sets a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_f64_set(gauge: mmstats_gauge_f64, value: f64) {
    if let Some(cell) = scalar(gauge.cell) {
        cell.set(value);
    }
}

/// Adds to a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_f64_add(gauge: mmstats_gauge_f64, n: f64) {
    add(gauge.cell, n, MMSTATS_SHARED);
}

/// The value of a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_f64_get(gauge: mmstats_gauge_f64) -> f64 {
    scalar(gauge.cell).map_or(0.0, |cell| cell.get())
}

/// Sets a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_bool_set(gauge: mmstats_gauge_bool, value: bool) {
    if let Some(cell) = scalar(gauge.cell) {
        cell.set(value);
    }
}

/// The value of a gauge.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_gauge_bool_get(gauge: mmstats_gauge_bool) -> bool {
    scalar(gauge.cell).is_some_and(|cell| cell.get())
}
