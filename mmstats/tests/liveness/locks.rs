//! The state, and the lock where it is seen: 1 and 2 of F2-LIVENESS.

use mmstats::{Liveness, Reader, Writer};

use crate::publisher::{Publisher, publish_if_child};

/// F2-LOCK: it holds one as long as it may write.
#[test]
fn a_running_writer_is_alive() {
    publish_if_child();
    let publisher = Publisher::start();
    assert_eq!(publisher.liveness(), Liveness::Alive);
}

#[test]
fn a_killed_writer_is_dead() {
    let mut publisher = Publisher::start();
    let reader = publisher.reader();
    publisher.kill();
    assert_eq!(publisher.liveness(), Liveness::Dead);
    // It asks now, whenever it has read the file.
    assert_eq!(reader.writer(), Liveness::Dead);
    assert!(!reader.snapshot().is_closed());
}

/// F2-CLOSE: though its process goes on.
#[test]
fn a_writer_that_closed_its_file_is_dead() {
    let mut publisher = Publisher::start();
    let before = publisher.reader();
    publisher.order("close");
    assert_eq!(publisher.liveness(), Liveness::Dead);
    // This one has read "open": it looks once more.
    assert!(!before.snapshot().is_closed());
    assert_eq!(before.writer(), Liveness::Dead);
}

#[test]
fn a_writer_in_this_process_is_alive() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = Writer::options("test").path(folder.path()).build().expect("a writer");
    let mut reader = Reader::open(writer.path().expect("a file")).expect("a stats file");
    assert_eq!(reader.writer(), Liveness::Alive);
    drop(writer);
    assert_eq!(reader.writer(), Liveness::Dead);
    assert!(reader.refresh().expect("a stats file").is_closed());
    assert_eq!(reader.writer(), Liveness::Dead);
}

/// F1-READ-ONLY: asking takes no lock from anybody.
#[test]
fn readers_that_ask_hold_no_lock() {
    let mut publisher = Publisher::start();
    let readers = [publisher.reader(), publisher.reader()];
    assert!(readers.iter().all(|reader| reader.writer() == Liveness::Alive));
    publisher.kill();
    assert!(readers.iter().all(|reader| reader.writer() == Liveness::Dead));
    let again = Writer::options("test").path(publisher.path.parent().expect("its folder"));
    let again = again.filename("a.mmstats").build().expect("a dead writer's name");
    assert_eq!(publisher.liveness(), Liveness::Alive);
    assert!(readers.iter().all(|reader| reader.writer() == Liveness::Dead));
    drop(again);
}

#[test]
fn of_bytes_in_memory_nobody_can_say() {
    let mut publisher = Publisher::start();
    let bytes = || std::fs::read(&publisher.path).expect("a stats file");
    let open = Reader::from_bytes(&bytes()).expect("a stats file");
    assert_eq!(open.writer(), Liveness::Unknown);
    publisher.order("close");
    let bytes = std::fs::read(&publisher.path).expect("a stats file");
    let closed = Reader::from_bytes(&bytes).expect("a stats file");
    assert_eq!(closed.writer(), Liveness::Dead);
}

#[test]
fn every_answer_has_a_name() {
    use Liveness::{Alive, Dead, Orphaned, Unknown};
    let names = [Alive, Dead, Orphaned, Unknown].map(Liveness::name);
    assert_eq!(names, ["alive", "dead", "orphaned", "unknown"]);
}
