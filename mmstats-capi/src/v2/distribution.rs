//! Histograms, timers and windows, through the library.

use mmstats_rs::format::cells::Observed;

use crate::v2::cells::{histogram, window};
use crate::v2::clock::mmstats_clock_boottime;
use crate::v2::handles::*;

fn observe<T: Observed>(of: mmstats_histogram, value: T) {
    if let Some(cell) = histogram(of) {
        match of.mode {
            MMSTATS_OWN => cell.observe_local(value),
            _ => cell.observe_shared(value),
        }
    }
}

/// Counts a value.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_histogram_observe(histogram: mmstats_histogram, value: u64) {
    observe(histogram, value);
}

/// Counts a value. One that is negative or NaN is counted as such, and nowhere else.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_histogram_f64_observe(histogram: mmstats_histogram_f64, value: f64) {
    let mmstats_histogram_f64 { cell, scale, first, buckets, mode } = histogram;
    observe(mmstats_histogram { cell, scale, first, buckets, mode }, value);
}

/// Adds a value now.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_window_observe(window: mmstats_window, value: u64) {
    mmstats_window_observe_at(window, mmstats_clock_boottime(), value);
}

/// Adds a value at a time, nanoseconds as of `mmstats_clock_boottime`.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_window_observe_at(of: mmstats_window, now: u64, value: u64) {
    if let Some(cell) = window(of) {
        cell.observe(value, now);
    }
}

/// Adds a value now. One that is negative or NaN is counted as refused, and nowhere else.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_window_f64_observe(window: mmstats_window_f64, value: f64) {
    mmstats_window_f64_observe_at(window, mmstats_clock_boottime(), value);
}

/// Adds a value at a time, nanoseconds as of `mmstats_clock_boottime`. One that is negative or
/// NaN is counted as refused, and nowhere else.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_window_f64_observe_at(of: mmstats_window_f64, now: u64, value: f64) {
    let mmstats_window_f64 { cell, duration, slots } = of;
    if let Some(cell) = window(mmstats_window { cell, duration, slots }) {
        cell.observe(value, now);
    }
}
