//! What the encoder writes, to the byte, and what it refuses.

use mmstats_core::v1::{
    ByteOrder, Dialect, EncodeError, ErrorKind, FieldSpec, Layout, Placed, Signature, Text, Value,
    encode_field, encode_value,
};

const UNTOUCHED: u8 = 0xaa;
const CHAR: Dialect = Dialect::new(Layout::Char, ByteOrder::Little);

fn spec<'a>(label: &'a str, signature: &'a str, buffered: bool) -> FieldSpec<'a> {
    FieldSpec { label, signature: signature.as_bytes(), buffered }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Text::new(text.as_bytes()))
}

/// Encodes into 64 bytes and returns those that changed, or the error if none did.
fn encoded(
    dialect: Dialect,
    spec: &FieldSpec<'_>,
    values: &[Value<'_>],
) -> Result<(Placed, Vec<u8>), EncodeError> {
    let mut out = [UNTOUCHED; 64];
    let result = encode_field(&mut out, dialect, spec, values);
    let end = result.as_ref().map_or(0, |placed| placed.end);
    assert!(out[end..].iter().all(|byte| *byte == UNTOUCHED), "wrote beyond {end}: {result:?}");
    Ok((result?, out[..end].to_vec()))
}

fn refused(dialect: Dialect, spec: &FieldSpec<'_>, values: &[Value<'_>]) -> EncodeError {
    encoded(dialect, spec, values).expect_err("to be refused")
}

#[test]
fn a_buffered_field_has_its_value_in_both_buffers() {
    let (placed, bytes) =
        encoded(Dialect::WRITTEN, &spec("n", "H", true), &[Value::U16(0x0102)]).expect("encodes");
    assert_eq!(bytes, b"\x01\0n\x01\0H\0\x02\x01\x02\x01");
    assert_eq!(placed, Placed { write_buffer_at: 6, width: 2, end: 11 });
}

#[test]
fn the_char_layout_has_no_type_size_and_big_endian_turns_sizes_and_values() {
    let big = Dialect::new(Layout::Char, ByteOrder::Big);
    let (placed, bytes) = encoded(big, &spec("n", "i", false), &[Value::I32(-2)]).expect("encodes");
    assert_eq!(bytes, b"\0\x01ni\xff\xff\xff\xff\xfe");
    assert_eq!(placed, Placed { write_buffer_at: 4, width: 4, end: 9 });
}

#[test]
fn gaps_and_padding_are_zero() {
    let values = [Value::I8(-1), text("ab"), Value::U16(7)];
    let (_, bytes) =
        encoded(Dialect::WRITTEN, &spec("t", "b4sH", false), &values).expect("encodes");
    assert_eq!(bytes, b"\x01\0t\x04\0b4sH\xff\xffab\0\0\0\x07\0");
}

#[test]
fn labels_that_no_file_can_have() {
    let one = [Value::U8(1)];
    let label = |label: &str| refused(Dialect::WRITTEN, &spec(label, "B", false), &one);
    assert_eq!(label(""), EncodeError::LabelEmpty);
    assert_eq!(label("a\0b"), EncodeError::LabelNul);
    assert_eq!(label(&"a".repeat(65_536)), EncodeError::LabelTooLong { size: 65_536 });

    let longest = "a".repeat(65_535);
    let mut out = vec![0; 70_000];
    encode_field(&mut out, Dialect::WRITTEN, &spec(&longest, "B", false), &one).expect("fits");
}

#[test]
fn signatures_that_no_file_can_have() {
    fn signature(dialect: Dialect, signature: &str) -> EncodeError {
        refused(dialect, &spec("a", signature, false), &[])
    }
    let unknown = EncodeError::Signature(ErrorKind::Signature { found: b'x' });
    assert_eq!(signature(Dialect::WRITTEN, "x"), unknown);
    let none = EncodeError::Signature(ErrorKind::TypeSizeZero);
    assert_eq!(signature(Dialect::WRITTEN, ""), none);
    let too_long = EncodeError::SignatureTooLong { size: 65_536 };
    assert_eq!(signature(Dialect::WRITTEN, &"B".repeat(65_536)), too_long);
    assert_eq!(signature(CHAR, "QQ"), EncodeError::SignatureTooLong { size: 2 });
    assert_eq!(signature(CHAR, "5s"), EncodeError::SignatureTooLong { size: 2 });
}

