//! Every file of the conformance suite, by its manifest: `decode` and `validate` say what it says.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Run, run_with};

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance")
}

fn read_json(path: &Path) -> Value {
    let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs a subcommand on the file of each case, and lists those whose run `check` doesn't like.
fn check_all(subcommand: &str, check: impl Fn(&Value, &Run) -> bool) {
    let manifest = read_json(&suite().join("manifest.json"));
    let cases = manifest["cases"].as_array().expect("a list of cases");
    assert!(!cases.is_empty(), "the conformance suite has no cases");
    let mut wrong = Vec::new();
    for case in cases {
        let path = suite().join(text(&case["file"]));
        let run = run_with([subcommand.as_ref(), path.as_os_str()]);
        if !check(case, &run) {
            wrong.push(format!("{}: {run:?}", text(&case["id"])));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("expected a string, found {value}"))
}

/// Where an invalid file may be said to be wrong: some beginnings are of no format for sure.
fn errors(case: &Value) -> impl Iterator<Item = &Value> {
    let others = case["alternatives"].as_array().into_iter().flatten();
    std::iter::once(&case["error"]).chain(others)
}

#[test]
fn decode_says_what_the_manifest_says() {
    check_all("decode", |case, run| match text(&case["result"]) {
        "invalid" => {
            let said = |place: &Value| {
                let offset = format!(": offset {}: ", text(&place["offset"]));
                let clause = format!(", {})\n", text(&place["clause"]));
                run.stderr.contains(&offset) && run.stderr.ends_with(&clause)
            };
            run.status == Some(1)
                && run.stdout.is_empty()
                && run.stderr.lines().count() == 1
                && errors(case).any(said)
        }
        _ => {
            let expected = read_json(&suite().join(text(&case["decoded"])));
            run.status == Some(0)
                && run.stderr.is_empty()
                && serde_json::from_str::<Value>(&run.stdout).is_ok_and(|found| found == expected)
        }
    });
}

#[test]
fn validate_says_what_the_manifest_says() {
    check_all("validate", |case, run| {
        let said = |place: &Value| {
            let words = format!(
                ": offset {}: {} (SPEC.md ",
                text(&place["offset"]),
                text(&place["clause"])
            );
            run.stdout.lines().any(|line| line.contains(&words))
        };
        let departures = run.stdout.lines().filter(|line| !line.contains(": note: ")).count();
        let conforms = run.stdout.ends_with(": conforms\n");
        run.stderr.is_empty()
            && match text(&case["result"]) {
                "valid" => run.status == Some(0) && conforms && departures == 1,
                "invalid" => run.status == Some(1) && !conforms && errors(case).any(said),
                _ => {
                    let expected = case["departures"].as_array().expect("departures");
                    run.status == Some(1)
                        && !conforms
                        && departures == expected.len()
                        && expected.iter().all(said)
                }
            }
    });
}
