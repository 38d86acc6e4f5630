//! The validator: every departure that the conformance suite knows of, and no other.

use std::fs;
use std::path::PathBuf;

use mmstats::{Departure, validate};
use serde_json::Value;

fn read(path: &str) -> Vec<u8> {
    let path = [env!("CARGO_MANIFEST_DIR"), "../conformance", path].iter().collect::<PathBuf>();
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Offsets and clauses of departures from a MUST.
fn musts(bytes: &[u8]) -> Vec<(String, String)> {
    let musts = validate(bytes).into_iter().filter(|departure| departure.must);
    musts.map(|departure| (departure.offset.to_string(), departure.clause.to_owned())).collect()
}

/// A `{"offset", "clause"}` of the manifest.
fn place(place: &Value) -> (String, String) {
    let text = |key: &str| place[key].as_str().expect("offset and clause are texts").to_owned();
    (text("offset"), text("clause"))
}

/// Says where a file's departures are others than the manifest's.
fn check(case: &Value) -> Option<String> {
    let found = musts(&read(case["file"].as_str()?));
    let right = match case["result"].as_str()? {
        "valid" => found.is_empty(),
        "nonconforming" => {
            let departures = case["departures"].as_array()?;
            found == departures.iter().map(place).collect::<Vec<_>>()
        }
        // A size that is no whole pages may come on top.
        _ => {
            let others = case["alternatives"].as_array().into_iter().flatten();
            let mut errors = std::iter::once(&case["error"]).chain(others);
            errors.any(|error| found.contains(&place(error)))
        }
    };
    (!right).then(|| format!("{}: found {found:?}", case["id"]))
}

#[test]
fn departures_are_those_of_the_manifest() {
    let manifest: Value = serde_json::from_slice(&read("manifest.json")).expect("JSON");
    let cases = manifest["cases"].as_array().expect("the manifest lists cases");
    for format in [1, 2] {
        let mut of_format = cases.iter().filter(|case| case["format"] == format);
        assert!(of_format.any(|case| case["result"] == "nonconforming"), "format {format}");
    }
    let wrong: Vec<_> = cases.iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn page(content: &[u8]) -> Vec<u8> {
    let mut page = content.to_vec();
    page.resize(4096, 0);
    page
}

fn shown(departures: &[Departure]) -> Vec<String> {
    departures.iter().map(Departure::to_string).collect()
}

/// SHOULDs are notes: a file that has some conforms.
#[test]
fn notes() {
    let text = b"\x01\x01\0t\x02\x008s\xff" as &[u8];
    let behind_the_nul = page(&[text, b"ab\0\0\0x"].concat());
    let label_of_256 = page(&[b"\x01\0\x01", &[b'a'; 256][..], b"\x01\0B\xff\x07"].concat());
    let in_a_gap = page(b"\x01\x01\0t\x02\0bH\xff\x01\x09\x02\0");
    let no_zero = [b"\x01\xf8\x0f", &[b'a'; 4088][..], b"\x01\0B\xff\x07"].concat();
    for (bytes, expected) in [
        (
            behind_the_nul,
            "offset 14: note: F1-TEXT-PAD (SPEC.md 1.5): expected 00 as padding, found 78",
        ),
        (
            label_of_256,
            "offset 1: note: F1-LABEL-256 (SPEC.md 1.3): expected no label size of n x 256, found \
             256",
        ),
        (in_a_gap, "offset 10: note: F1-GAP-ZERO (SPEC.md 1.4): expected 00 as padding, found 09"),
        (
            no_zero,
            "offset 4096: note: F1-LAST-ZERO (SPEC.md 1.6): expected a zero after the last field, \
             found the end of the file",
        ),
    ] {
        let found = validate(&bytes);
        assert_eq!(shown(&found), [expected]);
        assert!(found.iter().all(|departure| !departure.must));
    }
}

/// F1-PAGES speaks of a file of no bytes, too.
#[test]
fn an_empty_file_departs_twice() {
    let expected = [("0".to_owned(), "F1-NOT-EMPTY"), ("0".to_owned(), "F1-PAGES")];
    assert_eq!(musts(b""), expected.map(|(offset, clause)| (offset, clause.to_owned())));
}

#[test]
fn a_file_that_does_not_parse_and_has_no_whole_pages() {
    let expected = [("3", "F1-FIELD-WHOLE"), ("4", "F1-PAGES")];
    let expected = expected.map(|(offset, clause)| (offset.to_owned(), clause.to_owned()));
    assert_eq!(musts(b"\x01\x09\0a"), expected);
}
