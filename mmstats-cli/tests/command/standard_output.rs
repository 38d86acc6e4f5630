//! An output that nobody reads to its end, or that is full.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::harness::{Folder, field, finish, mmstats, run_with, stats_file};

/// Much more than a pipe takes.
fn large_file(folder: &Folder) -> PathBuf {
    let fields: Vec<_> = (0..50_000).map(|i| field(format!("{i}"), "?", &[7])).collect();
    folder.write("large.mmstats", &stats_file(&fields))
}

fn commands(path: &Path) -> [Vec<&str>; 4] {
    let path = path.to_str().expect("a path in UTF-8");
    [
        vec!["slurp", path],
        vec!["slurp", "--json", path],
        vec!["decode", path],
        vec!["validate", path],
    ]
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    let path = large_file(&folder);
    for arguments in commands(&path) {
        let mut command = mmstats(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let mut pipe = BufReader::with_capacity(64, child.stdout.take().expect("its output"));
        assert!(!pipe.fill_buf().expect("the first bytes").is_empty());
        drop(pipe);
        let run = finish(child);
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_device_is_an_error() {
    let folder = Folder::new();
    let small = folder.write_hits("small.mmstats", 1);
    let large = large_file(&folder);
    let help = [vec!["--help"], vec!["slurp", "--help"], vec!["--version"]];
    for arguments in commands(&small).into_iter().chain(commands(&large)).chain(help) {
        let full = File::create("/dev/full").expect("/dev/full");
        let child = mmstats(&arguments).stdout(full).stderr(Stdio::piped()).spawn();
        let run = finish(child.expect("the command starts"));
        assert_eq!(run.status, Some(1), "{arguments:?}");
        assert!(
            run.stderr.starts_with("mmstats: can't write to standard output: "),
            "{arguments:?}: {}",
            run.stderr
        );
        assert_eq!(run.stderr.lines().count(), 1, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_standard_error_that_is_full_changes_nothing_else() {
    let folder = Folder::new();
    let good = folder.write_hits("a.mmstats", 1);
    let missing = folder.join("missing.mmstats");
    let arguments = ["slurp".as_ref(), missing.as_os_str(), good.as_os_str()];
    let full = File::create("/dev/full").expect("/dev/full");
    let child = mmstats(arguments).stdout(Stdio::piped()).stderr(full).spawn();
    let run = finish(child.expect("the command starts"));
    assert_eq!(run, crate::harness::Run { stderr: String::new(), ..run_with(arguments) });
    assert_eq!(run.status, Some(1));
}
