//! Does a process live? (SPEC.md 1.12)

use std::fs;
use std::io;

/// Whether the writer of a file lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Liveness {
    /// Its process is there.
    Alive,
    /// There is no such process.
    Dead,
    /// Nobody can say: no process id in the file, or the process of that id is a later one. Who
    /// would remove the file keeps it.
    Unknown,
}

impl Liveness {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Liveness::Alive => "alive",
            Liveness::Dead => "dead",
            Liveness::Unknown => "unknown",
        }
    }
}

/// A wall clock that was set, or a coarse one, may put a file before its process by this much.
const CLOCK_SLACK_SECONDS: f64 = 5.0;

/// Asks for a process by its id. `created` is when its file was, in seconds since the epoch: a
/// process that started later is another one of the same id.
pub(crate) fn of_process(pid: i128, created: Option<f64>) -> Liveness {
    let Some(pid) = libc::pid_t::try_from(pid).ok().filter(|pid| *pid > 0) else {
        return Liveness::Unknown;
    };
    // SAFETY: signal 0 reaches nobody.
    if unsafe { libc::kill(pid, 0) } != 0 {
        return match io::Error::last_os_error().raw_os_error() {
            Some(libc::ESRCH) => Liveness::Dead,
            Some(libc::EPERM) => later_or_alive(pid, created),
            _ => Liveness::Unknown,
        };
    }
    later_or_alive(pid, created)
}

fn later_or_alive(pid: libc::pid_t, created: Option<f64>) -> Liveness {
    let Some((created, started)) = created.zip(start_time(pid)) else {
        return Liveness::Alive;
    };
    if started > created + CLOCK_SLACK_SECONDS { Liveness::Unknown } else { Liveness::Alive }
}

/// When a process started, in seconds since the epoch, as far as /proc tells.
fn start_time(pid: libc::pid_t) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Field 2, the program's name in brackets, may contain anything; field 22 is the start.
    let (_, after_name) = stat.rsplit_once(')')?;
    let ticks: f64 = after_name.split_ascii_whitespace().nth(19)?.parse().ok()?;
    let boot = fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 =
        boot.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    // SAFETY: takes a number and can't fail in a way that matters below.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    (per_second > 0).then(|| boot + ticks / per_second as f64)
}
