//! Signatures against a model: the ABNF of SPEC.md 1.4 word for word, and the alignment of
//! Python's native mode.

use mmstats_core::v1::{ErrorKind, Signature};
use proptest::collection::vec;
use proptest::prelude::*;

/// A part: the name of its type, its offset, its width.
type Part = (&'static str, u64, u64);

/// `signature = 1*part`; `None` for bytes that aren't one.
fn model(mut rest: &[u8]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut end = 0;
    while let Some((&code, behind)) = rest.split_first() {
        let (name, alignment, width);
        if let Some((scalar, size)) = model_scalar(code) {
            (name, alignment, width, rest) = (scalar, size, size, behind);
        } else {
            let (count, behind) = model_count(rest)?;
            rest = behind.strip_prefix(b"s")?;
            (name, alignment, width) = ("text", 1, count);
        }
        while end % alignment != 0 {
            end += 1;
        }
        parts.push((name, end, width));
        end += width;
    }
    (!parts.is_empty()).then_some(parts)
}

/// What `struct.calcsize` says of a code on a 64-bit machine; each is aligned to its size.
fn model_scalar(code: u8) -> Option<(&'static str, u64)> {
    Some(match code {
        b'Q' | b'L' => ("u64", 8),
        b'q' | b'l' => ("i64", 8),
        b'd' => ("f64", 8),
        b'I' => ("u32", 4),
        b'i' => ("i32", 4),
        b'f' => ("f32", 4),
        b'H' => ("u16", 2),
        b'h' => ("i16", 2),
        b'B' => ("u8", 1),
        b'b' => ("i8", 1),
        b'?' => ("bool", 1),
        _ => return None,
    })
}

/// `count = "0" / ( %x31-39 *8DIGIT )`, and what is behind it.
fn model_count(bytes: &[u8]) -> Option<(u64, &[u8])> {
    if let Some(behind) = bytes.strip_prefix(b"0") {
        return Some((0, behind));
    }
    let digits = bytes.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let (count, behind) = bytes.split_at(digits);
    Some((std::str::from_utf8(count).ok()?.parse().ok()?, behind))
}

fn check(bytes: &[u8]) {
    let expected = model(bytes);
    let Some(expected) = expected else {
        let kind = Signature::parse(bytes).expect_err("the model refuses it");
        match bytes {
            [] => assert_eq!(kind, ErrorKind::TypeSizeZero),
            _ => assert!(matches!(kind, ErrorKind::Signature { .. }), "{kind:?}"),
        }
        return;
    };
    let signature = Signature::parse(bytes).expect("the model takes it");
    let parts = signature.parts().map(|part| (part.kind.name(), part.offset, part.width));
    assert_eq!(parts.collect::<Vec<_>>(), expected);
    let &(_, offset, width) = expected.last().expect("at least one part");
    assert_eq!(signature.width(), offset + width);
    assert_eq!(signature.as_bytes(), bytes);
}

#[test]
fn every_signature_of_one_and_two_bytes() {
    check(&[]);
    for first in 0..=255 {
        check(&[first]);
        for second in 0..=255 {
            check(&[first, second]);
        }
    }
}

#[test]
fn counts_at_their_limits() {
    for signature in [
        "0s",
        "1s",
        "9s",
        "00s",
        "01s",
        "0",
        "10",
        "s",
        "999999999s",
        "0999999999s",
        "1000000000s",
        "18446744073709551617s",
        "5 s",
        "Q0sQ",
        "b999999999sQ",
        "5sd",
        "bQ",
        "Qb",
        "5p",
        "?5sd",
    ] {
        check(signature.as_bytes());
    }
}

#[test]
fn the_longest_and_the_widest() {
    check(&[b'b'; 65_535]);
    check(&b"bQ".repeat(32_767));
    check(&b"999999999s".repeat(6_553));
}

/// More than a file can say is an error and no panic: callers give it too.
#[test]
fn longer_than_a_type_size_can_say() {
    for bytes in [vec![b'B'; 65_536], b"999999999s".repeat(6_554)] {
        assert!(matches!(Signature::parse(&bytes), Err(ErrorKind::Signature { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn codes_and_counts(bytes in "([QqLlIiHhBb?fd]|[0-9]{1,10}s|[0-9sp @=<>!x]){0,12}") {
        check(bytes.as_bytes());
    }

    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..8)) {
        check(&bytes);
    }
}
