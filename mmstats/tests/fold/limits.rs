//! Where few files can be open, and where processes are forked while files are folded.

use std::io;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::fold::Fold;

use crate::child;
use crate::place::Place;

/// Leaves so many files of one hit.
fn leave(place: &Place, files: u64) {
    (0..files).for_each(|n| drop(place.leave(&format!("{n}.mmstats"), 1)));
}

/// From now on so many files can be open besides those that are.
fn limit_files(more: u64) {
    let next = io::pipe().expect("two descriptors").0.as_raw_fd();
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a place for the result.
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, 0);
    limit.rlim_cur = u64::from(next.cast_unsigned()) + more;
    // SAFETY: a limit of this process, which was started for this.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
}

/// F2-FOLD: where few files can be open few are folded at once, and all in the end; where none can
/// they stay, and nothing is forgotten that is there.
#[test]
fn few_descriptors() {
    if let Some(role) = child::role() {
        let (more, folder) = role.split_once(' ').expect("the parent gives both");
        limit_files(more.parse().expect("a number"));
        let report = Fold::in_folder(folder).keep_newest(0).run().expect("a folder");
        println!("{} of {}", report.folded(), report.outcomes().len());
        for (path, outcome) in report.outcomes() {
            let outcome = outcome.to_string();
            let is_fine = outcome == "folded" || outcome.contains("open files");
            assert!(is_fine, "{}: {outcome}", path.display());
        }
        return;
    }
    let mut folded = Vec::new();
    for more in 2..12 {
        let place = Place::new();
        leave(&place, 40);
        let role = format!("{more} {}", place.path().display());
        child::run(child::command("limits::few_descriptors", &role));
        assert_eq!(place.hits(), 40, "{more}");
        let left = place.names().len();
        assert!(left == 1 || left == 40, "{left} with {more}");
        folded.push(left == 1);
    }
    assert!(folded.is_sorted(), "{folded:?}");
    assert_eq!((folded[0], folded[9]), (false, true));
}

/// A child that was forked, and lives until this is dropped.
struct Child(libc::pid_t);

impl Child {
    fn fork() -> Child {
        // SAFETY: the child calls nothing but what a child of threads may.
        match unsafe { libc::fork() } {
            -1 => panic!("no process to test in"),
            0 => loop {
                // SAFETY: waits for a signal.
                unsafe { libc::pause() };
            },
            pid => Child(pid),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // SAFETY: a child of ours that nobody has waited for; no pointer is followed.
        unsafe {
            libc::kill(self.0, libc::SIGKILL);
            libc::waitpid(self.0, std::ptr::null_mut(), 0);
        }
    }
}

/// F2-FOLD: children that are forked while files are folded have them open, and the accumulator;
/// what is folded is right, and who folds next has the locks that they would have.
#[test]
fn forks() {
    let place = Place::new();
    let folded = AtomicBool::new(false);
    let mut children = Vec::new();
    thread::scope(|scope| {
        let folds = scope.spawn(|| {
            for round in 1..=4 {
                leave(&place, 50);
                assert_eq!(place.run().folded(), 50);
                assert_eq!((place.hits(), place.names().len()), (50 * round, 1));
            }
            folded.store(true, Ordering::SeqCst);
        });
        while !folds.is_finished() {
            if children.len() < 200 {
                children.push(Child::fork());
            }
            thread::yield_now();
        }
    });
    assert!(folded.load(Ordering::SeqCst) && !children.is_empty());
    leave(&place, 3);
    assert_eq!(place.run().folded(), 3);
    assert_eq!(place.hits(), 203);
}
