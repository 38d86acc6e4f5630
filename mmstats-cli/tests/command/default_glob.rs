//! Where slurp looks without arguments (SPEC.md 1.13).

use std::ffi::OsStr;

use crate::harness::{Folder, mmstats, run, shown};

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
    assert_eq!(slurp(&variables).printed(), shown(&file, 1));
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
