//! Who folds is killed at every system call: the total is what it was, and who folds next goes on.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::place::{Place, total};

/// A forked child, stopped at each of its system calls.
struct Traced(libc::pid_t);

impl Traced {
    /// A child that will run something. `None` where this system lets nobody trace.
    fn begin(body: impl FnOnce()) -> Option<Traced> {
        // SAFETY: the child finds the allocator's locks free, which the C library sees to, and those
        // of this library.
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

    /// Waits until it stops. False if it has ended.
    fn is_stopped(&self) -> bool {
        let mut status = 0;
        // SAFETY: a place for the result.
        let waited = unsafe { libc::waitpid(self.0, &raw mut status, 0) };
        assert_eq!(waited, self.0, "{}", io::Error::last_os_error());
        libc::WIFSTOPPED(status)
    }

    /// Lets it go on to so many beginnings and ends of system calls. Returns whether it got there.
    fn steps(&self, steps: usize) -> bool {
        (0..steps).all(|_| {
            // SAFETY: no pointer is followed.
            assert_eq!(unsafe { libc::ptrace(libc::PTRACE_SYSCALL, self.0, 0, 0) }, 0);
            self.is_stopped()
        })
    }

    fn kill(self) {
        // SAFETY: a process of ours, which was not waited for to its end.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        while self.is_stopped() {}
    }
}

/// Kills a child before each of its steps. Returns how many there were.
fn kill_everywhere(
    prepare: impl Fn(&Place),
    act: impl Fn(&Place),
    check: impl Fn(&Place),
) -> usize {
    for steps in 0.. {
        let place = Place::new();
        prepare(&place);
        let Some(child) = Traced::begin(|| act(&place)) else {
            eprintln!("not tested, for this system lets nobody trace a process");
            return usize::MAX;
        };
        if !child.steps(steps) {
            check(&place);
            return steps;
        }
        child.kill();
        check(&place);
    }
    unreachable!("it ends")
}

/// Files of 7 hits in all.
fn leave(place: &Place) {
    for (name, hits) in [("a.mmstats", 1), ("b.mmstats", 2), ("c.mmstats", 4)] {
        place.leave(name, hits);
    }
}

/// The total is what it was, and stays that.
fn check(place: &Place, hits: u64) {
    let mut web = place.application();
    assert_eq!(total(&mut web), hits);
    place.run();
    assert_eq!(total(&mut web), hits);
    assert_eq!((place.hits(), place.names().len()), (hits, 1));
}

/// F2-FOLD: where no accumulator is.
#[test]
fn the_first_fold() {
    let steps = kill_everywhere(leave, |place| drop(place.run()), |place| check(place, 7));
    println!("{steps} steps");
    assert!(steps > 100, "{steps}");
}

/// F2-FOLD: where one is.
#[test]
fn a_later_fold() {
    let prepare = |place: &Place| {
        place.leave("before.mmstats", 8);
        place.run();
        leave(place);
    };
    let steps = kill_everywhere(prepare, |place| drop(place.run()), |place| check(place, 15));
    assert!(steps > 100, "{steps}");
}

/// F2-TAKEN: a writer that replaces the file of a dead one.
#[test]
fn a_writer_that_replaces() {
    let prepare = |place: &Place| {
        place.leave("web.mmstats", 7);
    };
    let act = |place: &Place| {
        let options = place.options("web.mmstats").fold(true);
        drop(options.build().expect("a writer"));
    };
    let steps = kill_everywhere(prepare, act, |place| check(place, 7));
    assert!(steps > 100, "{steps}");
}
