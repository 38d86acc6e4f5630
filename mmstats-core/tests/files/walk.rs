//! Decoding bytes and looking at everything that is found.

use mmstats_core::v1::{Entry, Error, Field, File, Sink, fit};

use crate::seen::Seen;

/// Keeps the entries of a parse, and what was seen of each field when it was pushed.
#[derive(Default)]
pub struct Entries {
    pub found: Vec<Entry>,
    pub seen: Vec<Seen>,
}

impl Sink for Entries {
    fn restart(&mut self) {
        self.found.clear();
        self.seen.clear();
    }
    fn push(&mut self, field: Field<'_>) {
        self.found.push(field.entry());
        self.seen.push(Seen::of(&field.value()));
    }
}

/// Decodes, looks at everything that was found, and checks what holds for all bytes.
pub fn walk(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    let file = match File::parse(bytes) {
        Ok(file) => file,
        Err(error) => {
            assert!(error.offset <= bytes.len() as u64, "{error}: beyond {}", bytes.len());
            assert!(error.to_string().contains(error.clause()));
            return Err(error);
        }
    };
    assert_eq!(file.fields().count(), file.len());
    let mut entries = Entries::default();
    assert_eq!(fit(bytes, bytes, Some(file.dialect()), &mut entries), Ok(file.dialect()));
    assert_eq!(entries.found.len(), file.len());
    for ((field, entry), seen) in file.fields().zip(&entries.found).zip(&entries.seen) {
        let again = entry.field(bytes, bytes, file.dialect().byte_order).expect("of these bytes");
        assert_eq!(again.label(), field.label());
        assert!(!field.label().is_empty() && !field.label().contains('\0'));
        assert_eq!([&Seen::of(&again.value()), seen], [&Seen::of(&field.value()); 2]);
    }
    Ok(entries.found)
}
