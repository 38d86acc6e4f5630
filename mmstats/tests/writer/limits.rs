//! Many fields, and more than a file can take.

use mmstats::Cause;
use mmstats::v1::{MAX_WRITTEN, Value};

use crate::folder::{Folder, assert_value, open};

#[test]
fn ten_thousand_fields() {
    const FIELDS: u64 = 10_000;
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counters: Vec<_> =
        (0..FIELDS).map(|n| writer.counter(&format!("counter.{n}")).expect("a field")).collect();
    let mut reader = open(&writer.create_file().expect("a file"));
    for (n, counter) in (0..).zip(&counters) {
        counter.set(n * n);
    }
    reader.refresh().expect("the file is there");
    assert_eq!(reader.len(), counters.len());
    for (n, field) in (0..).zip(reader.fields()) {
        assert_eq!((field.label(), field.value()), (&*format!("counter.{n}"), Value::U64(n * n)));
    }
    assert_eq!(reader.size(), writer.size());
}

/// Labels of one letter, so that each field takes its width and 2 + 1 + 2 + 8 + 1 bytes.
const AROUND: usize = 14;

#[test]
fn a_file_can_be_filled_to_the_last_byte_and_no_further() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let half = MAX_WRITTEN / 2 - AROUND;
    let first = writer.text("a", half).expect("half a file");

    // Beside the fields a file has its version byte and a last zero (F1-LAST-ZERO).
    let error = writer.text("b", half - 1).expect_err("the last zero has no room");
    assert_eq!(error.cause(), Cause::Limit, "{error}");
    let error = writer.text("c", MAX_WRITTEN).expect_err("more than a file");
    assert_eq!(error.cause(), Cause::Limit, "{error}");
    let error = writer.text("c", 999_999_999).expect_err("the widest text");
    assert_eq!(error.cause(), Cause::Limit, "{error}");

    let second = writer.text("b", half - 2).expect("what is left, to the byte");
    assert_eq!(writer.counter("d").expect_err("nothing is left").cause(), Cause::Limit);
    first.set("first");
    second.set(&"x".repeat(half - 2));
    let path = writer.create_file().expect("a file of the largest size");
    let reader = open(&path);
    assert_eq!((reader.size(), reader.len()), (MAX_WRITTEN, 2));
    assert_value(&reader, "a", crate::folder::text("first"));
    assert_eq!(reader.get("b").expect("the field").value_bytes().last(), Some(&b'x'));
}
