//! Processes to test in, which end in any case.

use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitStatus;

use crate::child;

/// Seconds. What is tested takes milliseconds; a machine may have much else to do.
const LIMIT: u32 = 60;

/// Runs a test of this binary in a process of its own: `name` is the test that calls this.
pub fn alone(name: &str, test: impl FnOnce()) {
    if child::role().is_none() {
        return child::run(child::command(name, "alone"));
    }
    set_alarm(2 * LIMIT);
    test();
}

/// Without a handler it ends the process. A forked child doesn't inherit it.
fn set_alarm(seconds: u32) {
    // SAFETY: takes a number and can't fail.
    unsafe { libc::alarm(seconds) };
}

/// A forked child.
pub struct Forked {
    what: String,
    pid: libc::pid_t,
}

/// Has a forked child run something, and goes on.
pub fn fork(what: &str, body: impl FnOnce()) -> Forked {
    // SAFETY: the child finds the allocator's locks free, which the C library sees to, and those of
    // this library, which is what is tested.
    let pid = unsafe { libc::fork() };
    assert_ne!(pid, -1, "no process to test in");
    if pid == 0 {
        end_with(body);
    }
    Forked { what: what.to_owned(), pid }
}

/// The same by the system call itself, past all handlers. Only where no other thread does anything.
pub fn fork_unseen(what: &str, body: impl FnOnce()) -> Forked {
    let nothing = std::ptr::null::<u8>();
    let flags = libc::c_long::from(libc::SIGCHLD);
    // SAFETY: without flags that share anything it is a fork; the child's one thread goes on here.
    let pid = unsafe {
        libc::syscall(libc::SYS_clone, flags, nothing, nothing, nothing, nothing) as libc::pid_t
    };
    assert_ne!(pid, -1, "no process to test in");
    if pid == 0 {
        end_with(body);
    }
    Forked { what: what.to_owned(), pid }
}

/// Ends a child, with nothing run that is registered for the end of its parent.
fn end_with(body: impl FnOnce()) -> ! {
    set_alarm(LIMIT);
    let done = catch_unwind(AssertUnwindSafe(body)).is_ok();
    // SAFETY: ends this process.
    unsafe { libc::_exit(i32::from(!done)) }
}

impl Forked {
    pub fn pid(&self) -> u32 {
        self.pid.unsigned_abs()
    }

    /// Waits for its end, which has to be a good one.
    pub fn wait(self) {
        let mut status = 0;
        // SAFETY: our child, and a place for its status.
        assert_eq!(unsafe { libc::waitpid(self.pid, &raw mut status, 0) }, self.pid);
        let (status, what) = (ExitStatus::from_raw(status), self.what);
        assert_ne!(status.signal(), Some(libc::SIGALRM), "the child hung: {what}");
        assert!(status.success(), "the child failed: {what}: {status}");
    }
}

/// Has a forked child run something, to its end.
pub fn in_child(what: &str, body: impl FnOnce()) {
    fork(what, body).wait();
}
