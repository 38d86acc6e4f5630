//! Every departure of a file from SPEC.md.

use std::collections::HashSet;
use std::fmt;

use mmstats_core::v1::layout::PAGE;
use mmstats_core::v1::{Field, File, Part, PartKind, Signature, Text};

/// Where a file departs from SPEC.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The offset in the file.
    pub offset: u64,
    /// The id of the clause.
    pub clause: &'static str,
    /// The section it stands in.
    pub section: &'static str,
    /// What was expected and what was found.
    pub what: String,
    /// Whether the clause is a MUST: only then the file doesn't conform.
    pub must: bool,
}

impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note = if self.must { "" } else { "note: " };
        let Departure { offset, clause, section, what, .. } = self;
        write!(f, "offset {offset}: {note}{clause} (SPEC.md {section}): {what}")
    }
}

/// Lists every departure, by offset. Of a file that doesn't parse those are what stops the parse,
/// and a size that is no whole pages.
pub fn validate(bytes: &[u8]) -> Vec<Departure> {
    let mut all = Vec::new();
    validate_each(bytes, |departure| all.push(departure));
    all
}

/// The same, one by one: a hostile file can have more of them than one would want to keep.
pub fn validate_each(bytes: &[u8], mut found: impl FnMut(Departure)) {
    let mut found = Findings(&mut found);
    match File::parse(bytes) {
        Ok(file) => {
            validate_fields(&file, &mut found);
            if !file.is_empty() && file.end() == bytes.len() {
                let what = "expected a zero after the last field, found the end of the file";
                found.should(bytes.len(), "F1-LAST-ZERO", "1.6", what.to_owned());
            }
        }
        Err(error) => found.0(Departure {
            offset: error.offset,
            clause: error.clause(),
            section: error.section(),
            what: error.kind.to_string(),
            must: true,
        }),
    }
    if bytes.is_empty() || !bytes.len().is_multiple_of(PAGE) {
        let what = format!("expected whole pages of {PAGE} bytes, found {} bytes", bytes.len());
        found.must(bytes.len(), "F1-PAGES", "1.9", what);
    }
}

/// Where departures go, in the order of their offsets.
struct Findings<'a>(&'a mut dyn FnMut(Departure));

impl Findings<'_> {
    fn must(&mut self, at: usize, clause: &'static str, section: &'static str, what: String) {
        self.0(Departure { offset: at as u64, clause, section, what, must: true });
    }

    fn should(&mut self, at: usize, clause: &'static str, section: &'static str, what: String) {
        self.0(Departure { offset: at as u64, clause, section, what, must: false });
    }
}

fn validate_fields(file: &File<'_>, found: &mut Findings<'_>) {
    let mut labels = HashSet::new();
    for field in file.fields() {
        let label = field.label_bytes();
        let label_at = field.label_offset();
        if label.len().is_multiple_of(256) {
            let what = format!("expected no label size of n x 256, found {}", label.len());
            found.should(field.offset(), "F1-LABEL-256", "1.3", what);
        }
        if !labels.insert(label) {
            let what = format!("expected labels once each, found {:?} again", field.label());
            found.must(label_at, "F1-LABEL-UNIQUE", "1.3", what);
        }
        validate_value(&field, found);
    }
}

fn validate_value(field: &Field<'_>, found: &mut Findings<'_>) {
    let Ok(signature) = Signature::parse(field.signature()) else { return };
    let value = field.value_bytes();
    let mut end = 0;
    for Part { kind, offset, width } in signature.parts() {
        let (from, to) = (offset as usize, (offset + width) as usize);
        let (Some(gap), Some(part)) = (value.get(end..from), value.get(from..to)) else { return };
        note_padding(gap, field.value_offset() + end, "F1-GAP-ZERO", "1.4", found);
        end = to;
        let at = field.value_offset() + from;
        match kind {
            PartKind::Bool if part[0] > 1 => {
                let what = format!("expected 00 or 01, found {:02x}", part[0]);
                found.must(at, "F1-BOOL", "1.5", what);
            }
            PartKind::Text => validate_text(part, at, found),
            _ => {}
        }
    }
}

fn validate_text(padded: &[u8], at: usize, found: &mut Findings<'_>) {
    let text = Text::new(padded);
    if text.to_str().is_err() {
        let what = "expected a text in UTF-8, found ill-formed bytes".to_owned();
        found.must(at, "F1-TEXT-UTF8", "1.5", what);
    }
    let size = text.as_bytes().len();
    note_padding(&padded[size..], at + size, "F1-TEXT-PAD", "1.5", found);
}

/// Bytes that readers ignore, and writers should make zero.
fn note_padding(
    padding: &[u8],
    at: usize,
    clause: &'static str,
    section: &'static str,
    found: &mut Findings<'_>,
) {
    if let Some(i) = padding.iter().position(|byte| *byte != 0) {
        let what = format!("expected 00 as padding, found {:02x}", padding[i]);
        found.should(at + i, clause, section, what);
    }
}
