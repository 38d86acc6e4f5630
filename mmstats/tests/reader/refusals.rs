//! What isn't a stats file is refused, at once: nothing blocks, no link is followed.

use std::ffi::CString;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mmstats::v1::{MAX_FILE, Reader};
use mmstats::{Cause, Error};

use crate::sample::Sample;
use crate::user::unprivileged;

/// Longer than any refusal takes, on any machine.
const HANGS: Duration = Duration::from_secs(20);

/// Opens a path, and fails rather than to wait for ever.
fn refused(path: &Path) -> Error {
    let (sender, receiver) = mpsc::channel();
    let opened = path.to_owned();
    thread::spawn(move || {
        let _ = sender.send(Reader::open(opened));
    });
    let result = receiver.recv_timeout(HANGS);
    let opened = result.unwrap_or_else(|_| panic!("{}: the reader hangs", path.display()));
    opened.expect_err("it is no stats file")
}

fn assert_refused(path: &Path, cause: Cause, why: &str) {
    let error = refused(path);
    assert_eq!(error.cause(), cause, "{error}");
    let said = error.to_string();
    assert!(said.starts_with(&path.display().to_string()) && said.contains(why), "{said}");
}

#[test]
fn nothing_at_all() {
    let sample = Sample::new();
    assert_refused(&sample.join("missing"), Cause::NotFound, "no such");
    assert_refused(&sample.path.join("below a file"), Cause::NotFound, "no such");
}

#[test]
fn a_directory() {
    let sample = Sample::new();
    let path = sample.path.parent().expect("a folder");
    assert_refused(path, Cause::NotAStatsFile, "a directory");
}

#[test]
fn a_fifo_that_nobody_writes_to() {
    let sample = Sample::new();
    let path = sample.join("fifo");
    let name = CString::new(path.to_str().expect("UTF-8")).expect("no NUL");
    // SAFETY: a string that outlives the call.
    assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o666) }, 0);
    assert_refused(&path, Cause::NotAStatsFile, "a FIFO");
}

#[test]
fn a_socket() {
    let sample = Sample::new();
    let path = sample.join("socket");
    let _listens = UnixListener::bind(&path).expect("a socket");
    assert_refused(&path, Cause::NotAStatsFile, "a socket");
}

#[test]
fn devices() {
    assert_refused(Path::new("/dev/null"), Cause::NotAStatsFile, "a device");
    assert_refused(Path::new("/dev/zero"), Cause::NotAStatsFile, "a device");
}

#[test]
fn a_link_even_to_a_stats_file() {
    let sample = Sample::new();
    let path = sample.join("link.mmstats");
    symlink(&sample.path, &path).expect("a link");
    assert_refused(&path, Cause::NotAStatsFile, "a symbolic link");
}

#[test]
fn an_empty_file() {
    let sample = Sample::new();
    let path = sample.join("empty");
    fs::write(&path, "").expect("ours");
    assert_refused(&path, Cause::NotAStatsFile, "F1-NOT-EMPTY");
}

#[test]
fn other_versions() {
    let sample = Sample::new();
    let path = sample.join("other");
    let of_format_2: &[u8] = b"\x02MMSTATS";
    for (content, why) in [
        (&b"\0"[..], "not finished creating"),
        (of_format_2, "format 2"),
        (b"\x02", "draft"),
        (b"hello", "found 68"),
    ] {
        fs::write(&path, content).expect("ours");
        assert_refused(&path, Cause::UnknownVersion, why);
    }
}

#[test]
fn bytes_that_break_the_format() {
    let sample = Sample::new();
    let path = sample.join("corrupt");
    fs::write(&path, b"\x01\x05\0abc").expect("ours");
    assert_refused(&path, Cause::Corrupt, "offset 3");
    assert_eq!(refused(&path).offset(), Some(3));
}

/// A hole takes no space: 65 MiB of nothing.
#[test]
fn a_file_beyond_the_limit() {
    let sample = Sample::new();
    let path = sample.join("large");
    File::create(&path).and_then(|file| file.set_len(65 << 20)).expect("a hole");
    assert_refused(&path, Cause::Limit, &MAX_FILE.to_string());
}

#[test]
fn a_file_of_somebody_else() {
    let sample = Sample::new();
    let folder = sample.path.parent().expect("a folder");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("ours");
    fs::set_permissions(&sample.path, fs::Permissions::from_mode(0o000)).expect("ours");
    unprivileged(|| assert_refused_here(&sample.path, Cause::Permission));
    fs::set_permissions(folder, fs::Permissions::from_mode(0o000)).expect("ours");
    unprivileged(|| assert_refused_here(&sample.path, Cause::Permission));
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("ours");
}

/// In this thread, whose user is another.
fn assert_refused_here(path: &Path, cause: Cause) {
    let error = Reader::open(path).expect_err("it may not be read");
    assert_eq!(error.cause(), cause, "{error}");
}

/// Files of /proc say that they have no bytes, and have some.
#[test]
fn files_whose_size_is_a_lie() {
    for path in ["/proc/self/status", "/proc/self/maps", "/proc/version"] {
        assert_refused(Path::new(path), Cause::UnknownVersion, "expected version 01");
    }
}
