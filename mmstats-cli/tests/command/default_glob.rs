//! Where slurp looks without arguments (SPEC.md 1.13 and 2.20).

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Folder, mmstats, run, shown, unprivileged};

/// Runs slurp without arguments and with these variables.
fn slurp<V: AsRef<OsStr>>(variables: &[(&str, V)]) -> crate::harness::Run {
    let mut command = mmstats(["slurp"]);
    for (name, value) in variables {
        command.env(name, value);
    }
    run(&mut command)
}

#[test]
fn mmstats_path_is_the_folder() {
    let folder = Folder::new();
    let file = folder.write_hits("a.mmstats", 1);
    folder.write_hits("a.other", 2);
    assert_eq!(slurp(&[("MMSTATS_PATH", folder.path())]).printed(), shown(&file, 1));
}

#[test]
fn a_folder_with_characters_of_globs_is_that_folder() {
    let folder = Folder::new();
    let odd = folder.join("[x]*");
    std::fs::create_dir(&odd).expect("a folder");
    let file = folder.write_hits("[x]*/a.mmstats", 1);
    assert_eq!(slurp(&[("MMSTATS_PATH", &odd)]).printed(), shown(&file, 1));
}

#[test]
fn mmstats_glob_goes_before_mmstats_path() {
    let (named, other) = (Folder::new(), Folder::new());
    let file = named.write_hits("a.other", 1);
    other.write_hits("b.mmstats", 2);
    let glob = named.join("*.other");
    let run = slurp(&[("MMSTATS_GLOB", glob.as_path()), ("MMSTATS_PATH", other.path())]);
    assert_eq!(run.printed(), shown(&file, 1));
}

#[test]
fn empty_variables_are_not_set() {
    let folder = Folder::new();
    let file = folder.write_hits("a.mmstats", 1);
    let empty = OsStr::new("");
    let temporary = folder.path().as_os_str();
    let variables = [("MMSTATS_GLOB", empty), ("MMSTATS_PATH", empty), ("TMPDIR", temporary)];
    // This machine's own programs may publish something, too.
    assert!(slurp(&variables).stdout.contains(&shown(&file, 1)));
}

/// F2-FOLDER: where writers put their files, readers look.
#[test]
fn runtime_directories_and_folders_of_users_are_looked_at() {
    let folder = Folder::new();
    let folders =
        ["one", "two", "tmp", "tmp/mmstats-7", "tmp/other-7"].map(|name| folder.join(name));
    folders.iter().for_each(|path| fs::create_dir(path).expect("a folder"));
    let [one, two, temporary, ..] = &folders;
    let files = folders.each_ref().map(|path| folder.write_hits(path.join("a.mmstats"), 1));
    let runtime = format!("{}:{}", one.display(), two.display());
    let variables = [("RUNTIME_DIRECTORY", runtime.as_ref()), ("TMPDIR", temporary.as_os_str())];
    let printed = slurp(&variables).stdout;
    let [found @ .., other] = &files;
    for file in found {
        assert!(printed.contains(&shown(file, 1)), "{}:\n{printed}", file.display());
    }
    assert!(!printed.contains(&shown(other, 1)), "{printed}");
}

/// Nobody asked for them: it is no failure that they are closed.
#[test]
fn folders_of_other_users_that_cant_be_listed_are_passed_over() {
    let folder = Folder::new();
    let good = folder.write_hits("good.mmstats", 1);
    let closed = folder.join("mmstats-0");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("a closed folder");
    let run = run(unprivileged(&folder, ["slurp"]).env("TMPDIR", folder.path()));
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).expect("a folder that can go");
    assert!(run.stdout.contains(&shown(&good, 1)), "{}", run.stdout);
    assert!(!run.stderr.contains("mmstats-0"), "{}", run.stderr);
}

#[test]
fn nothing_found_is_said_and_no_failure() {
    let folder = Folder::new();
    for path in [folder.path().to_owned(), folder.join("missing")] {
        let run = slurp(&[("MMSTATS_PATH", &path)]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
        let looked_at = format!("{}/*.mmstats", path.display());
        assert!(run.stderr.contains(&looked_at), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}
