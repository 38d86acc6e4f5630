//! Somebody who may do less than root.

use std::thread;

const NOBODY: libc::c_uint = 65_534;

/// Runs something as a user who owns nothing here. Where this process isn't root's it runs as it
/// is: then it can't override permissions anyway.
pub fn unprivileged<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    let as_nobody = || {
        // SAFETY: takes nothing and can't fail.
        if unsafe { libc::geteuid() } == 0 {
            become_nobody();
        }
        body()
    };
    thread::scope(|scope| scope.spawn(as_nobody).join().expect("the test as another user"))
}

/// The system calls themselves change this thread only; the C library's change the process.
fn become_nobody() {
    // SAFETY: no pointer is followed, for the list has no members.
    let groups = unsafe { libc::syscall(libc::SYS_setgroups, 0, 0) };
    // SAFETY: plain numbers.
    let group = unsafe { libc::syscall(libc::SYS_setresgid, NOBODY, NOBODY, NOBODY) };
    // SAFETY: plain numbers.
    let user = unsafe { libc::syscall(libc::SYS_setresuid, NOBODY, NOBODY, NOBODY) };
    assert_eq!((groups, group, user), (0, 0, 0), "root can become user {NOBODY}");
}
