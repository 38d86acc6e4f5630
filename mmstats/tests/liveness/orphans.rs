//! A lock that outlives its writer, since a child has the same open file (2 of F2-LIVENESS).

use mmstats::Liveness;
use mmstats::format::layout::header;

use crate::pidfd::PidFd;
use crate::publisher::Publisher;

#[test]
fn a_killed_writer_whose_child_has_the_lock_is_orphaned() {
    let mut publisher = Publisher::start();
    let orphan = PidFd::open(&publisher.order("leave an orphan"));
    assert_eq!(publisher.liveness(), Liveness::Alive);
    publisher.kill();
    assert_eq!(publisher.liveness(), Liveness::Orphaned);
    orphan.kill();
    assert_eq!(publisher.liveness(), Liveness::Dead);
}

/// F2-CLOSE, F2-LOCK: it unlocks, whoever else has the file open.
#[test]
fn a_writer_that_closed_its_file_is_dead_whatever_its_children_have() {
    let mut publisher = Publisher::start();
    let _orphan = PidFd::open(&publisher.order("leave an orphan"));
    publisher.order("close");
    assert_eq!(publisher.liveness(), Liveness::Dead);
}

/// A later process of the same id isn't the writer.
#[test]
fn another_start_time_is_another_process() {
    let mut publisher = Publisher::start();
    let _orphan = PidFd::open(&publisher.order("leave an orphan"));
    let reader = publisher.reader();
    let start = reader.snapshot().header().start;
    assert_ne!(start, 0, "/proc tells it");
    set(&publisher, header::START, start + 1);
    assert_eq!(publisher.liveness(), Liveness::Orphaned);
    // One that isn't known may be any.
    set(&publisher, header::START, 0);
    assert_eq!(publisher.liveness(), Liveness::Alive);
    publisher.kill();
    assert_eq!(publisher.liveness(), Liveness::Orphaned);
}

/// A process id from elsewhere says nothing here, and the lock is held.
#[test]
fn what_is_held_and_from_elsewhere_is_alive() {
    let mut publisher = Publisher::start();
    let _orphan = PidFd::open(&publisher.order("leave an orphan"));
    let reader = publisher.reader();
    let found = *reader.snapshot().header();
    publisher.kill();
    let first = u64::from_le_bytes(*found.boot_id.first_chunk().expect("16 bytes"));
    for (at, real) in [(header::BOOT_ID, first), (header::PID_NAMESPACE, found.pid_namespace)] {
        set(&publisher, at, real ^ 1);
        assert_eq!(publisher.liveness(), Liveness::Alive);
        set(&publisher, at, real);
        assert_eq!(publisher.liveness(), Liveness::Orphaned);
    }
    set(&publisher, header::PID_NAMESPACE, 0);
    assert_eq!(publisher.liveness(), Liveness::Alive);
}

/// Changes a word of the file itself, so that its lock stays what it is.
fn set(publisher: &Publisher, at: usize, value: u64) {
    use std::os::unix::fs::FileExt;
    let file = std::fs::File::options().write(true).open(&publisher.path).expect("the file");
    file.write_all_at(&value.to_le_bytes(), at as u64).expect("a word of it");
}
