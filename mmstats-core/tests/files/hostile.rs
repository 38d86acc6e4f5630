//! No bytes make the decoder panic, and every error points into the file.

use mmstats_core::v1::{Dialect, fit};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::{dialect_and_fields, file};
use crate::seen::Seen;
use crate::walk::{Entries, walk};

/// Bytes that look like a file more often than not: sizes are small, codes are frequent.
fn likely_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => 0..4_u8,
        4 => proptest::sample::select(&b"QqLlIiHhBb?fds0123456789"[..]),
        1 => Just(0xff),
        1 => any::<u8>(),
    ];
    vec(byte, 0..120).prop_map(|mut bytes| {
        bytes.insert(0, 1);
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..200)) {
        let _ = walk(&bytes);
    }

    #[test]
    fn bytes_that_look_like_fields(bytes in likely_bytes()) {
        let _ = walk(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mutated_files(
        (dialect, fields) in dialect_and_fields(),
        zeros in 0..80_usize,
        changes in vec((any::<Index>(), any::<u8>()), 1..4),
        cut in any::<Index>(),
    ) {
        let mut bytes = file(dialect, &fields, zeros);
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
            let _ = walk(&bytes);
        }
        let _ = walk(&bytes[..cut.index(bytes.len() + 1)]);
    }

    /// A reader that keeps entries and finds other bytes under them next time.
    #[test]
    fn entries_with_bytes_of_another_file(
        (dialect, fields) in dialect_and_fields(),
        other in vec(any::<u8>(), 0..300),
        cut in any::<Index>(),
    ) {
        let file = file(dialect, &fields, 0);
        for entry in walk(&file).expect("it was encoded") {
            for bytes in [&other[..], &file[..cut.index(file.len())]] {
                for (bytes, values) in [(bytes, bytes), (&file, bytes), (bytes, &file)] {
                    if let Some(field) = entry.field(bytes, values, dialect.byte_order) {
                        let _ = (field.label(), Seen::of(&field.value()), field.value_offset());
                    }
                }
            }
        }
    }

    /// F1-FURTHEST: the dialect that is tried first changes neither a fit's fields nor the error.
    #[test]
    fn the_error_does_not_depend_on_what_is_tried_first(bytes in likely_bytes()) {
        let plain = fit(&bytes, &bytes, None, &mut ());
        for first in Dialect::ALL {
            let mut entries = Entries::default();
            match fit(&bytes, &bytes, Some(first), &mut entries) {
                Ok(dialect) => prop_assert!(plain == Ok(dialect) || dialect == first),
                Err(error) => {
                    prop_assert_eq!(plain, Err(error));
                    prop_assert!(entries.found.is_empty(), "what was pushed is void");
                }
            }
        }
    }
}
