//! What slurp --json prints for programs.

use std::process::Command;

use mmstats::v1::Writer;
use serde_json::{Value, json};

use crate::harness::{Folder, Run, field, mmstats, run, run_with, stats_file};

fn document(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

#[test]
fn one_document_has_all_files_and_all_errors() {
    let folder = Folder::new();
    let good = folder.write(
        "a.mmstats",
        &stats_file(&[
            field("hits", "Q", &u64::MAX.to_le_bytes()),
            field("on", "?", &[1]),
            field("mean", "d", &30.0f64.to_le_bytes()),
            field("text", "4s", b"a\x1b\xff\0"),
            field("pair", "Bf", &[7, 0, 0, 0, 0, 0, 0x80, 0xbf]),
        ]),
    );
    let bad = folder.write("b.mmstats", b"\x01\x05\0ab");
    let missing = folder.join("c.mmstats");
    let run = run_with([
        "slurp".as_ref(),
        "--json".as_ref(),
        bad.as_os_str(),
        missing.as_os_str(),
        good.as_os_str(),
    ]);
    assert_eq!(run.status, Some(1));
    let expected = json!({
        "files": [{
            "path": good.to_str(),
            "writer": "unknown",
            "pid": null,
            "format": 1,
            "layout": "typed",
            "byte_order": "little",
            "fields": [
                {"name": "hits", "type": "u64", "value": "18446744073709551615"},
                {"name": "on", "type": "bool", "value": true},
                {"name": "mean", "type": "f64", "value": "30.0"},
                {"name": "text", "type": "text", "value": "a\u{1b}"},
                {"name": "pair", "type": "tuple", "parts": [
                    {"type": "u8", "value": "7"},
                    {"type": "f32", "value": "-1.0"},
                ]},
            ],
        }],
        "errors": [
            {
                "path": bad.to_str(),
                "cause": "corrupt",
                "offset": 3,
                "message": "offset 3: expected 5 bytes of label, found the end of the file after 2 \
                            (SPEC.md 1.3, F1-FIELD-WHOLE)",
            },
            {
                "path": missing.to_str(),
                "cause": "not_found",
                "offset": null,
                "message": "no such file, and as a glob it finds none",
            },
        ],
    });
    assert_eq!(document(&run), expected);
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
}

#[test]
fn a_file_is_what_decode_prints_with_path_writer_and_pid() {
    let folder = Folder::new();
    let path = folder.write_hits("a.mmstats", 7);
    let decoded = run_with(["decode".as_ref(), path.as_os_str()]).printed();
    let mut expected: Value = serde_json::from_str(&decoded).expect("JSON");
    expected["path"] = json!(path.to_str());
    expected["writer"] = json!("unknown");
    expected["pid"] = json!(null);
    let run = run_with(["slurp".as_ref(), "--json".as_ref(), path.as_os_str()]);
    assert_eq!(document(&run), json!({"files": [expected], "errors": []}));
}

#[test]
fn several_files_are_a_line_each() {
    let folder = Folder::new();
    for i in 0..3 {
        folder.write_hits(format!("{i}.mmstats"), i);
    }
    let run = run(mmstats(["slurp", "--json"]).env("MMSTATS_PATH", folder.path()));
    let hits: Vec<Value> =
        (0..3).map(|i| document(&run)["files"][i]["fields"][0]["value"].clone()).collect();
    assert_eq!(hits, ["0", "1", "2"]);
    assert_eq!(run.printed().lines().count(), 5);
}

#[test]
fn no_files_are_a_document_too() {
    let folder = Folder::new();
    let run = run(mmstats(["slurp", "--json"]).env("MMSTATS_PATH", folder.path()));
    assert_eq!(run.status, Some(0));
    assert_eq!(document(&run), json!({"files": [], "errors": []}));
    assert!(run.stderr.contains("no stats files"), "{}", run.stderr);
}

#[test]
fn a_writer_is_alive_or_dead() {
    let folder = Folder::new();
    let mut alive = Writer::options("alive")
        .path(folder.path())
        .filename("a.mmstats")
        .build()
        .expect("a writer");
    alive.create_file().expect("its file");

    let mut ended = Command::new("true").spawn().expect("a process that ends");
    ended.wait().expect("its end");
    let dead = stats_file(&[field("web.sys.pid", "I", &ended.id().to_le_bytes())]);
    folder.write("b.mmstats", &dead);

    folder.write_hits("c.mmstats", 1);
    let run = run(mmstats(["slurp", "--json"]).env("MMSTATS_PATH", folder.path()));
    let writers: Vec<Value> =
        (0..3).map(|i| document(&run)["files"][i]["writer"].clone()).collect();
    assert_eq!(writers, ["alive", "dead", "unknown"]);
}