#[test]
fn values_that_are_not_of_the_signature() {
    let wrong =
        |signature, values: &[_]| refused(Dialect::WRITTEN, &spec("a", signature, true), values);
    let expected = |part, expected| EncodeError::WrongType { part, expected };
    assert_eq!(wrong("Q", &[Value::I64(1)]), expected(0, Some("u64")));
    assert_eq!(wrong("Qd", &[Value::U64(1)]), expected(1, Some("f64")));
    assert_eq!(wrong("Q", &[Value::U64(1), Value::U64(2)]), expected(1, None));
    assert_eq!(wrong("4s", &[Value::U32(1)]), expected(0, Some("text")));
}

#[test]
fn a_field_fits_to_the_byte() {
    let values = [Value::U64(1), Value::U64(2)];
    let spec = spec("pair", "QQ", true);
    let need = 2 + 4 + 2 + 2 + 1 + 32;
    let mut out = [UNTOUCHED; 43];
    assert_eq!(out.len(), need);
    let full = encode_field(&mut out[1..], Dialect::WRITTEN, &spec, &values);
    assert_eq!(full, Err(EncodeError::Full { need: 43, have: 42 }));
    assert_eq!(out, [UNTOUCHED; 43], "nothing is written where it fails");
    let placed = encode_field(&mut out, Dialect::WRITTEN, &spec, &values).expect("fits");
    assert_eq!(placed.end, need);
}

#[test]
fn a_text_wider_than_memory_is_an_error() {
    let wide = "999999999s".repeat(6_553);
    let values = vec![text(""); 6_553];
    let error = refused(Dialect::WRITTEN, &spec("a", &wide, true), &values);
    let need = 2 + 1 + 2 + 65_530 + 1 + 2 * 6_553 * 999_999_999;
    assert_eq!(error, EncodeError::Full { need, have: 64 });
}

/// F1-TEXT-UTF8: the same bytes that a reader would drop are not written.
#[test]
fn ill_formed_text_is_written_without_what_is_ill_formed() {
    let cases: [(&[u8], &str, &[u8]); 5] = [
        (b"a\xffb", "4s", b"ab\0\0"),
        (b"\xe2\x82", "2s", b"\0\0"),
        (b"a\xff\xc3\xa9", "3s", "aé".as_bytes()),
        // What doesn't fit ends the text, even if something behind it would.
        (b"a\xff\xc3\xa9\xffb", "2s", b"a\0"),
        (b"ab\xff\0c", "4s", b"ab\0\0"),
    ];
    for (bytes, signature, expected) in cases {
        let signature = Signature::parse(signature.as_bytes()).expect("a text");
        let mut out = vec![UNTOUCHED; expected.len()];
        let value = [Value::Text(Text::new(bytes))];
        encode_value(&mut out, &signature, &value, ByteOrder::Little).expect("encodes");
        assert_eq!(out, expected, "{bytes:x?}");
    }
}

#[test]
fn a_value_alone() {
    let signature = Signature::parse(b"bQ").expect("parses");
    let values = [Value::I8(1), Value::U64(2)];
    let mut out = [UNTOUCHED; 16];
    let short = encode_value(&mut out[..15], &signature, &values, ByteOrder::Big);
    assert_eq!(short, Err(EncodeError::Full { need: 16, have: 15 }));
    assert_eq!(out, [UNTOUCHED; 16]);
    encode_value(&mut out, &signature, &values, ByteOrder::Big).expect("encodes");
    assert_eq!(&out, b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02");
}
