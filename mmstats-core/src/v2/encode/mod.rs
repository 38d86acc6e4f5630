//! Headers, families and series into bytes (SPEC.md 2.2, 2.5 and 2.6). Blocks and what changes
//! are `cells`.

mod error;
mod family;
mod folded;
mod header;
mod place;
mod put;
mod series;

pub use error::EncodeError;
pub use family::{FamilyEntry, check_components};
pub use folded::{folded_length, put_folded};
pub use header::encode_header;
pub use place::{place, slots_for, text_slots};
pub use series::{SeriesEntry, label_values_length, put_label_values};
