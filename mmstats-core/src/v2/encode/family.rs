//! Families' entries (SPEC.md 2.5).

use super::EncodeError;
use super::put::{Put, attribute_length, check_name, check_text};
use crate::v2::layout::{WORD, attribute, component, entry, family, histogram, sequenced, window};
use crate::v2::{Aggregate, Buckets, Component, Kind, Parameters, Ring, Sequence, ValueType};

/// The longest help in bytes: what an attribute takes.
const MAX_HELP: usize = u16::MAX as usize;

/// A family's entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FamilyEntry<'a> {
    /// Its id.
    pub id: u32,
    /// Its kind.
    pub kind: Kind,
    /// Its value type.
    pub value_type: ValueType,
    /// What a sum over files is.
    pub aggregate: Aggregate,
    /// Whether files whose writer is dead don't count.
    pub alive_only: bool,
    /// Its name.
    pub name: &'a str,
    /// Its unit; empty: none.
    pub unit: &'a str,
    /// Its help; empty: none.
    pub help: &'a str,
    /// Its label keys.
    pub label_keys: &'a [&'a str],
    /// The shape of its cells.
    pub parameters: Parameters,
    /// The components of a struct.
    pub components: &'a [Component<'a>],
}

impl FamilyEntry<'_> {
    /// The length of the entry.
    ///
    /// Errors: a clause of SPEC.md that it would break.
    pub fn length(&self) -> Result<usize, EncodeError> {
        self.check()?;
        let optional = [self.unit, self.help].into_iter().filter(|text| !text.is_empty());
        let texts = [self.name].into_iter().chain(optional).chain(self.label_keys.iter().copied());
        let texts: usize = texts.map(|text| attribute_length(text.len())).sum();
        let components =
            self.components.iter().map(|each| attribute_length(component_length(each)));
        let parameters = match self.parameters {
            Parameters::Scalar => 0,
            Parameters::Sequence(_) => attribute_length(sequenced::ATTRIBUTE),
            Parameters::Buckets(_) => attribute_length(histogram::ATTRIBUTE),
            Parameters::Ring(_) => attribute_length(window::ATTRIBUTE),
        };
        let length = family::ATTRIBUTES + texts + parameters + components.sum::<usize>();
        Ok(length.next_multiple_of(WORD).max(family::MIN))
    }

    /// Encodes it into a place of that length.
    pub fn encode(&self, out: &mut [u8]) {
        let alive_only = if self.alive_only { family::ALIVE_ONLY } else { 0 };
        let length = out.len() as u32;
        let mut put = Put::new(out);
        put.u32(length).u16(entry::FAMILY).u16(0).u32(self.id);
        put.u8(self.kind.code()).u8(self.value_type.code());
        put.u8(self.aggregate.code() | alive_only).u8(0);
        put.text(attribute::NAME, self.name);
        for (tag, text) in [(attribute::UNIT, self.unit), (attribute::HELP, self.help)] {
            if !text.is_empty() {
                put.text(tag, text);
            }
        }
        for key in self.label_keys {
            put.text(attribute::LABEL_KEY, key);
        }
        put_parameters(&mut put, &self.parameters);
        for each in self.components {
            put_component(&mut put, each);
        }
        put.zeros();
    }

    fn check(&self) -> Result<(), EncodeError> {
        check_name("name", self.name)?;
        check_text("unit", self.unit, family::MAX_NAME)?;
        check_text("help", self.help, MAX_HELP)?;
        for (i, key) in self.label_keys.iter().enumerate() {
            check_name("label key", key)?;
            if self.label_keys[..i].contains(key) {
                return Err(EncodeError::Twice { what: "label key" });
            }
        }
        let (kind, value_type) = (self.kind, self.value_type);
        if !kind.takes(value_type) {
            return Err(EncodeError::KindType { kind, value_type });
        }
        match (kind, self.parameters) {
            (Kind::Counter | Kind::Gauge, Parameters::Scalar) => {}
            (Kind::Text, Parameters::Sequence(sequence)) => check_slots(sequence)?,
            (Kind::Struct, Parameters::Sequence(sequence)) => {
                check_slots(sequence)?;
                return check_components(self.components, sequence);
            }
            (Kind::Histogram, Parameters::Buckets(buckets)) => check_buckets(buckets)?,
            (Kind::Window, Parameters::Ring(ring)) => check_ring(ring)?,
            _ => return Err(EncodeError::Parameters { kind }),
        }
        if self.components.is_empty() { Ok(()) } else { Err(EncodeError::Parameters { kind }) }
    }
}

fn check_slots(found: Sequence) -> Result<(), EncodeError> {
    if found.is_valid() { Ok(()) } else { Err(EncodeError::Sequence(found)) }
}

fn check_buckets(found: Buckets) -> Result<(), EncodeError> {
    if found.is_valid() { Ok(()) } else { Err(EncodeError::Buckets(found)) }
}

fn check_ring(found: Ring) -> Result<(), EncodeError> {
    if found.is_valid() { Ok(()) } else { Err(EncodeError::Ring(found)) }
}

/// F2-COMPONENT, F2-COMPONENT-PLACE and F2-COMPONENT-UNIQUE.
pub fn check_components(components: &[Component<'_>], slots: Sequence) -> Result<(), EncodeError> {
    if components.is_empty() {
        return Err(EncodeError::NoComponents);
    }
    let mut end = 0;
    for (index, each) in components.iter().enumerate() {
        check_name("component name", each.name)?;
        check_text("component unit", each.unit, family::MAX_NAME)?;
        if components[..index].iter().any(|other| other.name == each.name) {
            return Err(EncodeError::Twice { what: "component name" });
        }
        let of_type = each.component_type.width();
        let width = each.width as usize;
        let has_width = of_type.map_or(width != 0, |of_type| width == of_type);
        let aligned = (each.offset as usize).is_multiple_of(of_type.unwrap_or(1));
        let in_place = u64::from(each.offset) >= end && each.end() <= u64::from(slots.width);
        if !(has_width && aligned && in_place) {
            return Err(EncodeError::ComponentPlace { index });
        }
        end = each.end();
    }
    Ok(())
}

fn component_length(each: &Component<'_>) -> usize {
    component::NAME + each.name.len() + each.unit.len()
}

fn put_component(put: &mut Put<'_>, each: &Component<'_>) {
    put.attribute(attribute::COMPONENT, component_length(each));
    put.u32(each.offset).u32(each.width);
    put.u8(each.component_type.code()).u8(each.kind.code()).u16(each.name.len() as u16);
    put.bytes(each.name.as_bytes()).bytes(each.unit.as_bytes());
}

fn put_parameters(put: &mut Put<'_>, parameters: &Parameters) {
    match *parameters {
        Parameters::Scalar => {}
        Parameters::Sequence(Sequence { slots, width }) => {
            put.attribute(attribute::SEQUENCE, sequenced::ATTRIBUTE).u32(slots).u32(width);
        }
        Parameters::Buckets(Buckets { scale, first, number }) => {
            put.attribute(attribute::BUCKETS, histogram::ATTRIBUTE);
            put.u32(scale).u32(first as u32).u32(number);
        }
        Parameters::Ring(Ring { duration, slots }) => {
            put.attribute(attribute::RING, window::ATTRIBUTE).u64(duration).u32(slots);
        }
    }
}
