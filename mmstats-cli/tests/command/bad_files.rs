//! Files that can't be shown: each is a line on standard error, and the good one beside it is
//! printed all the same.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::harness::{Folder, Run, run, run_with, shown, stats_file, unprivileged};

/// Looks at everything in the folder, where `good.mmstats` is, too, and checks what is said about
/// the other file.
#[track_caller]
fn assert_said(folder: &Folder, bad: &Path, words: &str) {
    let good = folder.write_hits("good.mmstats", 1);
    let glob = folder.join("*.mmstats");
    let by_name = run_with(["slurp".as_ref(), bad.as_os_str(), good.as_os_str()]);
    let by_glob = run_with(["slurp".as_ref(), glob.as_os_str()]);
    for run in [by_name, by_glob] {
        assert_complains(&run, bad, words);
        assert_eq!(run.stdout, shown(&good, 1));
    }
}

#[track_caller]
fn assert_complains(run: &Run, bad: &Path, words: &str) {
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.starts_with(&format!("{}: ", bad.display())), "{}", run.stderr);
    assert!(run.stderr.contains(words), "expected {words:?} in {}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn empty() {
    let folder = Folder::new();
    let bad = folder.write("bad.mmstats", b"");
    assert_said(&folder, &bad, "offset 0: expected a version byte, found an empty file");
}

#[test]
fn unknown_versions() {
    let folder = Folder::new();
    for (content, words) in [
        (&b"\0"[..], "offset 0: expected version 01, found 00"),
        (b"\x02MMSTATS", "offset 8: expected a header of at least 4096 bytes"),
        (b"\x02MMSTAT", "found 02: an unreleased draft"),
        (b"\x7fELF", "found 7f: no stats file (SPEC.md 1.2, F1-VERSION)"),
    ] {
        let bad = folder.write("bad.mmstats", content);
        assert_said(&folder, &bad, words);
    }
}

#[test]
fn corrupt() {
    let folder = Folder::new();
    let mut bytes = stats_file(&[]);
    bytes[4095] = 1;
    let bad = folder.write("bad.mmstats", &bytes);
    assert_said(&folder, &bad, "offset 4095: expected zeros");
}

#[test]
fn larger_than_what_is_read() {
    let folder = Folder::new();
    let bad = folder.write("bad.mmstats", b"\x01");
    let file = fs::File::options().write(true).open(&bad).expect("the file");
    file.set_len(mmstats::v1::MAX_FILE + 1).expect("a file with a hole");
    assert_said(&folder, &bad, "F1-LIMIT-READ");
}

#[test]
fn directory() {
    let folder = Folder::new();
    let bad = folder.join("bad.mmstats");
    fs::create_dir(&bad).expect("a directory");
    let good = folder.write_hits("good.mmstats", 1);
    let found = run_with(["slurp".as_ref(), folder.join("*.mmstats").as_os_str()]);
    assert_complains(&found, &bad, "a directory");
    assert_eq!(found.stdout, shown(&good, 1));
}

#[test]
fn fifo_without_a_writer() {
    let folder = Folder::new();
    let bad = folder.join("bad.mmstats");
    let made = Command::new("mkfifo").arg(&bad).status().expect("mkfifo");
    assert!(made.success());
    assert_said(&folder, &bad, "a FIFO");
    for command in ["decode", "validate"] {
        assert_eq!(run_with([command.as_ref(), bad.as_os_str()]).status, Some(2));
    }
}

#[test]
fn socket() {
    let folder = Folder::new();
    let bad = folder.join("bad.mmstats");
    let _listener = UnixListener::bind(&bad).expect("a socket");
    assert_said(&folder, &bad, "a socket");
}

#[test]
fn symbolic_links() {
    let folder = Folder::new();
    let elsewhere = Folder::new();
    let target = elsewhere.write_hits("target", 1);
    let bad = folder.join("bad.mmstats");
    for target in [target, elsewhere.join("missing")] {
        symlink(target, &bad).expect("a link");
        assert_said(&folder, &bad, "a symbolic link");
        fs::remove_file(&bad).expect("the link can be removed");
    }
}

#[test]
fn missing() {
    let folder = Folder::new();
    let good = folder.write_hits("good.mmstats", 1);
    for name in ["missing.mmstats", "*.missing", "good.mmstats/below"] {
        let bad = folder.join(name);
        let run = run_with(["slurp".as_ref(), bad.as_os_str(), good.as_os_str()]);
        assert_complains(&run, &bad, "no such file");
        assert_eq!(run.stdout, shown(&good, 1));
    }
}

#[test]
fn unreadable() {
    let folder = Folder::new();
    let good = folder.write_hits("good.mmstats", 1);
    let bad = folder.write_hits("bad.mmstats", 2);
    fs::set_permissions(&bad, Permissions::from_mode(0o000)).expect("a file nobody may read");
    let run =
        run(&mut unprivileged(&folder, ["slurp".as_ref(), bad.as_os_str(), good.as_os_str()]));
    assert_complains(&run, &bad, "permission denied");
    assert_eq!(run.stdout, shown(&good, 1));
}

#[test]
fn unreadable_folder() {
    let folder = Folder::new();
    let good = folder.write_hits("good.mmstats", 1);
    let closed = folder.join("closed");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("a closed folder");
    let bad = closed.join("bad.mmstats");
    let run =
        run(&mut unprivileged(&folder, ["slurp".as_ref(), bad.as_os_str(), good.as_os_str()]));
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).expect("a folder that can go");
    assert_complains(&run, &bad, "permission denied");
    assert_eq!(run.stdout, shown(&good, 1));
}
