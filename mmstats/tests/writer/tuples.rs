//! Fields of several parts.

use mmstats::Cause;
use mmstats::v1::{TupleField, Value, Writer};

use crate::folder::{Folder, open, text};

fn parts(writer: &Writer, label: &str) -> String {
    let reader = open(writer.path().expect("it has a file"));
    match reader.get(label).expect("the field").value() {
        Value::Tuple(tuple) => format!("{:?}", tuple.parts().collect::<Vec<_>>()),
        value => format!("{value:?}"),
    }
}

fn shown(parts: &[Value<'_>]) -> String {
    format!("{parts:?}")
}

#[test]
fn the_initial_values_say_the_types() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let initial = [
        Value::I8(-1),
        Value::U64(2),
        text("größe"),
        Value::Bool(true),
        Value::F32(0.5),
        Value::F64(-0.5),
        Value::U8(3),
        Value::I16(-4),
        Value::U16(5),
        Value::I32(-6),
        Value::U32(7),
        Value::I64(-8),
    ];
    let tuple = writer.tuple("all", &initial).expect("a field");
    assert_eq!(tuple.signature(), b"bQ7s?fdBhHiIq");
    writer.create_file().expect("a file");
    assert_eq!(parts(&writer, "all"), shown(&initial));
}

#[test]
fn parts_are_published_together() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let tuple = writer.tuple_of("pair", "Qd").expect("a field");
    writer.create_file().expect("a file");
    assert_eq!(parts(&writer, "pair"), shown(&[Value::U64(0), Value::F64(0.0)]));
    for n in 1..4 {
        let values = [Value::U64(n), Value::F64(n as f64 / 2.0)];
        tuple.set(&values).expect("of these types");
        assert_eq!(parts(&writer, "pair"), shown(&values));
    }
}

#[test]
fn parts_of_other_types_are_refused_and_nothing_is_published() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let tuple = writer.tuple("pair", &[Value::U64(1), Value::U8(2)]).expect("a field");
    writer.create_file().expect("a file");
    let published = parts(&writer, "pair");
    let refused = |tuple: &TupleField, values: &[Value<'_>]| {
        let error = tuple.set(values).expect_err("other types");
        assert_eq!(error.cause(), Cause::WrongType);
        assert!(error.to_string().contains(r#"field "pair""#), "{error}");
    };
    refused(&tuple, &[Value::U64(3)]);
    refused(&tuple, &[Value::U64(3), Value::I8(4)]);
    refused(&tuple, &[Value::U64(3), Value::U8(4), Value::U8(5)]);
    refused(&tuple, &[]);
    assert_eq!(parts(&writer, "pair"), published);
}

#[test]
fn parts_as_bytes() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let tuple = writer.tuple_of("gap", "bH").expect("a field");
    writer.create_file().expect("a file");
    assert_eq!(tuple.width(), 4);
    tuple.set_bytes(&[0xff, 0, 2, 1, 9, 9]);
    assert_eq!(parts(&writer, "gap"), shown(&[Value::I8(-1), Value::U16(0x0102)]));
    let mut bytes = [0xee; 6];
    tuple.get_bytes(&mut bytes);
    assert_eq!(bytes, [0xff, 0, 2, 1, 0xee, 0xee]);
}

/// F1-TEXT-UTF8 holds for what a writer is given, too.
#[test]
fn ill_formed_text_does_not_reach_the_file() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let ill_formed = Value::Text(mmstats::v1::Text::new(b"a\xffb"));
    let tuple = writer.tuple("texts", &[ill_formed, Value::U8(1)]).expect("a field");
    let path = writer.create_file().expect("a file");
    tuple.set(&[ill_formed, Value::U8(2)]).expect("of these types");
    let bytes = std::fs::read(&path).expect("the file");
    assert_eq!(mmstats::v1::validate(&bytes), []);
    assert_eq!(parts(&writer, "texts"), shown(&[text("ab"), Value::U8(2)]));
}

#[test]
fn signatures_that_are_none() {
    let folder = Folder::new();
    let mut writer = folder.options().label_prefix("web.").build().expect("a writer");
    for (signature, cause) in [
        (String::new(), Cause::Invalid),
        ("2Q".to_owned(), Cause::Invalid),
        ("Q ".to_owned(), Cause::Invalid),
        ("B".repeat(65_536), Cause::Limit),
    ] {
        let error = writer.tuple_of("a", &signature).expect_err("no signature");
        assert_eq!(error.cause(), cause, "{error}");
        assert!(error.to_string().contains(r#"field "web.a""#), "{error}");
    }
    let many = vec![Value::U8(0); 65_536];
    assert_eq!(writer.tuple("a", &many).expect_err("too many").cause(), Cause::Limit);
    assert_eq!(writer.tuple("a", &[]).expect_err("none").cause(), Cause::Invalid);
    writer.tuple("a", &many[1..]).expect("as many as a type size can say");
}
