//! The folder of a user (F2-FOLDER): made where it is missing, and refused where others have a say
//! in it. On a /dev/shm of the test's own.

use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::path::{Path, PathBuf};

use mmstats::{Cause, Error, Writer, default_folder};

use crate::child;
use crate::environment::child;
use crate::mounts::with_tmpfs;
use crate::place::{Place, mode_of, names, set_mode};
use crate::user::unprivileged;

fn writer() -> Result<Writer, Error> {
    Writer::options("test").filename("test.mmstats").build()
}

/// Runs in a child without variables, on a /dev/shm of its own.
fn on_empty_memory(test: &str, body: impl FnOnce(&Path) + Send) {
    let path = Path::new("/dev/shm");
    if child::role().is_some() {
        return with_tmpfs(&[path], "mode=1777", || body(path));
    }
    child::run(child::<&str>(&format!("user_folder::{test}"), &[]));
}

#[test]
fn it_is_made_and_closed_to_others() {
    on_empty_memory("it_is_made_and_closed_to_others", |memory| {
        // SAFETY: takes a number and can't fail.
        unsafe { libc::umask(0) };
        let ours = writer().expect("a writer");
        let folder = default_folder();
        assert!(folder.starts_with(memory), "{folder:?}");
        assert_eq!(ours.path(), Some(folder.join("test.mmstats")));
        assert_eq!((mode_of(&folder), mode_of(&folder.join("test.mmstats"))), (0o700, 0o600));
        assert!(ours.warning().is_none());
        // Another user has another one.
        let theirs = unprivileged(|| {
            let path = writer().expect("a writer").path().expect("a file");
            path.parent().expect("a folder").to_owned()
        });
        assert_ne!(theirs, folder);
        assert_eq!(names(memory).len(), 2);
    });
}

/// Whatever the umask takes from it.
#[test]
fn it_is_made_usable() {
    on_empty_memory("it_is_made_usable", |_| {
        // SAFETY: takes a number and can't fail.
        unsafe { libc::umask(0o777) };
        let folder = unprivileged(|| {
            writer().expect("a writer");
            default_folder()
        });
        assert_eq!(mode_of(&folder), 0o700);
        assert_eq!(mode_of(&folder.join("test.mmstats")), 0o600);
    });
}

#[test]
fn it_is_refused_where_others_have_a_say() {
    on_empty_memory("it_is_refused_where_others_have_a_say", |memory| {
        let folder = default_folder();
        let elsewhere = memory.join("elsewhere");
        fs::create_dir(&elsewhere).expect("a folder");
        let refused = |found: &str| {
            let error = writer().expect_err("others have a say in it");
            assert_eq!(error.cause(), Cause::Permission, "{error}");
            let said = error.to_string();
            assert!(said.starts_with(&folder.display().to_string()), "{said}");
            assert!(said.contains(found) && said.contains("MMSTATS_PATH"), "{said}");
        };
        symlink(&elsewhere, &folder).expect("a link");
        refused("symbolic link");
        fs::remove_file(&folder).expect("a link of ours");
        symlink(memory.join("nothing"), &folder).expect("a link");
        refused("symbolic link");
        fs::remove_file(&folder).expect("a link of ours");
        fs::write(&folder, "").expect("a file");
        refused("a file");
        fs::remove_file(&folder).expect("a file of ours");
        fs::create_dir(&folder).expect("a folder");
        for mode in [0o770, 0o707, 0o720, 0o702, 0o1777] {
            set_mode(&folder, mode);
            refused("others can write");
        }
        set_mode(&folder, 0o700);
        chown(&folder, Some(1), None).expect("root may");
        refused("another user");
        assert_eq!((names(&folder), names(&elsewhere)), (vec![], vec![]));
        // One that others can look into is fine, and stays so.
        chown(&folder, Some(0), None).expect("root may");
        set_mode(&folder, 0o755);
        writer().expect("a writer");
        assert_eq!(mode_of(&folder), 0o755);
    });
}

/// F2-MODE: x for each r, and nothing is taken away.
#[test]
fn who_may_read_files_may_look_into_it() {
    on_empty_memory("who_may_read_files_may_look_into_it", |_| {
        let folder = default_folder();
        for (mode, of_folder) in
            [(0o600, 0o700), (0o622, 0o700), (0o640, 0o750), (0o600, 0o750), (0o604, 0o755)]
        {
            let options = Writer::options("test").filename("test.mmstats").mode(mode);
            options.build().expect("a writer");
            let found = (mode_of(&folder.join("test.mmstats")), mode_of(&folder));
            assert_eq!(found, (mode, of_folder), "{mode:o}: {:o} {:o}", found.0, found.1);
        }
    });
}

/// A name that is an absolute path needs no folder, and one with folders in it gets none.
#[test]
fn it_is_made_for_files_that_are_in_it() {
    on_empty_memory("it_is_made_for_files_that_are_in_it", |memory| {
        let path: PathBuf = memory.join("test.mmstats");
        let options = Writer::options("test").filename(path.display().to_string());
        options.build().expect("a writer");
        assert_eq!(names(memory), ["test.mmstats"]);
        let options = Writer::options("test").filename("sub/test.mmstats");
        let error = options.build().expect_err("there is no such folder");
        assert_eq!(error.cause(), Cause::NotFound, "{error}");
        assert_eq!(names(&default_folder()), [""; 0]);
    });
}

/// In the temporary folder, where memory has no folder.
#[test]
fn where_there_is_no_memory_for_all() {
    if child::role().is_some() {
        let temporary = std::env::temp_dir();
        return with_tmpfs(&[Path::new("/dev")], "", || {
            let path = writer().expect("a writer").path().expect("a file");
            // SAFETY: takes nothing and can't fail.
            let user = unsafe { libc::geteuid() };
            let folder = temporary.join(format!("mmstats-{user}"));
            assert_eq!(path, folder.join("test.mmstats"));
            assert_eq!(mode_of(&folder), 0o700);
        });
    }
    let place = Place::new();
    let test = "user_folder::where_there_is_no_memory_for_all";
    child::run(child(test, &[("TMPDIR", place.path())]));
}
