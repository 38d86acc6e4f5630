//! How long who folds has the locks of files: others wait for them, writers that begin under their
//! names among them.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::items::listed;
use crate::place::{Place, count, total};
use crate::traced::Traced;

/// Whether somebody has the lock of a file.
fn is_locked(file: &File) -> bool {
    let mut lock = libc::flock {
        l_type: libc::F_RDLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: a descriptor that is open, and a lock that outlives the call.
    let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
    assert_eq!(asked, 0);
    lock.l_type != libc::F_UNLCK as libc::c_short
}

/// Whether a file is the one of that name.
fn is_at(file: &File, path: &Path) -> bool {
    let inode = file.metadata().expect("an open file").ino();
    path.metadata().is_ok_and(|about| about.ino() == inode)
}

/// F2-FOLD: nothing is written, listed or brought to a device under the lock of a file that is
/// folded, and it is held when the accumulator gets its name, and until the file has none.
#[test]
fn while_little_is_done() {
    let place = Place::in_memory();
    place.leave("before.mmstats", 8);
    place.run();
    let path = place.leave("web.mmstats", 7);
    let (file, accumulator) = (File::open(&path), File::open(place.accumulator()));
    let (file, accumulator) = (file.expect("ours"), accumulator.expect("ours"));
    let Some(child) = Traced::begin(|| drop(place.run())) else {
        eprintln!("not tested, for this system lets nobody trace a process");
        return;
    };
    let (mut synced, mut locked) = (0, 0);
    while child.steps(1) {
        let call = child.call();
        if is_locked(&file) {
            for slow in [libc::SYS_fdatasync, libc::SYS_pwrite64, libc::SYS_getdents64] {
                assert_ne!(call, Some(slow));
            }
            locked += 1;
        } else {
            synced += usize::from(call == Some(libc::SYS_fdatasync));
            // Not added yet, or gone.
            let is_added = !is_at(&accumulator, &place.accumulator());
            assert_eq!(is_added, !is_at(&file, &path));
        }
    }
    assert!(synced > 0 && locked > 0, "{synced} {locked}");
    assert_eq!(place.hits(), 15);
}

/// Whether a name is one that a file got for which another has its own.
fn is_kept(name: &str) -> bool {
    name.starts_with("web~") && !name.starts_with("web~total-")
}

/// F2-TAKEN, F2-FOLD-TAKEN: a writer that begins under the name of a file that is being folded does
/// so at once, as long as nobody has the lock of that; and nothing is lost, nor counted twice.
#[test]
fn a_writer_of_that_name() {
    for steps in 0.. {
        let place = Place::in_memory();
        place.leave("before.mmstats", 1);
        place.run();
        let path = place.leave("web.mmstats", 2);
        let file = File::open(&path).expect("ours");
        let Some(child) = Traced::begin(|| drop(place.run())) else {
            eprintln!("not tested, for this system lets nobody trace a process");
            return;
        };
        let mut is_there = child.steps(steps);
        let (is_over, mut hits) = (!is_there, 3);
        if is_locked(&file) {
            child.kill();
        } else {
            let options = place.options("web.mmstats").fold(true);
            let stats = options.build().expect("a writer");
            count(&stats).add(4);
            hits = 7;
            let mut web = place.application();
            assert_eq!(total(&mut web), hits, "{steps} steps");
            while is_there {
                is_there = child.steps(1);
            }
            assert_eq!(total(&mut web), hits, "{steps} steps");
            // What was not there under its name when it was locked was not folded.
            let kept = place.names().iter().filter(|name| is_kept(name)).count();
            assert_eq!(kept + listed(&place.accumulator()) as usize, 2, "{steps} steps");
        }
        place.run();
        assert_eq!((place.hits(), place.names().len()), (hits, 1), "{steps} steps");
        if is_over {
            break;
        }
    }
}
