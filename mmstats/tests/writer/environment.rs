//! The environment's say in names and folders (SPEC.md 1.13). Each case runs in a child of its own,
//! so that no other test sees it.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use mmstats::v1::{Writer, default_folder};
use mmstats::{Cause, default_filename, default_files};

use crate::child;
use crate::folder::{Folder, open};

const VARIABLES: [&str; 6] =
    ["MMSTATS_PATH", "MMSTATS_FILES", "MMSTATS_GLOB", "TMPDIR", "TEMP", "TMP"];
/// What a child is to find, for it to compare.
const EXPECTED: &str = "MMSTATS_TEST_EXPECTED";

/// A child with these variables and no other that counts.
fn child(test: &str, variables: &[(&str, &str)], expected: &OsStr) -> Command {
    let mut child = child::command(&format!("environment::{test}"), "look");
    for variable in VARIABLES {
        child.env_remove(variable);
    }
    child.envs(variables.iter().copied()).env(EXPECTED, expected);
    child
}

fn expected() -> PathBuf {
    env::var_os(EXPECTED).expect("the parent says").into()
}

#[test]
fn the_folder() {
    if child::role().is_some() {
        return assert_eq!(default_folder(), expected());
    }
    for (variables, folder) in [
        (&[("MMSTATS_PATH", "/a"), ("TMPDIR", "/b"), ("TEMP", "/c"), ("TMP", "/d")][..], "/a"),
        (&[("MMSTATS_PATH", ""), ("TMPDIR", "/b"), ("TEMP", "/c")], "/b"),
        (&[("TMPDIR", ""), ("TEMP", "/c"), ("TMP", "/d")], "/c"),
        (&[("TEMP", ""), ("TMP", "/d")], "/d"),
        (&[("TMP", "")], "/tmp"),
    ] {
        child::run(child("the_folder", variables, folder.as_ref()));
    }
}

#[test]
fn the_name() {
    if child::role().is_some() {
        return assert_eq!(default_filename(), expected());
    }
    let default = "{CMD}-{PID}-{TID}.mmstats";
    child::run(child("the_name", &[("MMSTATS_FILES", "{CLASS}")], "{CLASS}".as_ref()));
    child::run(child("the_name", &[("MMSTATS_FILES", "")], default.as_ref()));
    child::run(child("the_name", &[], default.as_ref()));
}

/// The writer and the readers' glob meet, whatever the folder's name looks like.
#[test]
fn a_writer_without_options() {
    if child::role().is_some() {
        let path = Writer::new("Web").expect("a writer").create_file().expect("a file");
        assert_eq!(path, expected());
        let found = default_files().expect("a pattern").into_iter();
        let found: Vec<_> = found.map(|path| path.expect("a path")).collect();
        return assert_eq!(found, [path]);
    }
    let folder = Folder::new();
    let odd = folder.join("odd [name]*");
    fs::create_dir(&odd).expect("a folder");
    let path = odd.join("Web.mmstats");
    let odd = odd.to_str().expect("UTF-8");
    let variables = [("MMSTATS_PATH", odd), ("MMSTATS_FILES", "{CLASS}.mmstats")];
    child::run(child("a_writer_without_options", &variables, path.as_os_str()));
    assert_eq!(open(&path).fields().next().expect("system fields").label(), "sys.pid");
}

#[test]
fn a_name_that_is_not_utf_8() {
    if child::role().is_some() {
        let mut writer = Writer::options("Web").path(expected()).build().expect("a writer");
        return assert_eq!(writer.create_file().expect_err("no text").cause(), Cause::Invalid);
    }
    let folder = Folder::new();
    let mut child = child("a_name_that_is_not_utf_8", &[], folder.path().as_os_str());
    child.env("MMSTATS_FILES", OsStr::from_bytes(b"\xff.mmstats"));
    child::run(child);
    assert!(folder.names().is_empty());
}

/// A script that an interpreter runs is called by its own name.
#[test]
fn the_command_is_how_the_program_was_called() {
    if child::role().is_some() {
        let name = mmstats::expand("{CMD}", "Web").expect("a template");
        return assert_eq!(name, expected());
    }
    for (called, name) in [("/usr/bin/my program", "my program"), ("/", "unknown")] {
        let mut child = child("the_command_is_how_the_program_was_called", &[], name.as_ref());
        child.arg0(called);
        child::run(child);
    }
}
