//! Format 1: the lock first, then the process id (SPEC.md 1.12, and F2-LIVENESS).

use std::fs;

use mmstats::Liveness;
use mmstats::v1::Reader;

use crate::pidfd::PidFd;
use crate::publisher::Publisher;

fn reader(publisher: &Publisher) -> Reader {
    Reader::open(&publisher.path).expect("a stats file")
}

/// Of the same bytes, whose lock isn't seen.
fn copy(publisher: &Publisher) -> Reader {
    let copy = publisher.path.with_extension("copy");
    fs::copy(&publisher.path, &copy).expect("a copy");
    Reader::open(copy).expect("a stats file")
}

#[test]
fn a_writer_is_alive_until_it_is_killed() {
    let mut publisher = Publisher::start_v1();
    let readers = [reader(&publisher), copy(&publisher)];
    assert_eq!(readers.each_ref().map(Reader::writer), [Liveness::Alive; 2]);
    publisher.kill();
    assert_eq!(readers.each_ref().map(Reader::writer), [Liveness::Dead; 2]);
}

/// No process id, but a lock.
#[test]
fn a_lock_is_enough() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = mmstats::v1::Writer::options("test").path(folder.path()).system_fields(false);
    let mut writer = options.build().expect("a writer");
    let reader = Reader::open(writer.create_file().expect("a file")).expect("a stats file");
    assert_eq!(reader.writer(), Liveness::Alive);
    drop(writer);
    assert_eq!(reader.writer(), Liveness::Unknown);
}

#[test]
fn a_lock_that_a_child_has_is_orphaned() {
    let mut publisher = Publisher::start_v1();
    let orphan = PidFd::open(&publisher.order("leave an orphan"));
    assert_eq!(publisher.liveness(), Liveness::Alive);
    publisher.kill();
    assert_eq!(publisher.liveness(), Liveness::Orphaned);
    orphan.kill();
    assert_eq!(publisher.liveness(), Liveness::Dead);
}

#[test]
fn a_zombie_is_dead() {
    let publisher = Publisher::start_v1();
    let readers = [reader(&publisher), copy(&publisher)];
    PidFd::open(&publisher.pid().to_string()).kill();
    assert_eq!(readers.each_ref().map(Reader::writer), [Liveness::Dead; 2]);
}

/// It ended its writer and lives: format 1 can't say so.
#[test]
fn a_writer_that_ended_in_an_orderly_way_looks_alive() {
    let mut publisher = Publisher::start_v1();
    publisher.order("close");
    assert_eq!(publisher.liveness(), Liveness::Alive);
    publisher.end();
    assert_eq!(publisher.liveness(), Liveness::Dead);
}
