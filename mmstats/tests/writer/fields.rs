//! Fields of one value: as they are declared, and as they are read after each write.

use mmstats::v1::{Scalar, Value};

use crate::folder::{Folder, assert_value, open, text};

/// Each type: its code, buffered where mmstats 0.8.0 buffers it, its initial value, its writes.
fn scalar<T: Scalar>(code: u8, buffered: bool, values: [T; 3]) {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let field = writer.field("value", values[0]).expect("a field");
    assert_eq!(field.get(), values[0]);
    let path = writer.create_file().expect("a file");
    let mut reader = open(&path);
    let declared = reader.get("value").expect("the field");
    assert_eq!((declared.signature(), declared.is_buffered()), (&[code][..], buffered));
    assert_value(&reader, "value", values[0].value());
    for value in values {
        field.set(value);
        assert_eq!(field.get(), value);
        reader.refresh().expect("the file is there");
        assert_value(&reader, "value", value.value());
    }
}

#[test]
fn every_type() {
    scalar(b'Q', true, [1_u64, u64::MAX, 0]);
    scalar(b'q', true, [-1_i64, i64::MIN, i64::MAX]);
    scalar(b'I', true, [1_u32, u32::MAX, 0]);
    scalar(b'i', true, [-1_i32, i32::MIN, i32::MAX]);
    scalar(b'H', true, [1_u16, u16::MAX, 0]);
    scalar(b'h', true, [-1_i16, i16::MIN, i16::MAX]);
    scalar(b'B', false, [1_u8, u8::MAX, 0]);
    scalar(b'b', false, [-1_i8, i8::MIN, i8::MAX]);
    scalar(b'f', true, [0.5_f32, f32::MAX, -0.0]);
    scalar(b'd', true, [0.5_f64, f64::MIN_POSITIVE, f64::NEG_INFINITY]);
    scalar(b'?', false, [true, false, true]);
}

#[test]
fn a_counter_counts_and_wraps() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    counter.inc();
    let mut reader = open(&writer.create_file().expect("a file"));
    assert_value(&reader, "hits", Value::U64(1));
    counter.add(41);
    reader.refresh().expect("the file is there");
    assert_value(&reader, "hits", Value::U64(42));
    counter.set(u64::MAX);
    counter.add(3);
    reader.refresh().expect("the file is there");
    assert_value(&reader, "hits", Value::U64(2));
    assert_eq!(counter.get(), 2);
}

#[test]
fn a_text_is_cut_between_characters_and_at_nul() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let field = writer.text("word", 4).expect("a field");
    assert_eq!((field.width(), field.get().as_str()), (4, ""));
    let mut reader = open(&writer.create_file().expect("a file"));
    assert!(!reader.get("word").expect("the field").is_buffered());
    for (set, kept) in [("abcd", "abcd"), ("€€", "€"), ("a\0b", "a"), ("abc𝄞", "abc"), ("", "")]
    {
        field.set(set);
        assert_eq!(field.get(), kept);
        reader.refresh().expect("the file is there");
        assert_value(&reader, "word", text(kept));
        let bytes = reader.get("word").expect("the field").value_bytes();
        assert!(bytes[kept.len()..].iter().all(|byte| *byte == 0), "zeros up to the width");
    }
}

#[test]
fn a_text_without_room() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let field = writer.text("nothing", 0).expect("a field");
    writer.constant("next", 7_u8).expect("a field");
    field.set("something");
    assert_eq!(field.get(), "");
    let reader = open(&writer.create_file().expect("a file"));
    assert_value(&reader, "nothing", text(""));
    assert_value(&reader, "next", Value::U8(7));
}

#[test]
fn fields_that_never_change() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    writer.constant("pi", 3.25_f64).expect("a field");
    writer.constant_text("short", "größe").expect("a field");
    writer.constant_text("long", &"x".repeat(300)).expect("a field");
    writer.constant_text_of("cut", "größe", 3).expect("a field");
    let reader = open(&writer.create_file().expect("a file"));
    assert_value(&reader, "pi", Value::F64(3.25));
    assert_value(&reader, "short", text("größe"));
    assert_value(&reader, "long", text(&"x".repeat(300)));
    assert_value(&reader, "cut", text("gr"));
    let signatures: Vec<_> = reader.fields().map(|field| field.signature()).collect();
    assert_eq!(signatures, [&b"d"[..], b"256s", b"300s", b"3s"]);
    assert!(reader.fields().all(|field| !field.is_buffered()));
}

/// For programs that write a field themselves.
#[test]
fn the_address_of_a_field_is_that_of_its_write_buffer() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let word = writer.text("word", 8).expect("a field");
    let tuple = writer.tuple_of("pair", "QQ").expect("a field");
    writer.create_file().expect("a file");
    counter.inc();
    // SAFETY: the handles keep these addresses mapped.
    let write_buffers = [counter.as_ptr(), word.as_ptr(), tuple.as_ptr()]
        .map(|at| unsafe { at.as_ptr().read_volatile() });
    assert_eq!(write_buffers, [1, 0xff, 0]);
}
