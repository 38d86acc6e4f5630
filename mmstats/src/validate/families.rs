//! Departures of families (SPEC.md 2.5).

use std::collections::HashSet;

use mmstats_core::v2::layout::{attribute, family};
use mmstats_core::v2::{Aggregate, View};

use super::Findings;
use super::entries::{Item, attributes, u16_at};

/// The families, one behind the other.
pub(super) struct Families<'a> {
    view: View<'a>,
    /// How many there were.
    seen: usize,
    names: HashSet<&'a str>,
}

impl<'a> Families<'a> {
    pub(super) fn new(view: View<'a>) -> Families<'a> {
        Families { view, seen: 0, names: HashSet::new() }
    }

    pub(super) fn validate(&mut self, entry: Item<'a>, found: &mut Findings<'_>) {
        let known = self.view.family(self.seen);
        self.seen += 1;
        // F2-KIND-SKIP: nothing else of it is looked at.
        let Some(known) = known else { return };
        validate_aggregate(entry, found);
        validate_attributes(entry, found);
        validate_padding(entry, found);
        validate_unique(entry, attribute::LABEL_KEY, found);
        if known.components().next().is_some() {
            validate_unique(entry, attribute::COMPONENT, found);
        }
        if !self.names.insert(known.name()) {
            let at = attributes(entry).find(|attribute| attribute.code == attribute::NAME);
            let what = format!("expected names once each, found {:?} again", known.name());
            let offset = at.map_or(entry.offset, |name| name.offset);
            found.must(offset, "F2-NAME-UNIQUE", "2.5", what);
        }
    }
}

fn validate_aggregate(entry: Item<'_>, found: &mut Findings<'_>) {
    let Some(&code) = entry.bytes.get(family::AGGREGATE) else { return };
    if Aggregate::of(code & !family::ALIVE_ONLY).is_none() {
        let what = format!("expected aggregate 1 to 5, or 128 more, found {code}");
        found.must(entry.offset + family::AGGREGATE as u64, "F2-AGGREGATE", "2.5", what);
    }
}

/// F2-ATTRIBUTE-ONCE.
fn validate_attributes(entry: Item<'_>, found: &mut Findings<'_>) {
    let mut seen = 0_u32;
    for Item { offset, code, .. } in attributes(entry) {
        let repeatable = matches!(code, attribute::LABEL_KEY | attribute::COMPONENT);
        if repeatable || code > attribute::COMPONENT {
            continue;
        }
        if seen & 1 << code != 0 {
            let what = format!("expected attribute {code} once, found it again");
            found.must(offset, "F2-ATTRIBUTE-ONCE", "2.5", what);
        }
        seen |= 1 << code;
    }
}

fn validate_padding(entry: Item<'_>, found: &mut Findings<'_>) {
    let last = attributes(entry).last();
    let end = last.map_or(family::ATTRIBUTES, |last| {
        (last.offset - entry.offset) as usize + attribute::HEADER + last.bytes.len()
    });
    let padding = entry.bytes.get(end..).unwrap_or_default();
    if let Some(at) = padding.iter().position(|byte| *byte != 0) {
        let what = format!("expected 00 behind the attributes, found {:02x}", padding[at]);
        found.must(entry.offset + (end + at) as u64, "F2-PADDING", "2.5", what);
    }
}

/// F2-KEY-UNIQUE, F2-COMPONENT-UNIQUE.
fn validate_unique(entry: Item<'_>, tag: u16, found: &mut Findings<'_>) {
    let (clause, section) = match tag {
        attribute::COMPONENT => ("F2-COMPONENT-UNIQUE", "2.7"),
        _ => ("F2-KEY-UNIQUE", "2.5"),
    };
    let mut names = HashSet::new();
    for attribute in attributes(entry).filter(|attribute| attribute.code == tag) {
        let name = if tag == attribute::COMPONENT {
            component_name(attribute.bytes)
        } else {
            attribute.bytes
        };
        if !names.insert(name) {
            let what = format!("expected names once each, found \"{}\" again", name.escape_ascii());
            found.must(attribute.offset, clause, section, what);
        }
    }
}

fn component_name(value: &[u8]) -> &[u8] {
    use mmstats_core::v2::layout::component;
    let length = u16_at(value, component::NAME_LENGTH).unwrap_or(0);
    let name = value.get(component::NAME..).and_then(|rest| rest.get(..length.into()));
    name.unwrap_or_default()
}
