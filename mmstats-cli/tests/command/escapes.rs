//! No file can act on the terminal of who looks at it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::harness::{Folder, field, run_with, stats_file};

#[test]
fn texts_labels_and_paths_are_escaped() {
    let folder = Folder::new();
    let text = "\x1b[2J\r\n\t\x07\x7f\u{9b}\u{202e}\u{2066}\u{200f} é\\";
    let fields = [
        field("\x1b]0;x\x07", "B", &[1]),
        field("text", &format!("{}s", text.len()), text.as_bytes()),
    ];
    let path = folder.write("\x1b[31m\n.mmstats", &stats_file(&fields));
    let printed = run_with(["slurp".as_ref(), path.as_os_str()]).printed();
    let expected = format!(
        "==> {}/\\x1b[31m\\n.mmstats\n  \\x1b]0;x\\x07 1\n  text         \
         \\x1b[2J\\r\\n\\t\\x07\\x7f\\u009b\\u202e\\u2066\\u200f é\\\n\n",
        folder.path().display()
    );
    assert_eq!(printed, expected);
}

#[test]
fn complaints_are_escaped() {
    let folder = Folder::new();
    let path = folder.write("\x1b[31m\n\u{202e}", b"\x07");
    for command in ["slurp", "decode", "validate"] {
        let run = run_with([command.as_ref(), path.as_os_str()]);
        let said = run.stdout + &run.stderr;
        assert!(said.starts_with(&*folder.path().to_string_lossy()), "{said}");
        assert!(said.contains("\\x1b[31m\\n\\u202e: offset 0: "), "{said}");
        assert!(!said.contains(['\x1b', '\u{202e}']), "{said}");
        let lines = if command == "validate" { 2 } else { 1 };
        assert_eq!(said.lines().count(), lines, "{said}");
    }
}

#[test]
fn bytes_of_a_path_are_told_from_characters() {
    let folder = Folder::new();
    let path = folder.write(OsStr::from_bytes(b"\x9b\xc2\x9b"), &stats_file(&[]));
    let printed = run_with(["slurp".as_ref(), path.as_os_str()]).printed();
    assert_eq!(printed, format!("==> {}/\\x9b\\u009b\n\n", folder.path().display()));
}

/// 65,535 bytes of it are 262,140 characters: more than a format's width can say.
#[test]
fn the_widest_label_of_escapes_pads_the_others() {
    let folder = Folder::new();
    let fields = [field(vec![0x1b; 65_535], "B", &[1]), field("a", "B", &[2])];
    let path = folder.write("a.mmstats", &stats_file(&fields));
    let printed = run_with(["slurp".as_ref(), path.as_os_str()]).printed();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[1], format!("  {} 1", "\\x1b".repeat(65_535)));
    assert_eq!(lines[2], format!("  a{} 2", " ".repeat(4 * 65_535 - 1)));
}
