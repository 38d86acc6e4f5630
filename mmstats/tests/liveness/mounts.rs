//! A file that is looked at through another mount than its writer's: no lock is seen, and its process
//! tells (5 to 7 of F2-LIVENESS).

use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::process::Command;

use mmstats::Liveness;

use crate::publisher::Publisher;

/// Mounts an overlay in the test's folder, and runs what is given with that as its folder. What the
/// system keeps there can be removed by who isn't root, too.
const IN_OVERLAY: &str = r#"
    cd "$MMSTATS_TEST_FOLDER" && mkdir lower upper work merged &&
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged &&
    chmod 700 work/work &&
    MMSTATS_TEST_FOLDER=$PWD/merged exec "$@""#;

/// A writer in an overlay, as containers have them. Its path is that of the upper folder, which is
/// outside of the overlay. `None` where this system has none, which is said.
fn in_overlay() -> Option<Publisher> {
    // SAFETY: takes nothing and can't fail.
    let is_root = unsafe { libc::geteuid() } == 0;
    let mut unshare = Command::new("unshare");
    if !is_root {
        unshare.args(["--user", "--map-root-user"]);
    }
    // The shell, and all that it is given, become the publisher: a mount goes with its namespace.
    unshare.args(["--mount", "sh", "-c", IN_OVERLAY, "sh"]);
    let publisher = Publisher::start_by(unshare, "2");
    let Some(mut publisher) = publisher else {
        eprintln!("not tested with an overlay: this user can't mount one here");
        return None;
    };
    let folder = publisher.path.parent().expect("a folder");
    publisher.path = folder.join("upper/a.mmstats");
    Some(publisher)
}

/// Whether a lock is seen by this path.
fn is_locked(path: &Path) -> bool {
    let file = File::open(path).expect("a stats file");
    let mut lock = libc::flock {
        l_type: libc::F_RDLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: a descriptor of ours, and a lock that outlives the call.
    let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
    assert_eq!(asked, 0, "{}", std::io::Error::last_os_error());
    lock.l_type != libc::F_UNLCK as libc::c_short
}

#[test]
fn a_writer_in_an_overlay_lives_as_long_as_its_process() {
    let Some(mut publisher) = in_overlay() else { return };
    if is_locked(&publisher.path) {
        eprintln!("not tested without a lock: this system shows an overlay's below it");
    }
    let reader = publisher.reader();
    assert_eq!(reader.writer(), Liveness::Alive);
    publisher.kill();
    assert_eq!(reader.writer(), Liveness::Dead);
}

#[test]
fn what_was_closed_in_an_overlay_is_dead() {
    let Some(mut publisher) = in_overlay() else { return };
    publisher.order("close");
    assert_eq!(publisher.liveness(), Liveness::Dead);
}
