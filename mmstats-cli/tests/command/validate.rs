//! mmstats validate.

use crate::harness::{Folder, field, run_with, stats_file};

#[test]
fn every_departure_is_a_line() {
    let folder = Folder::new();
    let mut bytes = stats_file(&[
        field("on", "?", &[7]),
        field("text", "2s", b"\xff\0"),
        field("on", "?", &[1]),
    ]);
    bytes.pop();
    let path = folder.write("a.mmstats", &bytes);
    let run = run_with(["validate".as_ref(), path.as_os_str()]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""));
    let places: Vec<_> = run.stdout.lines().map(|line| line.split(": expected").next()).collect();
    let path = path.display();
    let expected = [
        format!("{path}: offset 9: F1-BOOL (SPEC.md 1.5)"),
        format!("{path}: offset 21: F1-TEXT-UTF8 (SPEC.md 1.5)"),
        format!("{path}: offset 25: F1-LABEL-UNIQUE (SPEC.md 1.3)"),
        format!("{path}: offset 4095: F1-PAGES (SPEC.md 1.9)"),
    ];
    assert_eq!(places, expected.each_ref().map(|place| Some(place.as_str())));
    assert!(run.stdout.contains("F1-BOOL (SPEC.md 1.5): expected 00 or 01, found 07\n"));
}

#[test]
fn a_file_with_notes_conforms() {
    let folder = Folder::new();
    let fields = [field([b'l'; 256], "B", &[1]), field("text", "4s", b"a\0b\0")];
    let path = folder.write("a.mmstats", &stats_file(&fields));
    let printed = run_with(["validate".as_ref(), path.as_os_str()]).printed();
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines.len(), 3, "{printed}");
    assert!(lines[0].contains("note: ") && lines[0].contains("F1-LABEL-256 (SPEC.md 1.3)"));
    assert!(lines[1].contains("note: ") && lines[1].contains("(SPEC.md 1.5)"), "{printed}");
    assert_eq!(lines[2], format!("{}: conforms", path.display()));
}

#[test]
fn a_file_that_does_not_parse_departs_and_of_its_size_too() {
    let folder = Folder::new();
    let path = folder.write("a.mmstats", b"\x01\x05\0ab");
    let run = run_with(["validate".as_ref(), path.as_os_str()]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""));
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    let path = path.display();
    assert!(lines[0].starts_with(&format!("{path}: offset 3: F1-FIELD-WHOLE (SPEC.md 1.3): ")));
    assert!(lines[1].starts_with(&format!("{path}: offset 5: F1-PAGES (SPEC.md 1.9): ")));
}

#[test]
fn the_worst_file_gives_the_status_and_all_are_said() {
    let folder = Folder::new();
    let good = folder.write_hits("good.mmstats", 1);
    let bad = folder.write("bad.mmstats", &stats_file(&[field("on", "?", &[7])]));
    let missing = folder.join("missing.mmstats");
    let status = |paths: &[&std::path::Path]| {
        let run = run_with(
            std::iter::once("validate".as_ref()).chain(paths.iter().map(|p| p.as_os_str())),
        );
        let last = run.stdout.lines().last().map(str::to_owned);
        (run.status, run.stderr.lines().count(), last)
    };
    let conforms = Some(format!("{}: conforms", good.display()));
    assert_eq!(status(&[&good, &good]), (Some(0), 0, conforms.clone()));
    assert_eq!(status(&[&bad, &good]), (Some(1), 0, conforms.clone()));
    assert_eq!(status(&[&missing, &bad, &good]), (Some(2), 1, conforms.clone()));
    assert_eq!(status(&[folder.path(), &good]), (Some(2), 1, conforms));
}
