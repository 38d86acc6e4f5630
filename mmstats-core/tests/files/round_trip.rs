//! What was encoded is what is decoded, in all four dialects and every state of a field.

use mmstats_core::v1::{Dialect, File, fit};
use proptest::prelude::*;

use crate::model::{dialect_and_fields, file};
use crate::seen::Seen;
use crate::walk::Entries;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_field_comes_back((dialect, fields) in dialect_and_fields(), zeros in 0..140_usize) {
        let bytes = file(dialect, &fields, zeros);
        let decoded = File::parse(&bytes).expect("it was encoded");
        let expected = if fields.is_empty() { Dialect::WRITTEN } else { dialect };
        prop_assert_eq!(decoded.dialect(), expected);
        prop_assert_eq!(decoded.len(), fields.len());
        prop_assert_eq!(decoded.is_empty(), fields.is_empty());
        prop_assert_eq!(decoded.fields().count(), fields.len());
        for (found, field) in decoded.fields().zip(&fields) {
            prop_assert_eq!(found.label(), &field.label);
            prop_assert_eq!(found.label_bytes(), field.label.as_bytes());
            prop_assert_eq!(found.signature().to_vec(), field.signature().into_bytes());
            prop_assert_eq!(found.is_buffered(), field.buffered);
            prop_assert_eq!(Seen::of(&found.value()), field.seen());
        }
    }

    #[test]
    fn offsets_are_those_of_the_items((dialect, fields) in dialect_and_fields()) {
        let bytes = file(dialect, &fields, 0);
        let decoded = File::parse(&bytes).expect("it was encoded");
        let mut last = 0;
        for found in decoded.fields() {
            prop_assert!(found.offset() > last, "fields are in file order");
            last = found.offset();
            prop_assert_eq!(found.label_offset(), found.offset() + 2);
            prop_assert!(bytes[found.label_offset()..].starts_with(found.label_bytes()));
            prop_assert!(bytes[found.value_offset()..].starts_with(found.value_bytes()));
        }
    }

    #[test]
    fn the_first_of_a_label_is_found((dialect, fields) in dialect_and_fields()) {
        let bytes = file(dialect, &fields, 3);
        let decoded = File::parse(&bytes).expect("it was encoded");
        for field in &fields {
            let first = fields.iter().find(|other| other.label == field.label).expect("itself");
            let found = decoded.find(&field.label).expect("it is there");
            prop_assert_eq!(Seen::of(&found.value()), first.seen());
        }
        prop_assert!(decoded.find("no such label, for it is longer than forty bytes").is_none());
    }

    /// A copy that was made later has the values, if it is as long; write buffers are those of the
    /// first copy, whatever the later one says.
    #[test]
    fn values_of_a_later_copy((dialect, fields) in dialect_and_fields(), longer in any::<bool>()) {
        let bytes = file(dialect, &fields, 0);
        let decoded = File::parse(&bytes).expect("it was encoded");
        let mut later = bytes.clone();
        for field in decoded.fields() {
            later[field.write_buffer_offset()] ^= 1;
            later[field.value_offset()..][..field.value_bytes().len()].fill(b'1');
        }
        later.resize(bytes.len() + usize::from(longer), 0);
        let mut entries = Entries::default();
        fit(&bytes, &later, None, &mut entries).expect("it was encoded");
        let values = if longer { &bytes } else { &later };
        for (entry, seen) in entries.found.iter().zip(&entries.seen) {
            let order = decoded.dialect().byte_order;
            let field = entry.field(&bytes, values, order).expect("of these bytes");
            prop_assert_eq!(&Seen::of(&field.value()), seen);
            prop_assert!(longer || field.value_bytes().iter().all(|byte| *byte == b'1'));
            prop_assert_eq!(field.write_buffer(), bytes[field.write_buffer_offset()]);
        }
    }
}
