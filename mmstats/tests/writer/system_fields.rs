//! The system fields (SPEC.md 1.12): who created the file, and when.

use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use mmstats::Liveness;
use mmstats::v1::Value;

use crate::folder::{Folder, assert_value, open};

fn thread_id() -> i64 {
    // SAFETY: takes nothing and can't fail.
    i64::from(unsafe { libc::gettid() })
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs_f64()
}

#[test]
fn they_come_first_and_tell_of_this_process() {
    let folder = Folder::new();
    let before = now();
    let mut writer = folder.options().system_fields(true).build().expect("a writer");
    writer.counter("hits").expect("a field");
    let reader = open(&writer.create_file().expect("a file"));
    let fields: Vec<_> = reader.fields().map(|f| (f.label(), f.signature())).collect();
    let expected: [(&str, &[u8]); 6] = [
        ("sys.pid", b"I"),
        ("sys.tid", b"q"),
        ("sys.uid", b"Q"),
        ("sys.gid", b"Q"),
        ("sys.created", b"d"),
        ("hits", b"Q"),
    ];
    assert_eq!(fields, expected);
    assert!(reader.fields().take(5).all(|field| !field.is_buffered()));
    // SAFETY: both take nothing and can't fail.
    let (uid, gid) = unsafe { (libc::getuid(), libc::getgid()) };
    assert_value(&reader, "sys.pid", Value::U32(std::process::id()));
    assert_value(&reader, "sys.tid", Value::I64(thread_id()));
    assert_value(&reader, "sys.uid", Value::U64(uid.into()));
    assert_value(&reader, "sys.gid", Value::U64(gid.into()));
    let Some(Value::F64(created)) = reader.get("sys.created").map(|field| field.value()) else {
        panic!("sys.created is a float");
    };
    assert!((before..=now()).contains(&created), "{created} isn't since {before}");
    assert_eq!(reader.writer_pid(), Some(std::process::id().into()));
    assert_eq!(reader.writer(), Liveness::Alive);
}

#[test]
fn none_if_they_are_not_wanted() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let reader = open(&writer.create_file().expect("a file"));
    assert!(reader.is_empty());
    assert_eq!((reader.writer_pid(), reader.writer()), (None, Liveness::Alive), "it has its lock");
    drop(writer);
    assert_eq!(reader.writer(), Liveness::Unknown);
}

/// "id of the thread that created the file": not of the one that declared its fields. It is the
/// one in the name, too.
#[test]
fn the_thread_is_the_one_that_creates_the_file() {
    let folder = Folder::new();
    let options = folder.options().system_fields(true).filename("{TID}.mmstats");
    let mut writer = options.build().expect("a writer");
    let created = thread::spawn(move || (thread_id(), writer.create_file().expect("a file")));
    let (creator, path) = created.join().expect("no panic");
    assert_ne!(creator, thread_id());
    assert_value(&open(&path), "sys.tid", Value::I64(creator));
    assert_eq!(path, folder.join(&format!("{creator}.mmstats")));
}
