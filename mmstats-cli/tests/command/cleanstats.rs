//! The command as `cleanstats`, with the arguments and the lines of mmstats 0.8.0.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{self, Command};

use crate::harness::{Folder, Run, field, run, stats_file};
use crate::service::{Service, killed};

fn cleanstats(folder: &Folder, files: &[&Path]) -> Run {
    let called = folder.join("cleanstats");
    if !called.exists() {
        symlink(env!("CARGO_BIN_EXE_mmstats"), &called).expect("a link");
    }
    run(Command::new(called).args(files))
}

#[test]
fn without_arguments_it_says_how_it_is_used() {
    let folder = Folder::new();
    assert_eq!(cleanstats(&folder, &[]).printed(), "usage: cleanstats MMSTAT_FILES\n");
}

#[test]
fn a_line_for_each_file_that_goes_and_the_counts() {
    let folder = Folder::new();
    let mut child = Command::new("true").spawn().expect("a process that ends");
    child.wait().expect("its end");
    let v1 = |name, pid: u32| {
        folder.write(name, &stats_file(&[field("sys.pid", "I", &pid.to_le_bytes())]))
    };
    let dead = v1("dead.mmstats", child.id());
    let alive = v1("alive.mmstats", process::id());
    let silent = folder.write_hits("silent.mmstats", 1);
    let bad = folder.write("bad.mmstats", b"\x07");
    let mut service = Service::start(folder.path(), "web", "new.mmstats");
    let pid = service.pid();
    service.kill();
    let files = [&*dead, &alive, &silent, &bad, &service.path, folder.path()];
    let printed = cleanstats(&folder, &files).printed();
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines[0], format!("PID {} not found. Deleting {}", child.id(), dead.display()));
    assert_eq!(lines[1], format!("No sys.pid in file: {}", silent.display()));
    assert!(lines[2].starts_with(&format!("Invalid file: {}", bad.display())), "{printed}");
    assert_eq!(lines[3], format!("PID {pid} not found. Deleting {}", service.path.display()));
    assert_eq!(lines[4..], ["Removed 2  -  1 alive"]);
    let left = [&dead, &alive, &silent, &bad, &service.path].map(|path| path.exists());
    assert_eq!(left, [false, true, true, true, false]);
}

/// They are folded, as by `mmstats clean`.
#[test]
fn counts_of_format_2_stay() {
    let folder = Folder::new();
    let path = killed(folder.path(), "web", "a.mmstats");
    cleanstats(&folder, &[&path]).printed();
    let mut slurp = crate::harness::mmstats(["slurp", "--app", "web"]);
    assert!(run(slurp.arg(folder.path())).printed().contains("  hits 7\n"));
}
