//! Flushing and removing the file.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use mmstats::Cause;
use mmstats::v1::{Reader, Value};

use crate::child;
use crate::folder::{Folder, assert_value, open};
use crate::user::unprivileged;

#[test]
fn flushing_needs_a_file() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let closed = |flushed: Result<(), mmstats::Error>| {
        assert_eq!(flushed.expect_err("no file").cause(), Cause::Closed);
    };
    closed(writer.flush());
    closed(writer.flush_async());
    let path = writer.create_file().expect("a file");
    counter.inc();
    writer.flush().expect("a file can be flushed");
    writer.flush_async().expect("a file can be flushed");
    assert_value(&open(&path), "hits", Value::U64(1));
    writer.remove().expect("removed");
    closed(writer.flush());
    closed(writer.flush_async());
}

#[test]
fn removing_twice_is_removing_once() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    writer.remove().expect("nothing to remove");
    let path = writer.create_file().expect("a file, even so");
    assert_eq!(writer.path(), Some(path.as_path()));
    writer.remove().expect("removed");
    assert_eq!((writer.path(), folder.names().len()), (None, 0));
    writer.remove().expect("nothing to remove");
    assert_eq!(Reader::open(&path).expect_err("it has gone").cause(), Cause::NotFound);
}

#[test]
fn a_file_that_somebody_removed_before() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let path = writer.create_file().expect("a file");
    fs::remove_file(&path).expect("ours");
    writer.remove().expect("nothing to remove");
    assert_eq!(writer.path(), None);
}

#[test]
fn another_file_that_took_the_name_stays() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let path = writer.create_file().expect("a file");
    let other = folder.join("other");
    fs::write(&other, "kept").and_then(|()| fs::rename(&other, &path)).expect("ours");
    writer.remove().expect("nothing of this writer's to remove");
    assert_eq!(fs::read(&path).expect("the other file"), b"kept");
}

/// A folder that was given relative to the one that the process was in then.
#[test]
fn wherever_the_process_is_by_then() {
    let folder = Folder::new();
    if child::role().is_none() {
        return child::run(child::command("remove::wherever_the_process_is_by_then", "remove"));
    }
    env::set_current_dir(folder.path()).expect("a folder");
    let below = folder.path().file_name().expect("a name");
    for path in [Path::new("."), Path::new(""), &Path::new("..").join(below)] {
        let mut writer = folder.options().path(path).build().expect("a writer");
        let file = writer.create_file().expect("a file");
        assert_eq!(folder.names(), ["test.mmstats"]);
        env::set_current_dir("/").expect("a folder");
        assert!(file.exists() && writer.path() == Some(&file));
        writer.remove().expect("removed");
        assert!(folder.names().is_empty());
        env::set_current_dir(folder.path()).expect("a folder");
    }
}

#[test]
fn where_it_may_not_be_removed_the_file_and_its_writer_go_on() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let path = writer.create_file().expect("a file");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("ours");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("ours");
    let error = unprivileged(|| writer.remove()).expect_err("not allowed");
    assert_eq!(error.cause(), Cause::Permission, "{error}");
    counter.inc();
    assert_value(&open(&path), "hits", Value::U64(1));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("ours");
    writer.remove().expect("now it is");
    assert!(folder.names().is_empty());
}
