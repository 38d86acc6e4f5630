//! The decoded form of a file: JSON in which numbers are strings, so that no reader of JSON
//! loses a bit of them. `conformance/README.md` describes it.

mod fields;
mod parts;
mod path;
mod snapshot;
mod totals;

use mmstats::AnyReader;
use serde::ser::{Serialize, Serializer};

pub use fields::DecodedFields;
pub use path::DecodedPath;
pub use snapshot::DecodedSnapshot;
pub use totals::DecodedTotals;

/// The decoded form of the file that a reader has read. It is written piece by piece and
/// takes no memory of its own, however many fields or series there are.
pub enum Decoded<'a> {
    /// Of format 1.
    V1(DecodedFields<'a>),
    /// Of format 2.
    V2(DecodedSnapshot<'a>),
}

impl<'a> Decoded<'a> {
    /// The decoded form of that reader's file.
    pub fn new(reader: &'a AnyReader) -> Decoded<'a> {
        match reader {
            AnyReader::V2(reader) => Decoded::V2(DecodedSnapshot::new(reader.snapshot())),
            AnyReader::V1(reader) => Decoded::V1(DecodedFields::new(reader)),
        }
    }
}

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Decoded::V1(fields) => fields.serialize(serializer),
            Decoded::V2(snapshot) => snapshot.serialize(serializer),
        }
    }
}
