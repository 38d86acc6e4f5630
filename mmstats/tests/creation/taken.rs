//! A name that is taken (F2-TAKEN): nobody loses what somebody may write.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::thread;

use mmstats::format::layout::header;
use mmstats::{Cause, v1};

use crate::lock::Held;
use crate::place::Place;

/// What the kept files are called, and whether each of these is one of them.
fn assert_kept(place: &Place, kept: &[Vec<u8>]) {
    let names = place.names();
    let others: Vec<_> = names.iter().filter(|name| *name != "test.mmstats").collect();
    for name in &others {
        let random = name.strip_prefix("test~").and_then(|name| name.strip_suffix(".mmstats"));
        let is_hexadecimal = |digits: &str| {
            digits.len() == 8
                && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        };
        assert!(random.is_some_and(is_hexadecimal), "{name}");
    }
    let found: Vec<_> =
        others.iter().map(|name| fs::read(place.join(name)).expect("a file")).collect();
    assert_eq!(found.len(), kept.len());
    assert!(kept.iter().all(|bytes| found.contains(bytes)), "{names:?}");
}

/// Its writer closed it, or is this process, which knows its locks.
#[test]
fn a_dead_writers_is_replaced() {
    let place = Place::new();
    drop(place.writer());
    place.writer();
    assert_kept(&place, &[]);
    // Another process had this one's id, before.
    let own = place.leave(&[]);
    place.leave(&[(header::START, 1)]);
    place.writer();
    assert_kept(&place, &[]);
    assert_ne!(fs::read(place.file()).expect("a file"), own);
}

#[test]
fn a_file_of_an_earlier_boot_is_replaced() {
    let place = Place::new();
    place.leave(&[(header::BOOT_ID, 1), (header::CREATED, 1), (header::PID_NAMESPACE, 1)]);
    place.writer();
    assert_kept(&place, &[]);
}

/// A container whose process id is always the same, and whose folder is kept: at each start the last
/// one's file is of another pid namespace, where nobody can look; but its lock is free (F2-INODE).
#[test]
fn a_file_whose_lock_would_be_seen_is_replaced() {
    let place = Place::new();
    for start in 1..=3 {
        place.leave_in_sight(&[(header::PID_NAMESPACE, 1), (header::REUSE, 2 * start)]);
        place.writer();
        assert_kept(&place, &[]);
    }
    // Another file, for instance a copy.
    let about = fs::metadata(place.file()).expect("a file");
    // Numbers that no file here gets.
    for (at, word) in [(header::INODE, !about.ino()), (header::DEVICE, !about.dev())] {
        let kept = place.leave_in_sight(&[(header::PID_NAMESPACE, 1), (at, word)]);
        place.writer();
        assert_kept(&place, std::slice::from_ref(&kept));
        let names = place.names();
        let name = names.iter().find(|name| name.contains('~')).expect("it was kept");
        fs::remove_file(place.join(name)).expect("ours");
    }
}

/// The same, where the lock may be out of sight.
#[test]
fn what_nobody_knows_is_kept() {
    let place = Place::new();
    let mut kept = Vec::new();
    for start in 1..=3 {
        kept.push(place.leave(&[(header::PID_NAMESPACE, 1), (header::REUSE, 2 * start)]));
        let writer = place.writer();
        writer.counter("hits").register().expect("a counter").add(start);
        assert_kept(&place, &kept);
    }
}

/// As the former, of format 1 by one of format 2 and the other way around.
#[test]
fn files_of_the_other_format_are_kept() {
    let place = Place::new();
    let options = || v1::Writer::options("test").path(place.path()).filename("test.mmstats");
    let mut old = options().system_fields(false).build().expect("a writer");
    old.create_file().expect("a file");
    drop(old);
    let first = fs::read(place.file()).expect("a file");
    let second = place.leave(&[(header::PID_NAMESPACE, 1)]);
    assert_kept(&place, std::slice::from_ref(&first));
    options().build().expect("a writer").create_file().expect("a file");
    assert_kept(&place, &[first, second]);
}

/// Half-made ones, and what isn't known.
#[test]
fn what_may_be_a_stats_file_is_kept() {
    let place = Place::new();
    let contents = [&b""[..], b"\x01", &[0; 4096], &[1; 10_000], b"\x02MMSTATS"];
    let mut kept = Vec::new();
    for content in contents {
        fs::write(place.file(), content).expect("a file");
        place.writer();
        kept.push(content.to_owned());
        assert_kept(&place, &kept);
        fs::remove_file(place.file()).expect("ours");
    }
}

#[test]
fn what_is_none_is_in_the_way() {
    let place = Place::new();
    fs::write(place.file(), "a letter").expect("a file");
    let error = place.options().build().expect_err("it is no stats file");
    assert_eq!(error.cause(), Cause::NotAStatsFile, "{error}");
    assert_eq!(fs::read(place.file()).expect("a file"), b"a letter");
}

/// A process that ends with the test.
struct Other(Child);

impl Other {
    fn new() -> Other {
        let mut other = Command::new("cat");
        Other(other.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a process"))
    }

    fn start_time(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).expect("a process");
        let fields = stat.rsplit(')').next().expect("fields behind the name");
        fields.split_whitespace().nth(19).and_then(|field| field.parse().ok()).expect("a time")
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).expect("our process");
    }
}

/// Its lock may be out of sight: through another mount, over a network.
#[test]
fn one_without_a_lock_whose_process_is_there_is_busy() {
    let place = Place::new();
    let other = Other::new();
    let writer = [(header::PID, u64::from(other.0.id())), (header::START, other.start_time())];
    let before = place.leave(&writer);
    let error = place.options().build().expect_err("its process is there");
    assert_eq!(error.cause(), Cause::Busy, "{error}");
    assert_eq!(fs::read(place.file()).expect("a file"), before);
    drop(other);
    place.writer();
    assert_kept(&place, &[]);
}

/// A read lock, as a backup takes, is no writer's. What is there can't be replaced under it.
#[test]
fn one_that_somebody_reads_under_a_lock() {
    let place = Place::new();
    let before = place.leave(&[]);
    let reader = Held::read(fs::File::open(place.file()).expect("a file"));
    let error = place.options().build().expect_err("it is locked");
    assert_eq!(error.cause(), Cause::Busy, "{error}");
    assert!(error.to_string().contains("read lock"), "{error}");
    assert_eq!(fs::read(place.file()).expect("a file"), before);
    // Who is done soon is waited for.
    let new = thread::scope(|scope| {
        let new = scope.spawn(|| place.options().build());
        drop(reader);
        new.join().expect("no panic")
    });
    new.expect("a writer");
    assert_kept(&place, &[]);
}

/// Who has the old one open goes on reading it.
#[test]
fn a_file_that_is_kept_or_replaced_is_the_same_file() {
    let place = Place::new();
    drop(place.writer());
    let mut old = fs::File::open(place.file()).expect("a file");
    let before = fs::read(place.file()).expect("a file");
    place.writer();
    assert_ne!(old.metadata().expect("open").ino(), fs::metadata(place.file()).expect("new").ino());
    let mut after = Vec::new();
    old.read_to_end(&mut after).expect("the old file");
    assert_eq!(after, before);
}

/// The name of what is kept is no longer than names can be.
#[test]
fn a_long_name() {
    let place = Place::new();
    let name = format!("{}.mmstats", "n".repeat(247));
    fs::write(place.join(&name), "").expect("a file");
    place.options().filename(&name).build().expect("a writer");
    let names = place.names();
    assert_eq!((names.len(), names.contains(&name)), (2, true), "{names:?}");
}
