//! A program that has rights which who runs it has not: its environment doesn't say where it writes
//! with them (SPEC.md 2.20).

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use mmstats::{DEFAULT_FILENAME, Writer, default_filename, default_folder, v1};

use crate::child;
use crate::environment::child;
use crate::place::{Place, mode_of, set_mode};

const TEST: &str = "privileged::the_environment_of_a_set_uid_program_says_nothing";
/// The folder that the environment names, by a name that nothing else has.
const FOLDER: &str = "MMSTATS_TEST_FOLDER";
const NOBODY: u32 = 65_534;

/// As root, run by somebody else.
fn look() {
    // SAFETY: both take nothing and can't fail.
    if unsafe { (libc::getuid(), libc::geteuid()) } != (NOBODY, 0) {
        return eprintln!("not tested in a set-uid program: this file system or sandbox has none");
    }
    let folder = env::var_os(FOLDER).expect("the parent says");
    assert_ne!(default_folder().as_os_str(), folder);
    assert_ne!(v1::default_folder().as_os_str(), folder);
    assert_eq!(default_filename(), DEFAULT_FILENAME);
    let path = Writer::options("test").path(&folder).build().expect("a writer").path();
    let path = path.expect("a file");
    assert_ne!(path.file_name().expect("a name"), "ld.so.preload");
    assert_eq!(mode_of(&path), 0o600);
}

#[test]
fn the_environment_of_a_set_uid_program_says_nothing() {
    if child::role().is_some() {
        return look();
    }
    // SAFETY: takes nothing and can't fail.
    if unsafe { libc::geteuid() } != 0 {
        return eprintln!("not tested in a set-uid program, which takes root to make one");
    }
    let place = Place::new();
    set_mode(place.path(), 0o755);
    let program = place.join("program");
    fs::copy(env::current_exe().expect("this program"), &program).expect("a copy");
    chown(&program, Some(0), Some(0)).expect("root may");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o4755)).expect("ours");
    let folder = place.join("stats");
    fs::create_dir(&folder).expect("a folder");
    let named = folder.as_os_str();
    let given = child(
        TEST,
        &[
            ("MMSTATS_PATH", named),
            ("RUNTIME_DIRECTORY", named),
            ("TMPDIR", named),
            ("MMSTATS_FILES", "ld.so.preload".as_ref()),
            ("MMSTATS_MODE", "0666".as_ref()),
            (FOLDER, named),
        ],
    );
    let mut other = Command::new(&program);
    other.args(given.get_args()).uid(NOBODY).gid(NOBODY);
    for (name, value) in given.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    child::run(other);
}
