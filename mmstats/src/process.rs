//! What the system tells of processes, and of where this one runs.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A process as `/proc/PID/stat` has it.
#[derive(Clone, Copy, Debug)]
struct Stat {
    /// Field 22, in ticks since the system was started.
    start: u64,
    /// It has ended, and its parent hasn't asked for it.
    ended: bool,
}

/// Whether a process is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is; with its start time, as far as /proc tells.
    There(Option<u64>),
    /// It isn't, or has ended.
    Gone,
    /// Nobody can say: a number that no process has, or a system that doesn't answer.
    Unknown,
}

/// Looks for a process by its id, which means something in this process' pid namespace only.
pub(crate) fn find(pid: i128) -> Found {
    let Some(pid) = libc::pid_t::try_from(pid).ok().filter(|pid| *pid > 0) else {
        return Found::Unknown;
    };
    let there = is_there(pid);
    if there != Found::There(None) {
        return there;
    }
    match Stat::of(&pid.to_string()) {
        // A process that nobody waited for, as first processes of containers often don't.
        Some(stat) if stat.ended && is_proc_ours() => Found::Gone,
        Some(stat) if !stat.ended => Found::There(Some(stat.start)),
        // It has gone since, or /proc doesn't show it.
        _ => is_there(pid),
    }
}

fn is_there(pid: libc::pid_t) -> Found {
    // SAFETY: signal 0 reaches nobody.
    if unsafe { libc::kill(pid, 0) } == 0 {
        return Found::There(None);
    }
    match io::Error::last_os_error().raw_os_error() {
        Some(libc::ESRCH) => Found::Gone,
        Some(libc::EPERM) => Found::There(None),
        _ => Found::Unknown,
    }
}

/// Whether what /proc says of a process id is about the process that has it here: a new pid
/// namespace can have the /proc of an outer one, where its processes have other ids.
pub(crate) fn is_proc_ours() -> bool {
    // The ids of this process, from that namespace inwards.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ids = status.lines().find_map(|line| line.strip_prefix("NSpid:"));
    ids.is_some_and(|ids| ids.split_ascii_whitespace().count() == 1)
}

/// This process' start time, in the ticks of [`Found::There`].
pub(crate) fn start_time() -> Option<u64> {
    Stat::of("self").map(|stat| stat.start)
}

impl Stat {
    /// Of `/proc/PROCESS/stat`.
    fn of(process: &str) -> Option<Stat> {
        // It comes in one piece, and is much shorter.
        let mut bytes = [0; 1024];
        let mut file = File::open(format!("/proc/{process}/stat")).ok()?;
        let length = file.read(&mut bytes).ok()?;
        Stat::parse(&bytes[..length])
    }

    fn parse(stat: &[u8]) -> Option<Stat> {
        // Field 2, the program's name in parentheses, may contain anything.
        let end_of_name = stat.iter().rposition(|byte| *byte == b')')?;
        let mut fields = str::from_utf8(&stat[end_of_name + 1..]).ok()?.split_ascii_whitespace();
        let state = fields.next()?;
        let threads: u64 = fields.nth(20 - 4)?.parse().ok()?;
        let start = fields.nth(22 - 21)?.parse().ok()?;
        // Where only the first thread has ended, the others go on.
        let ended = matches!(state, "X" | "x") || (state == "Z" && threads <= 1);
        Some(Stat { start, ended })
    }
}

/// The boot id. Read once: it stays as long as any process. (Not by a `OnceLock`: a forked child would
/// wait in it for a thread that it doesn't have.)
pub(crate) fn boot_id() -> Option<[u8; 16]> {
    static KNOWN: AtomicBool = AtomicBool::new(false);
    static HALVES: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
    let [high, low] = &HALVES;
    // Pairs with the release below: the halves are there. Two threads may both store them.
    if !KNOWN.load(Ordering::Acquire) {
        let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let digits = text.trim().replace('-', "");
        let id = u128::from_str_radix(&digits, 16).ok()?;
        high.store((id >> 64) as u64, Ordering::Relaxed);
        low.store(id as u64, Ordering::Relaxed);
        KNOWN.store(true, Ordering::Release);
    }
    let half = |half: &AtomicU64| u128::from(half.load(Ordering::Relaxed));
    Some((half(high) << 64 | half(low)).to_be_bytes())
}

/// The pid namespace. Not kept: a forked child can be in another one.
pub(crate) fn pid_namespace() -> Option<u64> {
    Some(fs::metadata("/proc/self/ns/pid").ok()?.ino())
}
