//! Who writes a file, and since when (SPEC.md 2.2).

use std::io;
use std::time::Duration;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::{PAGE, header};

use crate::{process, random};

/// What differs from run to run in a file. Given to [`Options::identity`](super::Options::identity),
/// a program that does the same leaves the same bytes: for tests of conformance.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Identity {
    pub created: u64,
    pub created_boot: u64,
    pub pid: u64,
    pub start: u64,
    pub boot_id: [u8; 16],
    pub pid_namespace: u64,
    pub uid: u64,
    pub file_id: [u8; 16],
}

impl Identity {
    /// Of this process, now; what the system doesn't tell is 0, unknown.
    pub(super) fn now() -> io::Result<Identity> {
        Ok(Identity {
            created: real_time(),
            created_boot: boot_time(),
            pid: std::process::id().into(),
            start: process::start_time().unwrap_or(0),
            boot_id: process::boot_id().unwrap_or_default(),
            pid_namespace: process::pid_namespace().unwrap_or(0),
            // SAFETY: takes nothing and can't fail.
            uid: unsafe { libc::getuid() }.into(),
            file_id: file_id()?,
        })
    }

    /// The header of a file that is just being made.
    pub(super) fn header(&self, application: [u8; header::APPLICATION_WIDTH]) -> Header {
        Header {
            minor: header::MINOR_WRITTEN,
            length: header::LENGTH_WRITTEN,
            published: PAGE as u64,
            state: header::OPEN,
            created: self.created,
            created_boot: self.created_boot,
            pid: self.pid,
            start: self.start,
            boot_id: self.boot_id,
            pid_namespace: self.pid_namespace,
            uid: self.uid,
            heartbeat: 0,
            append: 0,
            reuse: 0,
            file_id: self.file_id,
            application,
            // Only once there is a file.
            device: 0,
            inode: 0,
        }
    }
}

/// Nanoseconds since 1970.
pub(crate) fn real_time() -> u64 {
    time_of(libc::CLOCK_REALTIME)
}

/// Nanoseconds of CLOCK_BOOTTIME.
#[inline]
pub(super) fn boot_time() -> u64 {
    time_of(libc::CLOCK_BOOTTIME)
}

/// A clock that there is doesn't fail; else it stands still at 0.
#[inline]
fn time_of(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    let seconds = Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0));
    let time = seconds + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or(0));
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Random, and not all 0 (F2-FILE-ID).
fn file_id() -> io::Result<[u8; 16]> {
    loop {
        let id = random::bytes()?;
        if id != [0; 16] {
            return Ok(id);
        }
    }
}
