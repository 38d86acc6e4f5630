//! Writes make no system call: a child that the kernel kills at the first one makes a million.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use mmstats::v1::{Reader, Value};

use crate::handles::Handles;

const WRITES: u64 = 1_000_000;
const NO_SECCOMP: libc::c_long = 77;

/// What the child may call: what ends it. Reading a clock takes no system call.
const ALLOWED: libc::c_long = libc::SYS_exit;

/// Has the kernel kill this process at any other system call. (The strict mode of seccomp would
/// take the processor's time stamps away, too, and with them the clocks.)
fn forbid_system_calls() -> bool {
    let number = std::mem::offset_of!(libc::seccomp_data, nr) as u32;
    let step = |code: u32, jt, jf, k| libc::sock_filter { code: code as u16, jt, jf, k };
    let mut steps = [
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, number),
        step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, 1, ALLOWED as u32),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ALLOW),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_KILL_PROCESS),
    ];
    let filter = libc::sock_fprog { len: steps.len() as u16, filter: steps.as_mut_ptr() };
    // SAFETY: plain numbers.
    let privileges = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
    // SAFETY: a filter that outlives the call.
    let mode =
        unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter) };
    (privileges, mode) == (0, 0)
}

/// Forks. The child makes what `body` needs, since it has no files of this process. From then on it
/// may make no system call but the one that ends it; runs `body`, and exits with what that says.
pub fn status_of_strict_child<T>(
    prepare: impl FnOnce() -> T,
    body: impl FnOnce(&mut T) -> libc::c_long,
) -> ExitStatus {
    // SAFETY: the child shares no lock with this process but the allocator's and those of this
    // library, all of which it finds free.
    let child = unsafe { libc::fork() };
    assert_ne!(child, -1, "no process to test in");
    if child == 0 {
        let mut prepared = prepare();
        let code = if forbid_system_calls() { body(&mut prepared) } else { NO_SECCOMP };
        loop {
            // SAFETY: ends this process, which has one thread. The C library's _exit would call
            // exit_group.
            unsafe { libc::syscall(ALLOWED, code) };
        }
    }
    let mut status = 0;
    // SAFETY: our child, and a place for its status.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    let status = ExitStatus::from_raw(status);
    assert_ne!(
        status.code().map(libc::c_long::from),
        Some(NO_SECCOMP),
        "this test needs a kernel and a container that allow seccomp filters (prctl PR_SET_SECCOMP)"
    );
    status
}

#[test]
fn a_million_writes_make_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let prepare = || Handles::new(folder.path());
    let status = status_of_strict_child(prepare, |handles| {
        let all = (1..=WRITES).all(|n| handles.write(n));
        libc::c_long::from(!all)
    });
    assert_eq!(status.signal(), None, "a write made a system call, and the kernel killed it");
    assert_eq!(status.code(), Some(0), "a write was refused");
    let reader = Reader::open(folder.path().join("test.mmstats")).expect("a stats file");
    assert_eq!(reader.get("counter").expect("a field").value(), Value::U64(WRITES));
}

/// The test above would notice.
#[test]
fn one_system_call_is_the_end() {
    let status = status_of_strict_child(Default::default, |(): &mut ()| {
        // SAFETY: takes nothing and can't fail.
        unsafe { libc::syscall(libc::SYS_getpid) };
        0
    });
    assert_eq!(status.signal(), Some(libc::SIGSYS));
}
