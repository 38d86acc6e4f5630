//! Format 2: by state, lock, boot, pid namespace and process, in this order (SPEC.md 2.19).

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::{WORD, header};

use super::{Liveness, is_held};
use crate::file_system::{FileSystem, whereabouts};
use crate::lock;
use crate::process::{self, Found};
use crate::reader::since_boot;

/// By how much a wall clock may be wrong.
const CLOCK_SLACK: Duration = Duration::from_secs(60);

/// Of the writer of a file that had that header when it was read (F2-LIVENESS).
pub(crate) fn of_v2(file: &File, header: &Header) -> Liveness {
    if header.is_closed() {
        return Liveness::Dead;
    }
    if is_held(file) {
        // First what tells in one call of most writers.
        if !(find(header) == Found::Gone && is_from_here(header)) {
            return Liveness::Alive;
        }
        // A process gives its locks back before it is gone: this one is another's, unless it was
        // given back since.
        if is_held(file) {
            return Liveness::Orphaned;
        }
    }
    // A writer closes its file before it gives the lock back.
    if is_closed_by_now(file) {
        return Liveness::Dead;
    }
    match lock::is_held(file) {
        Ok(false) => of_unlocked(file, header),
        // Where locks can't be asked for, none is seen.
        _ => of_unseen(file, header),
    }
}

/// Of a file whose lock is free, as far as is seen from here: 3 to 8 of F2-LIVENESS.
pub(super) fn of_unlocked(file: &File, header: &Header) -> Liveness {
    if is_the_very_file(file, header) { Liveness::Dead } else { of_unseen(file, header) }
}

/// Of a file whose lock may be out of sight: 4 to 8 of F2-LIVENESS.
fn of_unseen(file: &File, header: &Header) -> Liveness {
    if is_of_another_boot(header) {
        let is_over = is_of_this_machine(file) && was_before_this_boot(header);
        return if is_over { Liveness::Dead } else { Liveness::Unknown };
    }
    if !is_from_here(header) {
        return Liveness::Unknown;
    }
    match find(header) {
        Found::There(Some(_)) => Liveness::Alive,
        Found::Gone => Liveness::Dead,
        Found::There(None) | Found::Unknown => Liveness::Unknown,
    }
}

/// Whether the file is the one that its writer locked, and seen as its writer saw it: then its lock
/// would be seen, too, from whichever pid namespace (F2-INODE).
fn is_the_very_file(file: &File, header: &Header) -> bool {
    header.inode != 0
        && boot_id(header).is_some()
        && boot_id(header) == process::boot_id()
        && whereabouts(file) == Some([header.device, header.inode])
}

fn is_closed_by_now(file: &File) -> bool {
    let mut state = [0; WORD];
    let read = file.read_exact_at(&mut state, header::STATE as u64);
    read.is_ok() && u64::from_le_bytes(state) == header::CLOSED
}

fn boot_id(header: &Header) -> Option<[u8; 16]> {
    (header.boot_id != [0; 16]).then_some(header.boot_id)
}

fn is_of_another_boot(header: &Header) -> bool {
    boot_id(header).zip(process::boot_id()).is_some_and(|(file, here)| file != here)
}

/// Whether a file was created before this system was started, by the wall clock. A boot id that is
/// another one says less: containers can have one of their own.
fn was_before_this_boot(header: &Header) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let started = now.saturating_sub(since_boot());
    Duration::from_nanos(header.created).saturating_add(CLOCK_SLACK) < started
}

/// Whether a file was created since this system was started: its CLOCK_BOOTTIME is that of here.
pub(crate) fn is_of_this_boot(header: &Header) -> bool {
    boot_id(header).is_some_and(|file| Some(file) == process::boot_id())
}

/// Whether the process id of a header means here what it meant to its writer.
pub(super) fn is_from_here(header: &Header) -> bool {
    // 0, which says that it isn't known, is no namespace.
    is_of_this_boot(header) && Some(header.pid_namespace) == process::pid_namespace()
}

/// Looks for the very process: `There` has its start time only where that is the file's.
fn find(header: &Header) -> Found {
    match process::find(header.pid.into()) {
        Found::There(Some(_)) if header.start == 0 => Found::There(None),
        Found::There(Some(start)) if start != header.start => {
            if process::is_proc_ours() {
                Found::Gone
            } else {
                Found::There(None)
            }
        }
        found => found,
    }
}

/// Whether no other machine can write to the file system: one that isn't known may be a network's.
fn is_of_this_machine(file: &File) -> bool {
    use FileSystem::{Disk, Layers, Memory, Signals};
    matches!(FileSystem::of(file), Ok(Memory(_) | Disk(_) | Signals(_) | Layers(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F2-LIVENESS: a file system that isn't known to be this machine's may have living writers of
    /// another boot, on another machine. /proc is one of those, and everybody has it.
    #[test]
    fn a_file_of_another_boot_is_dead_only_where_no_other_machine_can_write() {
        let mut bytes = [0; header::USED];
        bytes[..header::MAGIC.len()].copy_from_slice(&header::MAGIC);
        bytes[header::LENGTH..][..2].copy_from_slice(&header::LENGTH_WRITTEN.to_le_bytes());
        bytes[header::PUBLISHED..][..8].copy_from_slice(&4096_u64.to_le_bytes());
        bytes[header::BOOT_ID] = 1;
        let header = Header::parse(&bytes, 4096).expect("a header");
        let of = |path| of_v2(&File::open(path).expect("a file"), &header);
        assert_eq!(of("/proc/self/stat"), Liveness::Unknown);
    }
}
