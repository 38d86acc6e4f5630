//! mmstats decode.

use crate::harness::{Folder, field, run_with, stats_file};

#[test]
fn prints_the_decoded_form_in_one_line() {
    let folder = Folder::new();
    let fields = [
        field("max", "f", &f32::MAX.to_le_bytes()),
        field("zero", "d", &(-0.0f64).to_le_bytes()),
        field("inf", "d", &f64::NEG_INFINITY.to_le_bytes()),
    ];
    let path = folder.write("a.mmstats", &stats_file(&fields));
    let expected = concat!(
        r#"{"format":1,"layout":"typed","byte_order":"little","fields":["#,
        r#"{"name":"max","type":"f32","value":"3.4028234663852886e+38"},"#,
        r#"{"name":"zero","type":"f64","value":"-0.0"},"#,
        r#"{"name":"inf","type":"f64","value":"-inf"}]}"#,
        "\n"
    );
    assert_eq!(run_with(["decode".as_ref(), path.as_os_str()]).printed(), expected);
}

#[test]
fn a_file_that_does_not_parse_ends_with_1() {
    let folder = Folder::new();
    let path = folder.write("a.mmstats", b"\x01\x01\0a\x01\0Q\x05");
    let run = run_with(["decode".as_ref(), path.as_os_str()]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), ""));
    let expected = format!(
        "{}: offset 7: expected write buffer 00, 01 or ff, found 05 (SPEC.md 1.3, F1-WRITE-BUFFER)\n",
        path.display()
    );
    assert_eq!(run.stderr, expected);
}

#[test]
fn a_file_that_can_not_be_read_ends_with_2() {
    let folder = Folder::new();
    for path in [folder.path().to_owned(), folder.join("missing")] {
        let run = run_with(["decode".as_ref(), path.as_os_str()]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.starts_with(&format!("{}: ", path.display())), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}
