//! Format 1: by the lock of writers that take one, and by the process id (SPEC.md 1.12).

use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Liveness, is_held};
use crate::process::{self, Found};
use crate::reader::since_boot;

/// A wall clock that was set, or a coarse one, may put a file before its process by this much.
const CLOCK_SLACK_SECONDS: f64 = 5.0;

/// Of the writer of a file that names its process, and says when it was created (F2-LIVENESS).
pub(crate) fn of_v1(file: &File, pid: Option<i128>, created: Option<f64>) -> Liveness {
    if is_held(file) {
        if find(pid) != Found::Gone {
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
    match find(pid) {
        Found::There(start) => {
            let later = created.zip(start.and_then(since_epoch));
            let later = later.is_some_and(|(file, process)| process > file + CLOCK_SLACK_SECONDS);
            if later { Liveness::Unknown } else { Liveness::Alive }
        }
        Found::Gone => Liveness::Dead,
        Found::Unknown => Liveness::Unknown,
    }
}

fn find(pid: Option<i128>) -> Found {
    pid.map_or(Found::Unknown, process::find)
}

/// A start time in seconds since the epoch.
fn since_epoch(start: u64) -> Option<f64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let boot = now.as_secs_f64() - since_boot().as_secs_f64();
    // SAFETY: takes a number and can't fail in a way that matters below.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    (per_second > 0).then(|| boot + start as f64 / per_second as f64)
}
