//! All kinds of files at once, by each way to open one.

use std::ffi::{CString, OsStr};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mmstats::{Cause, Error, Reader, open, stats_files, v1};

use crate::sample::{Folder, HITS, hits};
use crate::user::unprivileged;

/// Longer than all of it takes, on any machine.
const HANGS: Duration = Duration::from_secs(20);

/// A FIFO, or a device of these numbers.
fn make_node(path: &Path, kind: libc::mode_t, device: libc::dev_t) -> bool {
    let name = CString::new(path.as_os_str().as_bytes()).expect("no NUL");
    // SAFETY: a string that outlives the call.
    unsafe { libc::mknod(name.as_ptr(), kind | 0o666, device) == 0 }
}

/// Puts one of everything there, with the cause that each is refused with.
fn one_of_everything(folder: &Folder) -> Vec<(PathBuf, Cause)> {
    let mut refused = Vec::new();
    let mut refuse = |name: &str, cause| {
        let path = folder.join(format!("{name}.mmstats"));
        refused.push((path.clone(), cause));
        path
    };
    fs::create_dir(refuse("directory", Cause::NotAStatsFile)).expect("ours");
    let target = folder.join("good-1.mmstats");
    symlink(target, refuse("link", Cause::NotAStatsFile)).expect("ours");
    symlink("/nowhere", refuse("link-to-nothing", Cause::NotAStatsFile)).expect("ours");
    symlink("link-to-itself.mmstats", refuse("link-to-itself", Cause::NotAStatsFile))
        .expect("ours");
    symlink(folder.path(), refuse("link-to-folder", Cause::NotAStatsFile)).expect("ours");
    // It stays where its listener has gone.
    UnixListener::bind(refuse("socket", Cause::NotAStatsFile)).expect("ours");
    assert!(make_node(&refuse("fifo", Cause::NotAStatsFile), libc::S_IFIFO, 0));
    File::create(refuse("empty", Cause::NotAStatsFile)).expect("ours");
    fs::write(refuse("text", Cause::UnknownVersion), "hello").expect("ours");
    fs::write(refuse("zeros", Cause::UnknownVersion), [0; 4096]).expect("ours");
    fs::write(refuse("draft", Cause::UnknownVersion), b"\x02draft").expect("ours");
    fs::write(refuse("short-1", Cause::Corrupt), b"\x01\x05\0ab").expect("ours");
    fs::write(refuse("short-2", Cause::Corrupt), b"\x02MMSTATS").expect("ours");
    let large = File::create(refuse("large", Cause::Limit)).expect("ours");
    large.set_len(v1::MAX_FILE + 1).expect("a hole takes no space");
    refused.sort_by(|(one, _), (other, _)| one.cmp(other));
    refused
}

fn good_ones(folder: &Folder) -> Vec<PathBuf> {
    let files = [("good-1.mmstats", folder.bytes_v1()), ("good-2.mmstats", folder.bytes_v2())];
    let mut paths: Vec<_> = files
        .into_iter()
        .map(|(name, bytes)| {
            fs::write(folder.join(name), bytes).expect("ours");
            folder.join(name)
        })
        .collect();
    let no_utf8 = folder.join(OsStr::from_bytes(b"good-\xff.mmstats"));
    fs::copy(&paths[0], &no_utf8).expect("ours");
    paths.push(no_utf8);
    paths
}

/// Runs something that has to end.
fn without_hanging<T: Send + 'static>(body: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(body()));
    receiver.recv_timeout(HANGS).expect("readers never wait")
}

#[test]
fn one_of_everything_is_refused_and_the_rest_is_read() {
    let folder = Folder::new();
    let good = good_ones(&folder);
    let refused = one_of_everything(&folder);
    // Hidden: what is being created, for instance.
    for hidden in [".mmstats-1.new", ".mmstats", ".hidden.mmstats"] {
        fs::copy(&good[0], folder.join(hidden)).expect("ours");
    }
    let path = folder.path().to_owned();
    let (read, bad) = without_hanging(move || {
        let (mut read, mut bad) = (Vec::new(), Vec::new());
        for found in stats_files(&path).expect("a folder") {
            let found = found.expect("a path");
            match open(&found) {
                Ok(reader) => read.push((found, hits(&reader))),
                Err(error) => bad.push((found, error.cause())),
            }
        }
        (read, bad)
    });
    assert_eq!(bad, refused);
    let expected: Vec<_> = good.into_iter().map(|path| (path, Some(HITS))).collect();
    assert_eq!(read, expected);
}

#[test]
fn each_reader_refuses_them_and_says_which_it_is() {
    let folder = Folder::new();
    good_ones(&folder);
    for (path, _) in one_of_everything(&folder) {
        let name = path.display().to_string();
        let errors: [Option<Error>; 3] = without_hanging(move || {
            [v1::Reader::open(&path).err(), Reader::open(&path).err(), open(&path).err()]
        });
        for error in errors {
            let error = error.unwrap_or_else(|| panic!("{name}: opened"));
            assert!(error.to_string().starts_with(&format!("{name}: ")), "{error}");
        }
    }
}

/// Opening a device can start what it stands for.
#[test]
fn devices() {
    let folder = Folder::new();
    let null = folder.join("null.mmstats");
    let mut devices = vec![PathBuf::from("/dev/null"), "/dev/zero".into(), "/dev/tty".into()];
    if make_node(&null, libc::S_IFCHR, libc::makedev(1, 3)) {
        devices.push(null);
    } else {
        eprintln!("not tested with a device in a folder: this user may make none");
    }
    for path in devices {
        let error = open(&path).expect_err("no stats file");
        // One that nobody may open, as in a folder that is mounted so, or that isn't there.
        let expected = [Cause::NotAStatsFile, Cause::Permission, Cause::NotFound];
        assert!(expected.contains(&error.cause()), "{error}");
    }
}

/// Whose file it is makes no difference, as long as it may be read.
#[test]
fn files_of_another_user() {
    let folder = Folder::new();
    let good = good_ones(&folder);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("ours");
    for (path, mode) in good.iter().zip([0o644, 0o444, 0o600]) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
    }
    let read = |path: &PathBuf| open(path).map(|reader| hits(&reader)).map_err(|e| e.cause());
    let by_nobody: Vec<_> = unprivileged(|| good.iter().map(read).collect());
    // SAFETY: takes nothing and can't fail.
    if unsafe { libc::geteuid() } == 0 {
        assert_eq!(by_nobody, [Ok(Some(HITS)), Ok(Some(HITS)), Err(Cause::Permission)]);
        good.iter().for_each(|path| chown(path, Some(1), Some(1)).expect("root may"));
    } else {
        eprintln!("not tested with files of another user: this user can't make any");
        assert_eq!(by_nobody, [Ok(Some(HITS)); 3]);
    }
    let by_us: Vec<_> = good.iter().map(read).collect();
    assert_eq!(by_us, [Ok(Some(HITS)); 3]);
}
