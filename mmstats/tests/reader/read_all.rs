//! Many files: a bad one never spoils the rest.

use std::ffi::{CString, OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use mmstats::Cause;
use mmstats::glob;
use mmstats::v1::{Reader, read_all};

use crate::sample::{Sample, hits};
use crate::user::unprivileged;

fn pattern(folder: &Path, name: &str) -> OsString {
    folder.join(name).into_os_string()
}

/// The names that were found, each with the cause if it is a bad one.
fn found(pattern: &OsStr) -> Vec<(String, Option<Cause>)> {
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let paths = glob(pattern).expect("a pattern").into_iter().map(|path| path.expect("a path"));
    let read = read_all(pattern).expect("a pattern");
    paths
        .zip(read)
        .map(|(path, read)| (name(&path), read.err().map(|error| error.cause())))
        .collect()
}

#[test]
fn bad_files_among_good_ones() {
    let sample = Sample::new();
    let folder = sample.path.parent().expect("a folder");
    sample.hits.add(7);
    let stats = fs::read(&sample.path).expect("the file");
    for (name, content) in [
        ("a.mmstats", &b""[..]),
        ("b.mmstats", b"\x01\xff"),
        ("z.mmstats", &stats),
        ("other.txt", &stats),
        (".mmstats-x.new", &stats),
        (".hidden.mmstats", &stats),
    ] {
        fs::write(sample.join(name), content).expect("ours");
    }
    fs::create_dir(sample.join("d.mmstats")).expect("ours");
    symlink("/nothing", sample.join("l.mmstats")).expect("ours");
    let fifo = sample.join("f.mmstats");
    let fifo = CString::new(fifo.to_str().expect("UTF-8")).expect("no NUL");
    // SAFETY: a string that outlives the call.
    assert_eq!(unsafe { libc::mkfifo(fifo.as_ptr(), 0o666) }, 0);

    let all = pattern(folder, "*.mmstats");
    let expected = [
        ("a.mmstats", Some(Cause::NotAStatsFile)),
        ("b.mmstats", Some(Cause::Corrupt)),
        ("d.mmstats", Some(Cause::NotAStatsFile)),
        ("f.mmstats", Some(Cause::NotAStatsFile)),
        ("l.mmstats", Some(Cause::NotAStatsFile)),
        ("test.mmstats", None),
        ("z.mmstats", None),
    ];
    assert_eq!(found(&all), expected.map(|(name, cause)| (name.to_owned(), cause)));
    let good: Vec<_> = read_all(&all).expect("a pattern").filter_map(Result::ok).collect();
    assert_eq!(good.iter().map(hits).collect::<Vec<_>>(), [7, 7]);
}

#[test]
fn finding_nothing_is_no_error() {
    let sample = Sample::new();
    let folder = sample.path.parent().expect("a folder");
    assert!(found(&pattern(folder, "*.nothing")).is_empty());
    assert!(found(&pattern(folder, "missing/*.mmstats")).is_empty());
    assert_eq!(found(&pattern(folder, "test.mmstats")).len(), 1, "a name is a pattern, too");
}

#[test]
fn patterns_that_are_none() {
    let pattern = OsStr::new("/tmp/a\0b");
    assert_eq!(glob(pattern).expect_err("no pattern").cause(), Cause::Invalid);
    assert_eq!(read_all(pattern).err().expect("no pattern").cause(), Cause::Invalid);
}

#[test]
fn names_of_any_bytes() {
    let sample = Sample::new();
    let folder = sample.path.parent().expect("a folder").join(OsStr::from_bytes(b"\xff"));
    fs::create_dir(&folder).expect("ours");
    fs::copy(&sample.path, folder.join(OsStr::from_bytes(b"\xfe.mmstats"))).expect("ours");
    let read: Vec<_> = read_all(&pattern(&folder, "*.mmstats")).expect("a pattern").collect();
    assert!(matches!(read.as_slice(), [Ok(_)]), "{read:?}");
}

/// The folder stands in the list, where its files would.
#[test]
fn a_folder_that_can_not_be_listed() {
    let sample = Sample::new();
    let folder = sample.path.parent().expect("a folder");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o000)).expect("ours");
    let read: Vec<Result<Reader, _>> =
        unprivileged(|| read_all(&pattern(folder, "*.mmstats")).expect("a pattern").collect());
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("ours");
    let causes: Vec<_> = read.into_iter().map(|read| read.map_err(|error| error.cause())).collect();
    assert!(matches!(causes.as_slice(), [Err(Cause::Permission)]), "{causes:?}");
}
