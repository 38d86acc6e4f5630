//! Whether the writer of a file lives (SPEC.md 1.12).

use std::process::{Child, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use mmstats::Liveness;
use mmstats::v1::{Reader, Writer};

use crate::sample::options;
use crate::user::unprivileged;

/// A file that says so of its writer.
fn file(declare: impl FnOnce(&mut Writer)) -> Reader {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut writer = options(folder.path()).build().expect("a writer");
    declare(&mut writer);
    Reader::open(writer.create_file().expect("a file")).expect("a stats file")
}

fn of_process(pid: u32) -> Reader {
    file(|writer| writer.constant("sys.pid", pid).expect("a field"))
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs_f64()
}

/// A process that lives until its standard input ends.
fn spawn() -> Child {
    Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("cat")
}

#[test]
fn this_process_lives() {
    let reader = of_process(std::process::id());
    assert_eq!(reader.writer_pid(), Some(std::process::id().into()));
    assert_eq!(reader.writer(), Liveness::Alive);
}

#[test]
fn a_child_lives_until_it_was_waited_for() {
    let mut child = spawn();
    let reader = of_process(child.id());
    assert_eq!(reader.writer(), Liveness::Alive);
    drop(child.stdin.take());
    child.wait().expect("our child");
    assert_eq!(reader.writer(), Liveness::Dead);
}

/// A process that may not be signalled is there all the same. (mmstats 0.8.0 takes it for dead.)
#[test]
fn a_process_of_somebody_else_lives() {
    // SAFETY: takes nothing and can't fail.
    let is_root = unsafe { libc::geteuid() } == 0;
    // Root's own child is another user's to the thread below; who isn't root asks for process 1.
    let mut child = spawn();
    let pid = if is_root { child.id() } else { 1 };
    let reader = of_process(pid);
    let (signalled, liveness) = unprivileged(|| {
        let pid = libc::pid_t::try_from(pid).expect("a process id");
        // SAFETY: signal 0 reaches nobody.
        let signalled = unsafe { libc::kill(pid, 0) };
        (signalled, reader.writer())
    });
    drop(child.stdin.take());
    child.wait().expect("our child");
    assert!(!is_root || signalled == -1, "the test needs a process that may not be signalled");
    assert_eq!(liveness, Liveness::Alive);
}

#[test]
fn without_a_process_id_nobody_can_say() {
    assert_eq!(file(|_| ()).writer(), Liveness::Unknown);
    let text = file(|writer| writer.constant_text("sys.pid", "1").expect("a field"));
    assert_eq!((text.writer_pid(), text.writer()), (None, Liveness::Unknown));
    let float = file(|writer| writer.constant("sys.pid", 1.0).expect("a field"));
    assert_eq!((float.writer_pid(), float.writer()), (None, Liveness::Unknown));
}

/// A process id comes back: the process that has it now started after the file was created.
#[test]
fn a_process_that_started_later_is_another_one() {
    let created = |created: f64| {
        file(|writer| {
            writer.constant("sys.pid", std::process::id()).expect("a field");
            writer.constant("sys.created", created).expect("a field");
        })
        .writer()
    };
    assert_eq!(created(1.0), Liveness::Unknown);
    assert_eq!(created(-1e300), Liveness::Unknown);
    assert_eq!(created(now() - 30.0 * 86_400.0), Liveness::Unknown);
    assert_eq!(created(now()), Liveness::Alive);
    assert_eq!(created(now() + 1e6), Liveness::Alive);
    assert_eq!(created(f64::NAN), Liveness::Alive);
}

/// Dead is dead, whenever the file was created.
#[test]
fn no_such_process_is_dead() {
    let mut child = spawn();
    let pid = child.id();
    drop(child.stdin.take());
    child.wait().expect("our child");
    let reader = file(|writer| {
        writer.constant("web.sys.pid", pid).expect("a field");
        writer.constant("web.sys.created", now()).expect("a field");
    });
    assert_eq!((reader.writer_pid(), reader.writer()), (Some(pid.into()), Liveness::Dead));
}

#[test]
fn the_last_integer_field_whose_label_ends_so_counts() {
    let mine = std::process::id();
    let reader = file(|writer| {
        writer.constant("sys.pid", 0_u8).expect("a field");
        writer.constant("a.sys.pid", i64::from(mine)).expect("a field");
        writer.constant("b.sys.pid", 0.5_f64).expect("a field");
        writer.constant("sys.pid.not", 0_u8).expect("a field");
    });
    assert_eq!((reader.writer_pid(), reader.writer()), (Some(mine.into()), Liveness::Alive));
}

#[test]
fn numbers_that_no_process_has() {
    for pid in [0, -1, i64::MIN, i64::from(i32::MAX) + 1, i64::MAX] {
        let reader = file(|writer| writer.constant("sys.pid", pid).expect("a field"));
        assert_eq!((reader.writer_pid(), reader.writer()), (Some(pid.into()), Liveness::Unknown));
    }
}
