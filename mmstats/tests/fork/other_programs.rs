//! Programs that are started: they have nothing of this.

use std::os::unix::process::CommandExt;
use std::process::Command;

use mmstats::{Liveness, Reader};

use crate::case::{alone, in_child};
use crate::folder::Folder;

/// What is open in a shell, and where its descriptors lead to.
fn shell() -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ls -l /proc/self/fd /proc/$$/fd"]);
    shell
}

fn assert_has_nothing_of(folder: &Folder, mut program: Command) {
    let output = program.output().expect("a program");
    assert!(output.status.success(), "{output:?}");
    let listed = String::from_utf8(output.stdout).expect("UTF-8");
    let name = folder.path().file_name().expect("a name").to_str().expect("UTF-8");
    assert!(listed.contains("fd"), "{listed}");
    assert!(!listed.contains(name), "a descriptor of ours: {listed}");
}

#[test]
fn a_program_has_nothing_of_this_one() {
    alone("other_programs::a_program_has_nothing_of_this_one", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        let hits = stats.counter("hits").register().expect("a counter");
        let files = || std::fs::read_dir(folder.path()).expect("a folder").count();
        // By posix_spawn, which calls no handlers, since nothing is to be done between.
        assert_has_nothing_of(&folder, shell());
        assert_eq!(files(), 1, "no child was there that would follow");
        in_child("it executes a program itself", || {
            let error = shell().stdout(std::process::Stdio::null()).exec();
            panic!("no program: {error}");
        });
        hits.inc();
        assert_eq!(folder.decoded().value("hits{}"), "1");
        let reader = Reader::open(folder.file()).expect("a file");
        assert_eq!(reader.writer(), Liveness::Alive);
    });
}

/// By fork and execution, with something done between: nothing of this library has to work there.
#[test]
fn a_program_that_is_forked_for() {
    alone("other_programs::a_program_that_is_forked_for", || {
        let folder = Folder::new();
        let stats = folder.writer();
        let hits = stats.counter("hits").register().expect("a counter");
        let mut program = shell();
        // SAFETY: does nothing.
        unsafe { program.pre_exec(|| Ok(())) };
        assert_has_nothing_of(&folder, program);
        hits.inc();
        assert_eq!(folder.decoded().value("hits{}"), "1");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    });
}
