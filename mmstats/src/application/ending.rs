//! Whether a process has ended since it was seen, without asking who it is again.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use mmstats_core::v2::Header;

/// The end of a process that a file names as its writer, by a descriptor: another process that gets
/// the id is another one.
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
}

/// Which of so many processes have ended, whether or not somebody has waited for them: all, where
/// the system can't say.
pub(super) fn ended<'a>(endings: impl Iterator<Item = &'a Ending>) -> Vec<bool> {
    let poll = |ending: &Ending| libc::pollfd {
        fd: ending.0.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    };
    let mut all: Vec<libc::pollfd> = endings.map(poll).collect();
    // SAFETY: so many of them, which outlive the call.
    let told = unsafe { libc::poll(all.as_mut_ptr(), all.len() as libc::nfds_t, 0) } != -1;
    all.iter().map(|one| !told || one.revents != 0).collect()
}
