//! What readers look at by default (SPEC.md 2.20).

use std::ffi::OsString;
use std::fs;

use mmstats::{Cause, default_files, default_globs};

use crate::child;
use crate::environment::child;
use crate::place::{Place, set_mode};
use crate::user::unprivileged;

const EXPECTED: &str = "MMSTATS_TEST_EXPECTED";

#[test]
fn patterns() {
    if child::role().is_some() {
        let expected = std::env::var(EXPECTED).expect("the parent says");
        let expected: Vec<_> = expected.split(' ').map(OsString::from).collect();
        return assert_eq!(default_globs(), expected);
    }
    for (variables, globs) in [
        (&[("MMSTATS_GLOB", "/x/*"), ("MMSTATS_PATH", "/a")][..], "/x/*"),
        (
            &[("MMSTATS_GLOB", ""), ("MMSTATS_PATH", "/a"), ("RUNTIME_DIRECTORY", "/b")],
            "/a/*.mmstats",
        ),
        // A folder's name is no pattern.
        (&[("MMSTATS_PATH", "/a[b]*")], r"/a\[b]\*/*.mmstats"),
        (&[], "/dev/shm/mmstats-*/*.mmstats /tmp/mmstats-*/*.mmstats /tmp/*.mmstats"),
        (
            &[("RUNTIME_DIRECTORY", "/b*:/c"), ("TMPDIR", "/t")],
            r"/b\*/*.mmstats /c/*.mmstats /dev/shm/mmstats-*/*.mmstats /t/mmstats-*/*.mmstats /t/*.mmstats",
        ),
        // Each once.
        (
            &[("RUNTIME_DIRECTORY", "/dev/shm"), ("TMPDIR", "/dev/shm")],
            "/dev/shm/*.mmstats /dev/shm/mmstats-*/*.mmstats",
        ),
    ] {
        let mut child = child("globs::patterns", variables);
        child.env(EXPECTED, globs);
        child::run(child);
    }
}

/// Folders of others that can't be looked into are nobody's wish, unless somebody wished it.
#[test]
fn files() {
    if let Some(role) = child::role() {
        let temporary = std::env::var("MMSTATS_TEST_FOLDER").expect("the parent says");
        let found = unprivileged(|| default_files().expect("patterns"));
        let (found, refused): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
        // There may be files of this machine's memory.
        let found = found.into_iter().map(|path| path.expect("a path"));
        let mut found: Vec<_> = found.filter(|path| path.starts_with(&temporary)).collect();
        found.sort();
        let names = ["a.mmstats", "mmstats-2/b.mmstats"].map(|name| format!("{temporary}/{name}"));
        let refused: Vec<_> = refused.into_iter().map(|error| error.expect_err("one")).collect();
        match role.as_str() {
            "wished" => {
                assert_eq!(found, [names[1].clone()].map(Into::into) as [std::path::PathBuf; 1]);
                assert_eq!(refused.len(), 1, "{refused:?}");
                assert_eq!(refused[0].cause(), Cause::Permission);
            }
            _ => {
                assert_eq!(found, names.map(std::path::PathBuf::from));
                assert!(refused.is_empty(), "{refused:?}");
            }
        }
        return;
    }
    let place = Place::new();
    set_mode(place.path(), 0o755);
    for folder in ["mmstats-1", "mmstats-2"] {
        fs::create_dir(place.join(folder)).expect("a folder");
    }
    for name in ["a.mmstats", "mmstats-1/x.mmstats", "mmstats-2/b.mmstats", "mmstats-2/.c.mmstats"]
    {
        fs::write(place.join(name), "").expect("a file");
    }
    set_mode(&place.join("mmstats-1"), 0o000);
    set_mode(&place.join("mmstats-2"), 0o755);
    let path = place.path().to_str().expect("UTF-8");
    let mut by_default = child("globs::files", &[("TMPDIR", path)]);
    by_default.env("MMSTATS_TEST_FOLDER", path);
    child::run(by_default);
    let glob = format!("{path}/mmstats-*/*.mmstats");
    let mut wished = child("globs::files", &[("MMSTATS_GLOB", &glob)]);
    wished.env("MMSTATS_TEST_FOLDER", path).env("MMSTATS_TEST_ROLE", "wished");
    child::run(wished);
    set_mode(&place.join("mmstats-1"), 0o700);
}
