//! Averages, timers, sampling counters: fields that keep something beside their cell.

use std::time::Instant;

use mmstats_rs::v1::{Average, MovingAverage, SamplingCounter, Timer};

use crate::handle::{exclusive, shared};
use crate::status::{guard, guard_value};

/// A mean, of all values or of the last ones. Belongs to its writer. Threads: one at a time.
pub enum mmstats_v1_average {
    /// Of all values.
    Whole(Average),
    /// Of the last ones.
    Moving(MovingAverage),
}

/// A timer. Belongs to its writer. Threads: one at a time.
pub struct mmstats_v1_timer(pub(crate) Timer);

/// A counter with its rate. Belongs to its writer. Threads: one at a time.
pub struct mmstats_v1_sampling_counter(pub(crate) SamplingCounter);

/// Adds a value and publishes the mean. NULL: nothing happens.
///
/// # Safety
/// C's caller gives NULL or a pointer whose writer was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_average_add(average: *mut mmstats_v1_average, value: f64) {
    guard(|| {
        // SAFETY: the caller's pointer.
        match unsafe { exclusive(average) }? {
            mmstats_v1_average::Whole(average) => average.add(value),
            mmstats_v1_average::Moving(average) => average.add(value),
        }
        Ok(())
    });
}

/// The published mean; 0 before the first value, and for NULL.
///
/// # Safety
/// As `mmstats_v1_average_add`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_average_get(average: *const mmstats_v1_average) -> f64 {
    guard_value(0.0, || {
        // SAFETY: the caller's pointer.
        Ok(match unsafe { shared(average) }? {
            mmstats_v1_average::Whole(average) => average.get(),
            mmstats_v1_average::Moving(average) => average.get(),
        })
    })
}

/// Adds a duration in seconds and publishes the mean. NULL: nothing happens.
///
/// # Safety
/// C's caller gives NULL or a pointer whose writer was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_timer_observe(timer: *mut mmstats_v1_timer, seconds: f64) {
    guard(|| {
        // SAFETY: the caller's pointer.
        unsafe { exclusive(timer) }?.0.observe_seconds(seconds);
        Ok(())
    });
}

/// The published mean in seconds; 0 before the first duration, and for NULL.
///
/// # Safety
/// As `mmstats_v1_timer_observe`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_timer_get(timer: *const mmstats_v1_timer) -> f64 {
    // SAFETY: the caller's pointer.
    guard_value(0.0, || Ok(unsafe { shared(timer) }?.0.get()))
}

/// The last duration in seconds; 0 before the first, and for NULL.
///
/// # Safety
/// As `mmstats_v1_timer_observe`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_timer_last(timer: *const mmstats_v1_timer) -> f64 {
    // SAFETY: the caller's pointer.
    guard_value(0.0, || Ok(unsafe { shared(timer) }?.0.last()))
}

/// The time of a clock that never goes backwards, in seconds from a start of its own. Take it
/// before and after, and give the difference to `mmstats_v1_timer_observe`.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_clock_seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Adds to a sampling counter, modulo 2^64, and samples its rate if it is time. NULL: nothing
/// happens.
///
/// # Safety
/// C's caller gives NULL or a pointer whose writer was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_sampling_counter_add(
    counter: *mut mmstats_v1_sampling_counter,
    n: u64,
) {
    guard(|| {
        // SAFETY: the caller's pointer.
        unsafe { exclusive(counter) }?.0.add(n);
        Ok(())
    });
}

/// The count; 0 for NULL.
///
/// # Safety
/// As `mmstats_v1_sampling_counter_add`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_sampling_counter_get(
    counter: *const mmstats_v1_sampling_counter,
) -> u64 {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(counter) }?.0.get()))
}

/// Increments in a millisecond, at the last sample; 0 for NULL.
///
/// # Safety
/// As `mmstats_v1_sampling_counter_add`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_sampling_counter_per_ms(
    counter: *const mmstats_v1_sampling_counter,
) -> u64 {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(counter) }?.0.per_ms()))
}
