//! Child processes that are forked, not started: cheap, and with what their parent had in memory.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::run::Outcome;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With an exit status.
    Status(i32),
    /// By a signal.
    Signal(i32),
}

impl End {
    /// By SIGKILL.
    pub const KILLED: End = End::Signal(libc::SIGKILL);
    /// With nothing wrong.
    pub const FINE: End = End::Status(0);
}

/// A child process. Dropped, it is killed. It does not outlive the thread that forked it.
#[derive(Debug)]
pub struct Child {
    pid: libc::pid_t,
    ended: bool,
}

impl Child {
    /// Forks. The child runs `body` and ends: with 0, or with 1 and what went wrong on standard
    /// error. It runs no destructors of what its parent had.
    pub fn fork(body: impl FnOnce() -> Outcome) -> io::Result<Child> {
        // SAFETY: the child is a copy with this thread alone; what it calls has to cope with that.
        match unsafe { libc::fork() } {
            -1 => Err(io::Error::last_os_error()),
            0 => run(body),
            pid => Ok(Child { pid, ended: false }),
        }
    }

    /// Its process id.
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// Sends a signal.
    pub fn signal(&self, signal: i32) -> io::Result<()> {
        // SAFETY: a child that wasn't waited for: nobody else has its id.
        match unsafe { libc::kill(self.pid, signal) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Whether it has ended. It can be waited for all the same.
    pub fn has_ended(&self) -> io::Result<bool> {
        // SAFETY: all zeros is a value of it.
        let mut about: libc::siginfo_t = unsafe { std::mem::zeroed() };
        let how = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        let id = self.pid.cast_unsigned();
        // SAFETY: a child that wasn't waited for, and a place for the result.
        match unsafe { libc::waitid(libc::P_PID, id, &raw mut about, how) } {
            // SAFETY: the call has filled it in.
            0 => Ok(unsafe { about.si_pid() } != 0),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Waits for its end.
    pub fn wait(mut self) -> io::Result<End> {
        self.reap()
    }

    /// Waits for its end; any but that with nothing wrong is an error.
    pub fn fine(self) -> Outcome {
        match self.wait()? {
            End::FINE => Ok(()),
            End::Signal(signal) => Err(format!("a process was ended by signal {signal}").into()),
            End::Status(_) => Err("a process failed: see what it said".into()),
        }
    }

    /// Kills it, and waits for its end.
    pub fn kill(self) -> io::Result<End> {
        self.signal(libc::SIGKILL)?;
        self.wait()
    }

    fn reap(&mut self) -> io::Result<End> {
        let mut status = 0;
        loop {
            // SAFETY: a child that wasn't waited for, and a place for the result.
            if unsafe { libc::waitpid(self.pid, &raw mut status, 0) } == self.pid {
                self.ended = true;
                return Ok(match libc::WIFSIGNALED(status) {
                    true => End::Signal(libc::WTERMSIG(status)),
                    false => End::Status(libc::WEXITSTATUS(status)),
                });
            }
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if !self.ended && self.signal(libc::SIGKILL).is_ok() {
            // Nobody is left who could be told.
            let _ = self.reap();
        }
    }
}

/// What a child does.
fn run(body: impl FnOnce() -> Outcome) -> ! {
    // SAFETY: takes a number, and concerns this process alone.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
    // The panic has printed its message.
    let status = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => 0,
        Ok(Err(error)) => {
            eprintln!("{error}");
            1
        }
        Err(_) => 1,
    };
    // SAFETY: ends this process, and runs nothing of its parent's.
    unsafe { libc::_exit(status) }
}
