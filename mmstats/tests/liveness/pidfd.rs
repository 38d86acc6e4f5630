//! Processes that are nobody's child here: killed, and waited for.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// A process, which dies with this.
pub struct PidFd(OwnedFd);

impl PidFd {
    /// That of a living process.
    pub fn open(pid: &str) -> PidFd {
        let pid: libc::pid_t = pid.parse().expect("a process id");
        // SAFETY: plain numbers.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        assert!(fd >= 0, "process {pid}: {}", io::Error::last_os_error());
        // SAFETY: a descriptor that the call has just made, and nobody else has.
        PidFd(unsafe { OwnedFd::from_raw_fd(fd as i32) })
    }

    /// Kills it, and returns when it has given back all it had.
    pub fn kill(&self) {
        // SAFETY: a descriptor of ours, and no more about the signal.
        unsafe {
            let nothing = std::ptr::null::<libc::siginfo_t>();
            libc::syscall(
                libc::SYS_pidfd_send_signal,
                self.0.as_raw_fd(),
                libc::SIGKILL,
                nothing,
                0,
            )
        };
        let mut end = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one of them, which outlives the call.
        let ended = unsafe { libc::poll(&raw mut end, 1, -1) };
        assert_eq!(ended, 1, "{}", io::Error::last_os_error());
    }
}

impl Drop for PidFd {
    fn drop(&mut self) {
        self.kill();
    }
}
