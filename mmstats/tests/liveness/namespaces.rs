//! Writers in a pid namespace of their own: their process ids say nothing here (5 of F2-LIVENESS),
//! but their locks do (2 and 3).

use std::process::Command;

use mmstats::Liveness;
use mmstats::format::layout::header;

use crate::publisher::Publisher;

/// A writer that has process id 1 where it is. `None` where this system gives nobody a namespace,
/// which is said.
fn container(role: &str) -> Option<Publisher> {
    // SAFETY: takes nothing and can't fail.
    let is_root = unsafe { libc::geteuid() } == 0;
    let mut unshare = Command::new("unshare");
    if !is_root {
        unshare.args(["--user", "--map-root-user"]);
    }
    unshare.args(["--pid", "--fork", "--kill-child"]);
    let publisher = Publisher::start_by(unshare, role);
    if publisher.is_none() {
        eprintln!("not tested in a pid namespace: 'unshare --pid' gives none here");
    }
    publisher
}

#[test]
fn a_lock_is_seen_from_everywhere() {
    let Some(mut container) = container("2") else { return };
    let reader = container.reader();
    assert_eq!(reader.snapshot().header().pid, 1);
    assert_eq!(reader.writer(), Liveness::Alive);
    container.end();
    // Its process id might be anybody's here, but its lock is free (F2-INODE).
    assert_eq!(reader.writer(), Liveness::Dead);
}

#[test]
fn what_it_closed_is_dead() {
    let Some(mut container) = container("2") else { return };
    container.order("close");
    assert_eq!(container.liveness(), Liveness::Dead);
}

/// Where no lock is seen: our process 1 is not its process 1.
#[test]
fn its_process_id_is_not_ours() {
    let Some(container) = container("2") else { return };
    assert_eq!(container.copy(|_| ()).writer(), Liveness::Unknown);
}

/// The /proc of a new namespace is that of the outer one until somebody mounts another: a process
/// there has another start time, which must not tell that the writer is dead.
#[test]
fn a_reader_inside_does_not_take_the_outer_proc_for_its_own() {
    let Some(mut container) = container("2") else { return };
    let copy = container.copy(|_| ());
    let path = copy.path().to_str().expect("UTF-8").to_owned();
    assert_eq!(container.order(&path), "unknown");
    // By its lock it knows.
    let original = container.path.to_str().expect("UTF-8").to_owned();
    assert_eq!(container.order(&original), "alive");
}

/// A reader inside looks at a file from outside.
#[test]
fn from_inside_the_outer_process_ids_say_nothing() {
    let Some(mut container) = container("2") else { return };
    let mut outer = Publisher::start();
    let path = outer.path.to_str().expect("UTF-8").to_owned();
    assert_eq!(container.order(&path), "alive");
    outer.kill();
    assert_eq!(container.order(&path), "dead");
    assert_eq!(outer.liveness(), Liveness::Dead);
    // Where its lock might be out of sight.
    let copy = outer.copy(|_| ());
    let copy = copy.path().to_str().expect("UTF-8");
    assert_eq!(container.order(copy), "unknown");
}

/// A file of an earlier boot is dead, wherever its writer was.
#[test]
fn another_boot_ends_all_namespaces() {
    let Some(container) = container("2") else { return };
    let copy = container.copy(|bytes| {
        bytes[header::BOOT_ID] ^= 1;
        bytes[header::CREATED..][..8].fill(0);
    });
    assert_eq!(copy.writer(), Liveness::Dead);
}
