//! The label check, which looks at eight bytes at a time, against one that looks at each.

use mmstats_core::v1::{ErrorKind, File};
use proptest::collection::vec;
use proptest::prelude::*;

const LABEL_AT: u64 = 3;

/// What the check says of a label, whatever the field.
fn found(label: &[u8]) -> Option<ErrorKind> {
    let counter = [&b"\x01\0Q\x01"[..], &[0; 16]].concat();
    let [byte, counter] = [&b"\x01\0B\xff\x07"[..], &counter].map(|field| found_in(label, field));
    assert_eq!(byte, counter, "{label:x?}");
    byte
}

/// What it says of the label of a file's only field. `behind` is what stands behind it.
fn found_in(label: &[u8], behind: &[u8]) -> Option<ErrorKind> {
    let mut bytes = vec![1];
    bytes.extend(u16::try_from(label.len()).expect("a short label").to_le_bytes());
    bytes.extend(label);
    // As another dialect this ends early: the error is that of this one.
    bytes.extend(behind);
    match File::parse(&bytes) {
        Ok(file) => {
            let labels: Vec<_> =
                file.fields().map(|field| field.label_bytes().to_owned()).collect();
            assert_eq!(labels, [label]);
            None
        }
        Err(error) => {
            assert_eq!(error.offset, LABEL_AT, "{error}");
            Some(error.kind)
        }
    }
}

fn expected(label: &[u8]) -> Option<ErrorKind> {
    match std::str::from_utf8(label) {
        Err(_) => Some(ErrorKind::LabelUtf8),
        Ok(text) if text.contains('\0') => Some(ErrorKind::LabelNul),
        Ok(_) => None,
    }
}

/// One odd byte at every place of labels of every length up to five words.
#[test]
fn every_place_of_every_length() {
    for size in 1..=40 {
        for place in 0..size {
            for byte in [0x00, 0x01, 0x7f, 0x80, 0x81, 0xc3, 0xff] {
                for filler in [0x01, b'a', 0x7f] {
                    let mut label = vec![filler; size];
                    label[place] = byte;
                    assert_eq!(found(&label), expected(&label), "{label:x?}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn arbitrary_labels(label in vec(any::<u8>(), 1..41)) {
        prop_assert_eq!(found(&label), expected(&label));
    }

    #[test]
    fn labels_of_characters(label in "[a-z\\x00\\x01éß€𝄞]{1,20}") {
        prop_assert_eq!(found(label.as_bytes()), expected(label.as_bytes()));
    }
}
