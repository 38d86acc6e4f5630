//! The file: its header, its sizes, its name (SPEC.md 2.2 and 2.18).

use std::fs;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use mmstats::format::layout::header;
use mmstats::{Cause, Writer};

use crate::folder::{Decoded, Folder};

/// F2-HEADER, F2-MAGIC, F2-STATE, F2-FILE-ID, F2-APPLICATION: who writes it, and since when.
#[test]
fn a_header_tells_of_its_process() {
    let folder = Folder::new();
    let _writer = folder.writer();
    let Decoded { header: found, .. } = folder.decoded();
    assert_eq!((found.minor, found.length, found.state), (0, 4096, header::OPEN));
    assert_eq!(found.application().to_string(), "test");
    assert_eq!(found.pid, u64::from(std::process::id()));
    let own = fs::metadata("/proc/self").expect("a process has one");
    assert_eq!(found.uid, u64::from(own.uid()));
    let stat = fs::read_to_string("/proc/self/stat").expect("a process has one");
    let start = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(19));
    assert_eq!(start, Some(found.start.to_string().as_str()));
    let namespace = fs::metadata("/proc/self/ns/pid").expect("a process has one").ino();
    assert_eq!(found.pid_namespace, namespace);
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("a system has one");
    let digits: String = found.boot_id.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(boot.trim().replace('-', ""), digits);
    assert_ne!(found.file_id, [0; 16]);
    assert!(found.created > 1_700_000_000_000_000_000 && found.created_boot > 0);
    assert_eq!((found.heartbeat, found.append, found.reuse), (0, 0, 0));
}

/// F2-FILE-ID.
#[test]
fn no_two_files_have_the_same_id() {
    let folders = [Folder::new(), Folder::new()];
    let ids = folders.each_ref().map(|folder| {
        folder.writer();
        folder.decoded().header.file_id
    });
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn an_empty_file_is_small() {
    let folder = Folder::new();
    let writer = folder.writer();
    let size = fs::metadata(folder.file()).expect("a file").len();
    assert!(size < 20 << 10, "{size} bytes");
    assert_eq!((writer.size() as u64, folder.decoded().header.published), (size, size));
    assert_eq!(writer.path(), Some(folder.file()));
}

#[test]
fn a_thousand_counters_are_small() {
    let folder = Folder::new();
    let writer = folder.writer();
    for i in 0..1_000 {
        let counter = writer.counter(&format!("http.requests.path.{i:04}"));
        let help = "Requests that were answered.";
        counter.unit("1").help(help).register().expect("a counter").add(i);
    }
    assert!(writer.size() < 150 << 10, "{} bytes", writer.size());
    let decoded = folder.decoded();
    assert_eq!(decoded.families.len(), 1_000);
    assert_eq!(decoded.value("http.requests.path.0999{}"), "999");
}

/// F2-APPLICATION.
#[test]
fn application_names() {
    let folder = Folder::new();
    let options = |name: &str| Writer::options(name).path(folder.path()).filename("test.mmstats");
    for name in ["", "a\0b", &"x".repeat(65)] {
        let error = options(name).build().expect_err("no application name");
        assert_eq!(error.cause(), Cause::Invalid, "{error}");
    }
    assert!(!folder.file().exists());
    let longest = "é".repeat(32);
    options(&longest).build().expect("64 bytes are");
    assert_eq!(folder.decoded().header.application().to_string(), longest);
}

#[test]
fn mode_of_the_file() {
    let folder = Folder::new();
    let mode_of = || fs::metadata(folder.file()).expect("a file").permissions().mode() & 0o777;
    folder.writer();
    assert_eq!(mode_of(), 0o600);
    folder.options().mode(0o640).build().expect("a writer");
    assert_eq!(mode_of(), 0o640);
}

/// Whether somebody holds the lock of a writer on the whole file.
fn is_locked(file: &fs::File) -> bool {
    let (kind, whence) = (libc::F_RDLCK as libc::c_short, libc::SEEK_SET as libc::c_short);
    let mut lock = libc::flock { l_type: kind, l_whence: whence, l_start: 0, l_len: 0, l_pid: 0 };
    // SAFETY: a descriptor that is open, and a lock that outlives the call.
    let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
    assert_eq!(asked, 0, "the lock can be asked for");
    lock.l_type != libc::F_UNLCK as libc::c_short
}

/// F2-LOCK: as long as it may write.
#[test]
fn a_file_that_is_written_belongs_to_its_writer() {
    let folder = Folder::new();
    let writer = folder.writer();
    let locked = || is_locked(&fs::File::open(folder.file()).expect("a file"));
    assert!(locked());
    let error = folder.options().build().expect_err("it is in use");
    assert_eq!(error.cause(), Cause::Busy, "{error}");
    writer.close().expect("a file");
    assert!(!locked());
    folder.options().build().expect("a file that nobody writes is replaced");
}
