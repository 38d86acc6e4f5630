//! Writes make no system call: a child that the kernel kills at the first one makes a million.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use mmstats::v1::{Reader, Value};

use crate::handles::Handles;

const WRITES: u64 = 1_000_000;
const NO_SECCOMP: libc::c_long = 77;

/// Forks. The child enters the strict mode of seccomp, in which the kernel kills it at any system
/// call but read, write, exit and the return from a signal; runs `body`, and exits with what
/// that says. It shares no lock with this process, since it takes none.
fn status_of_strict_child(body: impl FnOnce() -> libc::c_long) -> ExitStatus {
    // SAFETY: the child calls nothing that isn't safe after a fork in a threaded process.
    let child = unsafe { libc::fork() };
    assert_ne!(child, -1, "no process to test in");
    if child == 0 {
        // SAFETY: plain numbers.
        let strict = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_STRICT) };
        let code = if strict == 0 { body() } else { NO_SECCOMP };
        loop {
            // SAFETY: ends this process, which has one thread. The C library's _exit would call
            // exit_group, which isn't allowed.
            unsafe { libc::syscall(libc::SYS_exit, code) };
        }
    }
    let mut status = 0;
    // SAFETY: our child, and a place for its status.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    let status = ExitStatus::from_raw(status);
    assert_ne!(
        status.code().map(libc::c_long::from),
        Some(NO_SECCOMP),
        "this test needs a kernel and a container that allow seccomp's strict mode \
         (prctl PR_SET_SECCOMP)"
    );
    status
}

#[test]
fn a_million_writes_make_none() {
    let mut handles = Handles::new();
    let status = status_of_strict_child(|| {
        let all = (1..=WRITES).all(|n| handles.write(n));
        libc::c_long::from(!all)
    });
    assert_eq!(status.signal(), None, "a write made a system call, and the kernel killed it");
    assert_eq!(status.code(), Some(0), "a write was refused");
    let reader = Reader::open(&handles.path).expect("a stats file");
    assert_eq!(reader.get("counter").expect("a field").value(), Value::U64(WRITES));
}

/// The test above would notice.
#[test]
fn one_system_call_is_the_end() {
    let status = status_of_strict_child(|| {
        // SAFETY: takes nothing and can't fail.
        unsafe { libc::syscall(libc::SYS_getpid) };
        0
    });
    assert_eq!(status.signal(), Some(libc::SIGKILL));
}
