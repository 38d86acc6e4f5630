//! A process that is stopped at each of its system calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{fs, io};

/// A forked child, stopped at each of its system calls.
pub struct Traced(libc::pid_t);

impl Traced {
    /// A child that will run something. `None` where this system lets nobody trace.
    pub fn begin(body: impl FnOnce()) -> Option<Traced> {
        // SAFETY: the child finds the allocator's locks free, which the C library sees to, and
        // those of this library.
        let pid = unsafe { libc::fork() };
        assert_ne!(pid, -1, "no process to test in");
        if pid == 0 {
            // SAFETY: calls about this process that follow no pointer.
            unsafe {
                libc::alarm(60);
                let traced = libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0) == 0;
                if traced && libc::raise(libc::SIGSTOP) == 0 {
                    let _ = catch_unwind(AssertUnwindSafe(body));
                }
                libc::_exit(0);
            }
        }
        let traced = Traced(pid);
        traced.is_stopped().then_some(traced)
    }

    /// The number of the system call that it is stopped at.
    pub fn call(&self) -> Option<i64> {
        let text = fs::read_to_string(format!("/proc/{}/syscall", self.0)).ok()?;
        text.split(' ').next()?.parse().ok()
    }

    /// Waits until it stops. False if it has ended.
    fn is_stopped(&self) -> bool {
        let mut status = 0;
        // SAFETY: a place for the result.
        let waited = unsafe { libc::waitpid(self.0, &raw mut status, 0) };
        assert_eq!(waited, self.0, "{}", io::Error::last_os_error());
        libc::WIFSTOPPED(status)
    }

    /// Lets it go on to so many beginnings and ends of system calls. Returns whether it got there.
    pub fn steps(&self, steps: usize) -> bool {
        (0..steps).all(|_| {
            // SAFETY: no pointer is followed.
            assert_eq!(unsafe { libc::ptrace(libc::PTRACE_SYSCALL, self.0, 0, 0) }, 0);
            self.is_stopped()
        })
    }

    pub fn kill(self) {
        // SAFETY: a process of ours, which was not waited for to its end.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        while self.is_stopped() {}
    }
}
