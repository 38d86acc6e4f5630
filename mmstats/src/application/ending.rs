//! Whether a process has ended since it was seen, without asking who it is again.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use mmstats_core::v2::Header;

/// A process that a file names as its writer. Its id comes to no other as far as this tells.
#[derive(Debug)]
pub(super) struct Ending(OwnedFd);

impl Ending {
    /// Of the process that has the id now; nothing where there is none, or the system can't say.
    pub(super) fn of_writer(header: &Header) -> Option<Ending> {
        let pid = libc::pid_t::try_from(header.pid).ok().filter(|pid| *pid > 0)?;
        // SAFETY: plain numbers.
        let descriptor = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        let descriptor = RawFd::try_from(descriptor).ok().filter(|descriptor| *descriptor >= 0)?;
        // SAFETY: the call has just made it, and nobody else has it.
        Some(Ending(unsafe { OwnedFd::from_raw_fd(descriptor) }))
    }

    /// Whether it hasn't ended, whether or not somebody has waited for it.
    pub(super) fn is_to_come(&self) -> bool {
        let mut end = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one of them, which outlives the call.
        unsafe { libc::poll(&raw mut end, 1, 0) == 0 }
    }
}
