//! Format 1: by the lock of writers that take one, and by the process id (SPEC.md 1.12).

use std::fs;
use std::fs::File;

use super::{Liveness, is_held};
use crate::process::{self, Found};

/// A wall clock that was set, or a coarse one, may put a file before its process by this much.
const CLOCK_SLACK_SECONDS: f64 = 5.0;

/// Of the writer of a file that names its process, and says when it was created (F2-LIVENESS).
pub(crate) fn of_v1(file: &File, pid: Option<i128>, created: Option<f64>) -> Liveness {
    if is_held(file) {
        if of_process(pid, created) != Liveness::Dead {
            return Liveness::Alive;
        }
        // A process gives its locks back before it is gone: this one is another's, unless it was
        // given back since.
        if is_held(file) {
            return Liveness::Orphaned;
        }
    }
    of_process(pid, created)
}

/// Of a process. `created` is when its file was, in seconds since the epoch: a process that started
/// later is another one of the same id.
pub(crate) fn of_process(pid: Option<i128>, created: Option<f64>) -> Liveness {
    match pid.map_or(Found::Unknown, process::find) {
        Found::There(start) => {
            let started = start.and_then(since_epoch);
            let later = created.zip(started);
            let later = later.is_some_and(|(file, process)| process > file + CLOCK_SLACK_SECONDS);
            if later { Liveness::Unknown } else { Liveness::Alive }
        }
        Found::Gone => Liveness::Dead,
        Found::Unknown => Liveness::Unknown,
    }
}

/// A start time in seconds since the epoch, as far as /proc tells.
fn since_epoch(start: u64) -> Option<f64> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    let boot = stat.lines().find_map(|line| line.strip_prefix("btime "))?;
    let boot: f64 = boot.trim().parse().ok()?;
    // SAFETY: takes a number and can't fail in a way that matters below.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    (per_second > 0).then(|| boot + start as f64 / per_second as f64)
}
