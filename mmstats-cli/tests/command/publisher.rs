//! Whose file it is, and whether that writer lives: the line above the values, and JSON.

use std::path::{Path, PathBuf};
use std::process::{self, Command};

use mmstats::Writer;
use mmstats::format::layout::header;
use serde_json::{Value, json};

use crate::harness::{Folder, field, run_with, stats_file};

/// What stands behind the path.
fn line(path: &Path) -> String {
    let printed = run_with(["slurp".as_ref(), path.as_os_str()]).printed();
    let line = printed.lines().next().expect("a line for the file");
    let behind = line.strip_prefix(&format!("==> {}", path.display()));
    behind.expect("the path").to_owned()
}

fn entry(path: &Path) -> Value {
    let arguments = ["slurp".as_ref(), "--json".as_ref(), path.as_os_str()];
    let mut document: Value = serde_json::from_str(&run_with(arguments).printed()).expect("JSON");
    document["files"][0].take()
}

fn writer(folder: &Folder, application: &str) -> (Writer, PathBuf) {
    let options = Writer::options(application).path(folder.path()).filename("a.mmstats");
    let writer = options.build().expect("a writer");
    let path = writer.path().expect("a file");
    (writer, path)
}

/// The id of a process that has ended.
fn ended() -> u32 {
    let mut child = Command::new("true").spawn().expect("a process that ends");
    child.wait().expect("its end");
    child.id()
}

/// The same file in another place, where no lock is seen, with another process id in its header.
fn with_pid(folder: &Folder, path: &Path, pid: u64) -> PathBuf {
    let mut bytes = std::fs::read(path).expect("the file");
    bytes[header::PID..][..8].copy_from_slice(&pid.to_le_bytes());
    folder.write("copy.mmstats", &bytes)
}

#[test]
fn an_open_file_and_a_closed_one() {
    let folder = Folder::new();
    let (writer, path) = writer(&folder, "web");
    assert_eq!(line(&path), format!(" (web, pid {}, alive)", process::id()));
    let said =
        |entry: &Value| ["application", "pid", "writer", "state"].map(|name| entry[name].clone());
    let pid = process::id();
    assert_eq!(said(&entry(&path)), [json!("web"), json!(pid), json!("alive"), json!("open")]);
    drop(writer);
    assert_eq!(line(&path), format!(" (web, pid {pid}, dead, closed)"));
    assert_eq!(said(&entry(&path)), [json!("web"), json!(pid), json!("dead"), json!("closed")]);
}

#[test]
fn a_writer_that_ended_without_closing_is_dead() {
    let folder = Folder::new();
    let (_writer, path) = writer(&folder, "web");
    let pid = ended();
    let copy = with_pid(&folder, &path, pid.into());
    assert_eq!(line(&copy), format!(" (web, pid {pid}, dead)"));
    assert_eq!(entry(&copy)["writer"], "dead");
}

#[test]
fn a_file_that_names_no_process_is_unknown() {
    let folder = Folder::new();
    let (_writer, path) = writer(&folder, "web");
    let copy = with_pid(&folder, &path, 0);
    assert_eq!(line(&copy), " (web, unknown)");
    let entry = entry(&copy);
    assert_eq!((&entry["writer"], &entry["pid"]), (&json!("unknown"), &json!(null)));
}

#[test]
fn format_1_has_the_process_of_its_fields() {
    let folder = Folder::new();
    let pid = ended();
    let path = folder.write("a.mmstats", &stats_file(&[field("sys.pid", "I", &pid.to_le_bytes())]));
    assert_eq!(line(&path), format!(" (pid {pid}, dead)"));
    let none = folder.write_hits("b.mmstats", 1);
    assert_eq!(line(&none), "");
}

#[test]
fn an_application_name_is_escaped() {
    let folder = Folder::new();
    let (_writer, path) = writer(&folder, "\x1b[2J");
    assert_eq!(line(&path), format!(" (\\x1b[2J, pid {}, alive)", process::id()));
}
