//! Folders that somebody named (SPEC.md 2.20).

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use mmstats::{Cause, Writer, default_folder, v1};

use crate::child;
use crate::environment::child;
use crate::place::{Place, set_mode};
use crate::user::unprivileged;

const EXPECTED: &str = "MMSTATS_TEST_EXPECTED";

/// The default: of the environment, or of this user.
#[test]
fn the_default() {
    if child::role().is_some() {
        let expected: PathBuf = std::env::var_os(EXPECTED).expect("the parent says").into();
        return assert_eq!(default_folder(), expected);
    }
    // SAFETY: takes nothing and can't fail.
    let user = unsafe { libc::geteuid() };
    let parent = if fs::exists("/dev/shm").expect("it can be asked") { "/dev/shm" } else { "/t" };
    let of_user = format!("{parent}/mmstats-{user}");
    for (variables, folder) in [
        (&[("MMSTATS_PATH", "/a"), ("RUNTIME_DIRECTORY", "/b"), ("TMPDIR", "/c")][..], "/a"),
        (&[("MMSTATS_PATH", ""), ("RUNTIME_DIRECTORY", "/b:/c")], "/b"),
        (&[("RUNTIME_DIRECTORY", ":/b")], "/b"),
        (&[("RUNTIME_DIRECTORY", ""), ("TMPDIR", "/t")], &of_user),
    ] {
        let mut child = child("folders::the_default", variables);
        child.env(EXPECTED, folder);
        child::run(child);
    }
}

#[test]
fn one_that_is_missing_is_not_made() {
    let place = Place::new();
    let missing = place.join("missing");
    let error = place.options().path(&missing).build().expect_err("there is no folder");
    assert_eq!(error.cause(), Cause::NotFound, "{error}");
    assert!(error.to_string().starts_with(&missing.display().to_string()), "{error}");
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn one_that_is_a_file() {
    let place = Place::new();
    let file = place.join("file");
    fs::write(&file, "kept").expect("a file");
    let error = place.options().path(&file).build().expect_err("it is no folder");
    assert_eq!(error.cause(), Cause::NotFound, "{error}");
    assert_eq!(fs::read(&file).expect("a file"), b"kept");
}

/// F2-FOLDER: who can put a link there would choose where files are created.
#[test]
fn one_that_is_a_symbolic_link() {
    let place = Place::new();
    let (folder, link) = (place.join("folder"), place.join("link"));
    fs::create_dir(&folder).expect("a folder");
    symlink(&folder, &link).expect("a link");
    for given in [&link, &place.join("link/"), &place.join("link/.")] {
        let error = place.options().path(given).build().expect_err("it is a link");
        assert_eq!(error.cause(), Cause::Permission, "{error}");
        assert!(error.to_string().contains("symbolic link"), "{error}");
    }
    assert!(fs::read_dir(&folder).expect("a folder").next().is_none());
    // Format 1 goes where 0.8.0 does.
    let mut old = v1::Writer::options("test").path(&link).build().expect("a writer");
    assert!(old.create_file().expect("a file").exists());
}

/// On the way to a folder links are links.
#[test]
fn one_behind_a_symbolic_link() {
    let place = Place::new();
    fs::create_dir_all(place.join("a/b")).expect("folders");
    symlink(place.join("a"), place.join("link")).expect("a link");
    place.options().path(place.join("link/b")).build().expect("a writer");
    assert!(place.join("a/b/test.mmstats").exists());
}

/// F2-FOLDER: one like /tmp.
#[test]
fn one_that_all_may_write_to() {
    let place = Place::new();
    set_mode(place.path(), 0o1777);
    let writer = unprivileged(|| place.writer());
    let error = place.options().build().expect_err("another user has that name");
    assert_eq!(error.cause(), Cause::Busy, "{error}");
    drop(writer);
    place.writer();
}

/// It can be written to and not listed.
#[test]
fn one_that_cant_be_read() {
    let place = Place::new();
    set_mode(place.path(), 0o333);
    unprivileged(|| place.writer());
    set_mode(place.path(), 0o700);
    assert_eq!(place.names(), ["test.mmstats"]);
}

#[test]
fn the_one_where_the_program_runs() {
    if child::role().is_some() {
        let writer = Writer::options("test").path("").filename("test.mmstats").build();
        drop(writer.expect("a writer"));
        let writer = Writer::options("test").path(".").filename("test.mmstats").build();
        return drop(writer.expect("a writer"));
    }
    let place = Place::new();
    let mut child = child::<&str>("folders::the_one_where_the_program_runs", &[]);
    child.current_dir(place.path());
    child::run(child);
    assert_eq!(place.names(), ["test.mmstats"]);
}

#[test]
fn folders_in_a_name() {
    let place = Place::new();
    let options = || place.options().filename("sub/{CLASS}.mmstats");
    let error = options().build().expect_err("there is no such folder");
    assert_eq!(error.cause(), Cause::NotFound, "{error}");
    fs::create_dir(place.join("sub")).expect("a folder");
    options().build().expect("a writer");
    assert!(place.join("sub/test.mmstats").exists());
    let elsewhere = Place::new();
    let name = elsewhere.file().display().to_string();
    place.options().filename(name).build().expect("a writer");
    assert_eq!(elsewhere.names(), ["test.mmstats"]);
}
