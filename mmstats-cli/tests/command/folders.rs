//! A folder as an argument: its stats files.

use std::fs;
use std::os::unix::fs::symlink;

use crate::harness::{Folder, run_with, shown};

#[test]
fn a_folder_is_its_stats_files() {
    let folder = Folder::new();
    let second = folder.write_hits("b.mmstats", 2);
    let first = folder.write_hits("a.mmstats", 1);
    folder.write_hits(".mmstats-x.mmstats", 3);
    folder.write("a.txt", b"no stats");
    let printed = run_with(["slurp".as_ref(), folder.path().as_os_str()]).printed();
    assert_eq!(printed, shown(&first, 1) + &shown(&second, 2));
}

#[test]
fn a_folder_with_characters_of_globs_is_that_folder() {
    let folder = Folder::new();
    for name in ["[x]*", "x"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    let file = folder.write_hits("[x]*/a.mmstats", 1);
    folder.write_hits("x/b.mmstats", 2);
    let printed = run_with(["slurp".as_ref(), folder.join("[x]*").as_os_str()]).printed();
    assert_eq!(printed, shown(&file, 1));
}

/// A link to a file is not followed; a folder that somebody named is meant.
#[test]
fn a_link_to_a_folder_is_that_folder() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    elsewhere.write_hits("a.mmstats", 1);
    let link = folder.join("link");
    symlink(elsewhere.path(), &link).expect("a link");
    let printed = run_with(["slurp".as_ref(), link.as_os_str()]).printed();
    assert_eq!(printed, shown(&link.join("a.mmstats"), 1));
}

#[test]
fn an_empty_folder_is_said_and_no_failure() {
    let folder = Folder::new();
    let run = run_with(["slurp".as_ref(), folder.path().as_os_str()]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert!(run.stderr.contains(&*folder.path().to_string_lossy()), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn what_is_no_stats_file_spoils_nothing() {
    let folder = Folder::new();
    let good = folder.write_hits("a.mmstats", 1);
    fs::create_dir(folder.join("b.mmstats")).expect("a folder");
    symlink(&good, folder.join("c.mmstats")).expect("a link");
    let run = run_with(["slurp".as_ref(), folder.path().as_os_str()]);
    assert_eq!((run.status, run.stdout), (Some(1), shown(&good, 1)));
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
}
