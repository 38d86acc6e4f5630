//! Every departure of a file, of either format, from SPEC.md.

mod cells;
mod entries;
mod families;
mod file;
mod series;

use mmstats_core::v2::layout::header::MAGIC;

use crate::v1;
pub use crate::v1::Departure;

/// Lists every departure from a MUST that is a file's duty, and from a SHOULD as a note, by offset.
/// Of a file that doesn't parse those are what stops the parse, and in format 1 a size that is no
/// whole pages.
pub fn validate(bytes: &[u8]) -> Vec<Departure> {
    let mut all = Vec::new();
    validate_each(bytes, |departure| all.push(departure));
    all.sort_by_key(|departure| departure.offset);
    all
}

/// The same, one by one and not by offset: a hostile file can have more of them than one would want
/// to keep.
pub fn validate_each(bytes: &[u8], mut found: impl FnMut(Departure)) {
    if bytes.starts_with(&MAGIC) {
        file::validate(bytes, &mut Findings(&mut found));
    } else {
        v1::validate_each(bytes, found);
    }
}

/// Where departures go.
struct Findings<'a>(&'a mut dyn FnMut(Departure));

impl Findings<'_> {
    fn must(&mut self, offset: u64, clause: &'static str, section: &'static str, what: String) {
        self.0(Departure { offset, clause, section, what, must: true });
    }
}
