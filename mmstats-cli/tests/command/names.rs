//! Names that are no UTF-8.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::harness::{Folder, mmstats, run, run_with, shown};

const NAME: &[u8] = b"caf\xe9.mmstats";

#[test]
fn every_command_takes_a_path_that_is_not_utf8() {
    let folder = Folder::new();
    let path = folder.write_hits(OsStr::from_bytes(NAME), 7);
    let written = format!("{}/caf\\xe9.mmstats", folder.path().display());
    let printed = |command: &str| run_with([command.as_ref(), path.as_os_str()]).printed();
    assert_eq!(printed("slurp"), format!("==> {written}\n  hits 7\n\n"));
    assert_eq!(printed("validate"), format!("{written}: conforms\n"));
    assert!(printed("decode").contains("\"value\":\"7\""));
}

#[test]
fn json_has_the_bytes_of_a_path_that_is_not_utf8() {
    let folder = Folder::new();
    let path = folder.write_hits(OsStr::from_bytes(NAME), 7);
    let printed = run_with(["slurp".as_ref(), "--json".as_ref(), path.as_os_str()]).printed();
    let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let entry = &document["files"][0];
    assert_eq!(entry["path"], format!("{}/caf\u{fffd}.mmstats", folder.path().display()));
    let hex: String = path.as_os_str().as_bytes().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(entry["path_hex"], hex);
}

#[test]
fn a_name_that_is_missing_and_not_utf8_is_an_error_of_its_own() {
    let folder = Folder::new();
    let good = folder.write_hits("a.mmstats", 1);
    let missing = folder.join(OsStr::from_bytes(NAME));
    let run = run_with(["slurp".as_ref(), missing.as_os_str(), good.as_os_str()]);
    assert_eq!((run.status, run.stdout), (Some(1), shown(&good, 1)));
    assert!(run.stderr.contains("caf\\xe9.mmstats: no such file"), "{}", run.stderr);
}

#[test]
fn a_name_in_the_folder_that_is_not_utf8_spoils_nothing() {
    let folder = Folder::new();
    let good = folder.write_hits("a.mmstats", 1);
    folder.write(OsStr::from_bytes(b"\xff"), b"somebody else's");
    let run = run(mmstats(["slurp"]).env("MMSTATS_PATH", folder.path()));
    assert_eq!(run.printed(), shown(&good, 1));
}
