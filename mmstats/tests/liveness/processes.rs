//! Whether a process is the one that wrote the file, where no lock tells (5 to 7 of F2-LIVENESS).

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use mmstats::Liveness;
use mmstats::format::layout::header;

use crate::pidfd::PidFd;
use crate::publisher::{Publisher, await_that};
use crate::user::unprivileged;

/// A process that lives until its standard input ends.
fn cat() -> Child {
    Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("cat")
}

fn end(mut child: Child) {
    drop(child.stdin.take());
    child.wait().expect("our child");
}

/// Field 22.
fn start_of(pid: u32) -> Option<u64> {
    let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
    let behind_name = String::from_utf8_lossy(stat.rsplit(|byte| *byte == b')').next()?);
    behind_name.split_whitespace().nth(19)?.parse().ok()
}

/// Nobody waited for it: it has ended all the same.
#[test]
fn a_zombie_is_dead() {
    let mut publisher = Publisher::start();
    let (original, copy) = (publisher.reader(), publisher.copy(|_| ()));
    PidFd::open(&publisher.pid().to_string()).kill();
    let stat = fs::read_to_string(format!("/proc/{}/stat", publisher.pid())).expect("a zombie's");
    assert!(stat.contains(") Z "), "{stat}");
    assert_eq!([original.writer(), copy.writer()], [Liveness::Dead; 2]);
    publisher.kill();
    assert_eq!([original.writer(), copy.writer()], [Liveness::Dead; 2]);
}

/// The process looks like a zombie, and its other threads write.
#[test]
fn a_process_lives_whose_first_thread_has_ended() {
    let mut publisher = Publisher::start_without_first_thread();
    let copy = publisher.copy(|_| ());
    assert_eq!([publisher.liveness(), copy.writer()], [Liveness::Alive; 2]);
    publisher.end();
    assert_eq!([publisher.liveness(), copy.writer()], [Liveness::Dead; 2]);
}

/// It has let go of file and lock, and of all that it had mapped; the process is the same. So it is
/// dead, but where its lock might be out of sight.
#[test]
fn a_writer_that_executes_another_program_is_dead() {
    let mut publisher = Publisher::start();
    assert_eq!(publisher.order("execute"), "executing");
    let name = format!("/proc/{}/comm", publisher.pid());
    await_that(|| fs::read_to_string(&name).expect("a process has one") == "cat\n");
    let copy = publisher.copy(|_| ());
    assert_eq!([publisher.liveness(), copy.writer()], [Liveness::Dead, Liveness::Alive]);
    publisher.end();
    assert_eq!([publisher.liveness(), copy.writer()], [Liveness::Dead; 2]);
}

/// A process of the writer's id, but a later one.
#[test]
fn a_process_id_that_came_again_is_dead() {
    const LAST: &str = "/proc/sys/kernel/ns_last_pid";
    let mut publisher = Publisher::start();
    let pid = publisher.pid();
    let start = start_of(pid).expect("/proc tells it");
    let copy = publisher.copy(|_| ());
    publisher.kill();
    // Others take process ids too: not every try hits.
    for _ in 0..1000 {
        if let Err(error) = fs::write(LAST, (pid - 1).to_string()) {
            eprintln!("not tested with a process id that came again: {LAST}: {error}");
            return;
        }
        let child = cat();
        // Within one tick it would be the same to anybody.
        let hit = child.id() == pid && start_of(pid) != Some(start);
        let answers = [publisher.liveness(), copy.writer()];
        end(child);
        if hit {
            return assert_eq!(answers, [Liveness::Dead; 2]);
        }
    }
    eprintln!("not tested with a process id that came again: none of 1000 processes got {pid}");
}

/// The same without luck: a file with the id of a living process, and the start time of another.
#[test]
fn a_living_process_that_started_at_another_time_is_not_the_writer() {
    let publisher = Publisher::start();
    let child = cat();
    let pid = u64::from(child.id());
    let start = start_of(child.id()).expect("/proc tells it");
    let answer = |start: u64| {
        let copy = publisher.copy(|bytes| {
            bytes[header::PID..][..8].copy_from_slice(&pid.to_le_bytes());
            bytes[header::START..][..8].copy_from_slice(&start.to_le_bytes());
        });
        copy.writer()
    };
    assert_eq!(answer(start), Liveness::Alive);
    assert_eq!(answer(start + 1), Liveness::Dead);
    assert_eq!(answer(start - 1), Liveness::Dead);
    end(child);
    assert_eq!(answer(start), Liveness::Dead);
}

/// 5: a process that may not be signalled is one.
#[test]
fn a_process_of_another_user_is_there() {
    // SAFETY: takes nothing and can't fail.
    let is_root = unsafe { libc::geteuid() } == 0;
    let publisher = Publisher::start();
    // Root's child is another user's to the thread below; who isn't root asks for process 1.
    let pid = if is_root { publisher.pid() } else { 1 };
    let start = start_of(pid);
    let copy = publisher.copy(|bytes| {
        bytes[header::PID..][..8].copy_from_slice(&u64::from(pid).to_le_bytes());
        bytes[header::START..][..8].copy_from_slice(&start.unwrap_or(1).to_le_bytes());
    });
    let (signalled, shown, answer) = unprivileged(|| {
        // SAFETY: signal 0 reaches nobody.
        let signalled = unsafe { libc::kill(pid as libc::pid_t, 0) };
        (signalled, start_of(pid).is_some(), copy.writer())
    });
    assert_eq!(signalled, -1, "the test needs a process that may not be signalled");
    // Where /proc doesn't show it, there is one, but nobody can say which.
    assert_eq!(answer, if shown { Liveness::Alive } else { Liveness::Unknown });
}

/// A name may contain what ends a name in /proc/PID/stat, and needn't be UTF-8.
#[test]
fn the_name_of_a_program_changes_nothing() {
    let publisher = Publisher::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in [&b") Z 1 ("[..], b"caf\xe9", b"\n)\n"] {
        let program = folder.path().join(OsStr::from_bytes(name));
        symlink("/bin/cat", &program).expect("a link");
        let mut command = Command::new(&program);
        // Its files may all be one program, which goes by this.
        command.arg0("cat").stdin(Stdio::piped()).stdout(Stdio::null());
        let child = command.spawn().expect("cat by another name");
        let pid = child.id();
        let stat = fs::read(format!("/proc/{pid}/stat")).expect("a process has one");
        assert!(stat.windows(name.len()).any(|part| part == name), "{stat:?}");
        let copy = publisher.copy(|bytes| {
            bytes[header::PID..][..8].copy_from_slice(&u64::from(pid).to_le_bytes());
            let start = start_of(pid).expect("/proc tells it");
            bytes[header::START..][..8].copy_from_slice(&start.to_le_bytes());
        });
        assert_eq!(copy.writer(), Liveness::Alive);
        end(child);
        assert_eq!(copy.writer(), Liveness::Dead);
    }
}
