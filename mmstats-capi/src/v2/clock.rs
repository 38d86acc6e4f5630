//! The clock of windows and timers.

use crate::v2::distribution::mmstats_histogram_observe;
use crate::v2::handles::mmstats_histogram;

/// Nanoseconds since the system was started, sleep included: the clock of windows. No system call
/// where the system has it in the vDSO.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_clock_boottime() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result. Every Linux has this clock; else the time stays 0.
    unsafe { libc::clock_gettime(libc::CLOCK_BOOTTIME, &raw mut time) };
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}

/// Starts to take the time: what `mmstats_timer_stop` wants. A timer is a histogram of nanoseconds.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_timer_start() -> u64 {
    mmstats_clock_boottime()
}

/// Counts the time since `started`, and returns it, in nanoseconds.
#[unsafe(no_mangle)]
pub extern "C" fn mmstats_timer_stop(timer: mmstats_histogram, started: u64) -> u64 {
    let elapsed = mmstats_clock_boottime().saturating_sub(started);
    mmstats_histogram_observe(timer, elapsed);
    elapsed
}
