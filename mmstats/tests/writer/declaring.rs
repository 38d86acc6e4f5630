//! Labels, and when fields can be declared.

use mmstats::Cause;
use mmstats::v1::Value;

use crate::folder::{Folder, assert_value, open};

#[test]
fn a_label_is_there_once() {
    let folder = Folder::new();
    let mut writer = folder.options().label_prefix("web.").build().expect("a writer");
    writer.counter("hits").expect("a field");
    for error in [
        writer.counter("hits").map(|_| ()),
        writer.text("hits", 8).map(|_| ()),
        writer.tuple_of("hits", "QQ").map(|_| ()),
        writer.constant("hits", 1_u8),
    ] {
        let error = error.expect_err("there is one already");
        assert_eq!(error.cause(), Cause::Duplicate);
        assert!(error.to_string().contains(r#""web.hits""#), "{error}");
    }
    assert_eq!(open(&writer.create_file().expect("a file")).len(), 1);
}

#[test]
fn labels_that_no_file_can_have() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    for (label, cause) in [
        (String::new(), Cause::Invalid),
        ("a\0b".to_owned(), Cause::Invalid),
        ("a".repeat(65_536), Cause::Limit),
    ] {
        assert_eq!(writer.counter(&label).expect_err("no label").cause(), cause);
    }
    let odd = ["größe", "with spaces\n", "%{}/", "a"];
    for label in odd {
        writer.counter(label).expect("a label");
    }
    writer.constant(&"a".repeat(65_535), 9_u8).expect("the longest label");
    let reader = open(&writer.create_file().expect("a file"));
    assert_eq!(reader.len(), odd.len() + 1);
    for label in odd {
        assert_value(&reader, label, Value::U64(0));
    }
    assert_value(&reader, &"a".repeat(65_535), Value::U8(9));
}

#[test]
fn a_prefix_stands_before_every_label() {
    let folder = Folder::new();
    let mut writer =
        folder.options().label_prefix("web.").system_fields(true).build().expect("a writer");
    writer.counter("hits").expect("a field");
    writer.counter("").expect("with its prefix it is a label");
    let reader = open(&writer.create_file().expect("a file"));
    assert!(reader.fields().all(|field| field.label().starts_with("web.")));
    assert!(reader.get("web.sys.pid").is_some() && reader.get("web.").is_some());
}

#[test]
fn a_prefix_that_can_not_be_in_a_label() {
    let folder = Folder::new();
    let options = folder.options().label_prefix("a\0").system_fields(true);
    assert_eq!(options.build().expect_err("no label").cause(), Cause::Invalid);
}

#[test]
fn no_fields_once_the_file_exists_or_existed() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    writer.counter("first").expect("a field");
    let path = writer.create_file().expect("a file");
    let late = writer.counter("late").expect_err("format 1 can't");
    assert_eq!(late.cause(), Cause::Closed);
    assert!(late.to_string().contains(r#""late""#), "{late}");
    assert_eq!(writer.create_file().expect_err("there is one").cause(), Cause::Closed);
    assert_eq!(open(&path).len(), 1);
    writer.remove().expect("removed");
    assert_eq!(writer.counter("later").expect_err("too late").cause(), Cause::Closed);
    assert_eq!(writer.create_file().expect_err("too late").cause(), Cause::Closed);
}
