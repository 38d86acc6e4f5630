//! Where a file can't be had: the cause is named, nothing is left, the writer can try again.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;

use mmstats::Cause;
use mmstats::v1::{Counter, Value, Writer};

use crate::folder::{Folder, assert_value, open};
use crate::user::unprivileged;

/// A writer with a counter, whose file can't be created.
struct Thwarted {
    writer: Writer,
    counter: Counter,
}

impl Thwarted {
    fn new(mut writer: Writer) -> Thwarted {
        let counter = writer.counter("hits").expect("a field");
        Thwarted { writer, counter }
    }

    /// Creation fails with that cause and says where.
    fn assert_fails(&mut self, cause: Cause, named: &Path) {
        self.counter.inc();
        let error = self.writer.create_file().expect_err("something is in the way");
        assert_eq!(error.cause(), cause, "{error}");
        let said = error.to_string();
        assert!(said.starts_with(&named.display().to_string()), "{said}");
        assert_eq!((self.writer.path(), self.writer.flush().is_err()), (None, true));
    }

    /// With nothing in the way any more it works, fields that come later included.
    fn assert_recovers(mut self) {
        let before = self.counter.get();
        self.counter.inc();
        let late: Vec<_> = (0..1000)
            .map(|n| self.writer.counter(&format!("late.{n}")).expect("fields go on"))
            .collect();
        late[999].set(7);
        let mut reader = open(&self.writer.create_file().expect("nothing is in the way"));
        assert_value(&reader, "hits", Value::U64(before + 1));
        self.counter.inc();
        late[999].inc();
        reader.refresh().expect("the file is there");
        assert_value(&reader, "hits", Value::U64(before + 2));
        assert_value(&reader, "late.999", Value::U64(8));
    }
}

#[test]
fn no_such_folder() {
    let folder = Folder::new();
    let missing = folder.join("missing");
    let writer = folder.options().path(&missing).build().expect("a writer");
    let mut thwarted = Thwarted::new(writer);
    thwarted.assert_fails(Cause::NotFound, &missing);
    assert!(folder.names().is_empty());
    fs::create_dir(&missing).expect("a folder");
    thwarted.assert_recovers();
}

#[test]
fn a_folder_that_is_a_file() {
    let folder = Folder::new();
    let file = folder.join("file");
    fs::write(&file, "").expect("a file");
    let mut thwarted = Thwarted::new(folder.options().path(&file).build().expect("a writer"));
    thwarted.assert_fails(Cause::NotFound, &file);
    fs::remove_file(&file).and_then(|()| fs::create_dir(&file)).expect("a folder instead");
    thwarted.assert_recovers();
}

#[test]
fn a_folder_that_others_may_not_write_to() {
    let folder = Folder::new();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("ours");
    let mut thwarted = Thwarted::new(folder.writer());
    unprivileged(|| thwarted.assert_fails(Cause::Permission, folder.path()));
    assert!(folder.names().is_empty());
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("ours");
    thwarted.assert_recovers();
}

/// Root's file in a folder that all may write to: who may not open it can't tell whether a
/// writer has it.
#[test]
fn a_file_that_others_may_not_write_to() {
    let folder = Folder::new();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("ours");
    let path = folder.join("test.mmstats");
    fs::write(&path, "kept").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("ours");
    let mut thwarted = Thwarted::new(folder.writer());
    unprivileged(|| thwarted.assert_fails(Cause::Permission, &path));
    assert_eq!(folder.names(), ["test.mmstats"]);
    assert_eq!(fs::read(&path).expect("the file"), b"kept");
    fs::remove_file(&path).expect("ours");
    thwarted.assert_recovers();
}

#[test]
fn a_name_that_is_too_long() {
    let folder = Folder::new();
    let writer = folder.options().filename("n".repeat(256)).build().expect("a writer");
    Thwarted::new(writer).assert_fails(Cause::Io, folder.path());
    assert!(folder.names().is_empty());
}

/// Something that is no file of a writer stands there, and stays.
/// Nobody executes statistics, and nobody as somebody else.
#[test]
fn more_than_permissions() {
    let folder = Folder::new();
    for mode in [0o1000, 0o4777, 0o100_644] {
        let mut writer = folder.options().mode(mode).build().expect("a writer");
        let error = writer.create_file().expect_err("no permissions");
        assert_eq!(error.cause(), Cause::Invalid, "{error}");
    }
    assert!(folder.names().is_empty());
}

fn in_the_way(put: impl FnOnce(&Folder, &Path), remove: impl FnOnce(&Path)) {
    let folder = Folder::new();
    let path = folder.join("test.mmstats");
    put(&folder, &path);
    let before = (folder.names(), fs::symlink_metadata(&path).expect("it").modified().ok());
    let mut thwarted = Thwarted::new(folder.writer());
    for _ in 0..2 {
        thwarted.assert_fails(Cause::NotAStatsFile, &path);
    }
    let after = (folder.names(), fs::symlink_metadata(&path).expect("it").modified().ok());
    assert_eq!(after, before);
    remove(&path);
    thwarted.assert_recovers();
}

fn remove_file(path: &Path) {
    fs::remove_file(path).expect("it can be removed");
}

#[test]
fn a_directory_in_the_way() {
    in_the_way(
        |_, path| fs::create_dir(path).expect("a directory"),
        |path| fs::remove_dir(path).expect("it can be removed"),
    );
}

/// A wrong name must not cost anybody a file of another kind.
#[test]
fn a_file_of_another_kind_in_the_way_is_kept() {
    in_the_way(
        |_, path| fs::write(path, "precious").expect("a file"),
        |path| {
            assert_eq!(fs::read(path).expect("the file"), b"precious");
            remove_file(path);
        },
    );
}

#[test]
fn a_link_in_the_way_is_not_followed() {
    let elsewhere = Folder::new();
    let target = elsewhere.join("precious");
    fs::write(&target, "kept").expect("a file");
    in_the_way(|_, path| symlink(&target, path).expect("a link"), remove_file);
    assert_eq!(fs::read(&target).expect("the file"), b"kept");
}

#[test]
fn a_link_to_nothing_in_the_way_is_not_followed() {
    in_the_way(|folder, path| symlink(folder.join("nothing"), path).expect("a link"), remove_file);
}

#[test]
fn a_fifo_in_the_way_is_not_waited_for() {
    let make = |_: &Folder, path: &Path| {
        let name = std::ffi::CString::new(path.to_str().expect("UTF-8")).expect("no NUL");
        // SAFETY: a string that outlives the call.
        assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o666) }, 0);
    };
    in_the_way(make, remove_file);
}

#[test]
fn a_socket_in_the_way() {
    in_the_way(|_, path| drop(UnixListener::bind(path).expect("a socket")), remove_file);
}
