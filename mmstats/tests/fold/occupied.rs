//! Where something else has the name of an accumulator: nothing is folded, nothing is followed,
//! nothing waits, and nothing is lost.

use std::ffi::CString;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{chown, symlink};
use std::path::Path;

use crate::place::{Place, count, outcome};

/// Nobody folds into what `occupy` puts there, or into its target.
fn check(what: &str, occupy: impl Fn(&Place, &Path)) {
    let place = Place::new();
    let paths: Vec<_> = (0..20).map(|n| place.leave(&format!("{n}.mmstats"), 1)).collect();
    occupy(&place, &place.accumulator());
    let before = place.accumulator().symlink_metadata().expect("it is there").file_type();
    let names = place.names();
    for dry_run in [true, false] {
        let report = place.fold().dry_run(dry_run).run().expect("a folder");
        for path in &paths {
            let found = outcome(&report, path);
            assert!(found.starts_with("kept: its accumulator can't be had"), "{what}: {found}");
        }
    }
    assert_eq!(place.names(), names, "{what}");
    // Writers begin all the same; one that replaces a file gives that another name.
    drop(place.options("new.mmstats").fold(true).build().expect("a writer"));
    let stats = place.options("0.mmstats").fold(true).build().expect("a writer");
    count(&stats).inc();
    assert_eq!(place.names().len(), names.len() + 2, "{what}");
    let after = place.accumulator().symlink_metadata().expect("it is there").file_type();
    assert_eq!(after, before, "{what}");
}

#[test]
fn links() {
    check("a link to nothing", |_, path| symlink("nothing", path).expect("ours"));
    check("a link to a file", |place, path| {
        fs::write(place.join("target"), "target").expect("ours");
        symlink("target", path).expect("ours");
    });
    check("a link to an accumulator", |place, path| {
        let other = Place::new();
        other.leave("0.mmstats", 1);
        other.run();
        fs::copy(other.accumulator(), place.join("target")).expect("ours");
        symlink("target", path).expect("ours");
    });
}

#[test]
fn folders_and_pipes() {
    check("a folder", |_, path| fs::create_dir(path).expect("ours"));
    check("a pipe", |_, path| {
        let path = CString::new(path.as_os_str().as_bytes()).expect("no NUL");
        // SAFETY: a path that ends with NUL.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
    });
}

/// Another user's accumulator is that user's, also where everybody may write to it.
#[test]
fn another_users() {
    // SAFETY: takes nothing and can't fail.
    if unsafe { libc::geteuid() } != 0 {
        eprintln!("not tested: only root gives files to others");
        return;
    }
    check("another user's", |_, path| {
        let other = Place::new();
        other.leave("0.mmstats", 1);
        other.run();
        fs::copy(other.accumulator(), path).expect("ours");
        chown(path, Some(4711), None).expect("root may");
    });
}
