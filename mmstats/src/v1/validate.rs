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
        write!(f, "{note}offset {offset}: {clause} (SPEC.md {section}): {what}")
    }
}

/// Lists every departure, by offset. Of a file that doesn't parse, what stops the parse is the last.
pub fn validate(bytes: &[u8]) -> Vec<Departure> {
    let mut found = Findings(Vec::new());
    if !bytes.is_empty() && !bytes.len().is_multiple_of(PAGE) {
        let what = format!("expected whole pages of {PAGE} bytes, found {} bytes", bytes.len());
        found.must(bytes.len(), "F1-PAGES", "1.9", what);
    }
    match File::parse(bytes) {
        Ok(file) => validate_fields(&file, &mut found),
        Err(error) => found.0.push(Departure {
            offset: error.offset,
            clause: error.clause(),
            section: error.section(),
            what: error.kind.to_string(),
            must: true,
        }),
    }
    found.0.sort_by_key(|departure| departure.offset);
    found.0
}

struct Findings(Vec<Departure>);

impl Findings {
    fn add(
        &mut self,
        must: bool,
        at: usize,
        clause: &'static str,
        section: &'static str,
        what: String,
    ) {
        self.0.push(Departure { offset: at as u64, clause, section, what, must });
    }

    fn must(&mut self, at: usize, clause: &'static str, section: &'static str, what: String) {
        self.add(true, at, clause, section, what);
    }

    fn should(&mut self, at: usize, clause: &'static str, section: &'static str, what: String) {
        self.add(false, at, clause, section, what);
    }
}

fn validate_fields(file: &File<'_>, found: &mut Findings) {
    let mut labels = HashSet::new();
    for field in file.fields() {
        let label = field.label_bytes();
        let label_at = field.label_offset();
        if !labels.insert(label) {
            let what = format!("expected labels once each, found {:?} again", field.label());
            found.must(label_at, "F1-LABEL-UNIQUE", "1.3", what);
        }
        if label.len().is_multiple_of(256) {
            let what = format!("expected no label size of n x 256, found {}", label.len());
            found.should(field.offset(), "F1-LABEL-256", "1.3", what);
        }
        validate_value(&field, found);
    }
}

fn validate_value(field: &Field<'_>, found: &mut Findings) {
    let Ok(signature) = Signature::parse(field.signature()) else { return };
    let value = field.value_bytes();
    for Part { kind, offset, width } in signature.parts() {
        let (from, to) = (offset as usize, (offset + width) as usize);
        let Some(part) = value.get(from..to) else { return };
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

fn validate_text(padded: &[u8], at: usize, found: &mut Findings) {
    let text = Text::new(padded);
    if text.to_str().is_err() {
        let what = "expected a text in UTF-8, found ill-formed bytes".to_owned();
        found.must(at, "F1-TEXT-UTF8", "1.5", what);
    }
    let padding = &padded[text.as_bytes().len()..];
    if padding.iter().any(|byte| *byte != 0) {
        let what =
            "expected NUL from the end of the text to its width, found other bytes".to_owned();
        found.should(at, "F1-TEXT-READ", "1.5", what);
    }
}
