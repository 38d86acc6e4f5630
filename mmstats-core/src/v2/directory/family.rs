//! Families (SPEC.md 2.5): what an entry says, and where in it.

use alloc::vec::Vec;

use super::attribute::{Attribute, Attributes};
use super::component::Component;
use super::name::{check_name, check_text, check_unit};
use crate::v2::bytes::{u8_at, u32_at};
use crate::v2::error::{Error, ErrorKind};
use crate::v2::fault::{ComponentFault, ParameterFault, TextFault};
use crate::v2::kind::{Kind, ValueType};
use crate::v2::layout::{attribute, family};
use crate::v2::parameters::{Buckets, Parameters, Ring, Sequence};

/// Where an attribute's value is in an entry, and which it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    at: u32,
    length: u16,
    pub tag: u16,
}

impl Span {
    fn of(attribute: &Attribute<'_>) -> Span {
        // An entry's length has 32 bits, and an attribute's 16.
        let at = attribute.at + attribute::HEADER;
        Span { at: at as u32, length: attribute.value.len() as u16, tag: attribute.tag }
    }

    /// The bytes; none where the entry is shorter than that which was checked.
    pub fn bytes(self, entry: &[u8]) -> &[u8] {
        let bytes = entry.get(self.at as usize..).and_then(|rest| rest.get(..self.length.into()));
        bytes.unwrap_or_default()
    }

    /// The text; empty where these are other bytes than those that were checked.
    pub fn text(self, entry: &[u8]) -> &str {
        core::str::from_utf8(self.bytes(entry)).unwrap_or_default()
    }
}

/// What is kept of a family whose kind and value type are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// The entry's length.
    pub length: u32,
    pub kind: Kind,
    pub value_type: ValueType,
    /// The code of the aggregate, which may be any.
    pub aggregate: u8,
    pub parameters: Parameters,
    pub name: Span,
    pub unit: Span,
    pub help: Span,
    /// Where among the spans of all families those of its label keys and components begin, as they
    /// come: each series asks for them, and any number of other attributes may stand between.
    pub spans: usize,
    pub keys: u32,
    pub components: u32,
}

impl Record {
    /// Parses and checks an entry at `offset`, whose family has to have that id, and adds its spans;
    /// `None` for a family to be skipped (F2-KIND-SKIP).
    pub fn parse(
        entry: &[u8],
        offset: u64,
        id: u32,
        spans: &mut Vec<Span>,
    ) -> Result<Option<Record>, Error> {
        if entry.len() < family::MIN {
            let kind = ErrorKind::FamilyEntry { found: entry.len() as u32 };
            return Err(Error::new(offset, kind));
        }
        let found = u32_at(entry, family::ID);
        if found != id {
            let kind = ErrorKind::FamilyId { found, expected: id };
            return Err(Error::new(offset + family::ID as u64, kind));
        }
        let kind = Kind::of(u8_at(entry, family::KIND));
        let value_type = ValueType::of(u8_at(entry, family::VALUE_TYPE));
        let (Some(kind), Some(value_type)) = (kind, value_type) else { return Ok(None) };
        if !kind.takes(value_type) {
            let at = offset + family::KIND as u64;
            return Err(Error::new(at, ErrorKind::KindType { kind, value_type }));
        }
        let record = Record {
            length: entry.len() as u32,
            kind,
            value_type,
            aggregate: u8_at(entry, family::AGGREGATE),
            parameters: Parameters::Scalar,
            name: Span::default(),
            unit: Span::default(),
            help: Span::default(),
            spans: spans.len(),
            keys: 0,
            components: 0,
        };
        Scan::new(record, spans).run(entry, offset).map(Some)
    }

    /// Its part of the spans of all families.
    pub fn spans(self, all: &[Span]) -> &[Span] {
        let behind = all.get(self.spans..).unwrap_or_default();
        behind.get(..self.keys as usize + self.components as usize).unwrap_or_default()
    }
}

/// What a scan of the attributes knows so far.
struct Scan<'a> {
    record: Record,
    spans: &'a mut Vec<Span>,
    has_name: bool,
    has_unit: bool,
    has_help: bool,
    /// Where the last component ends in the slot.
    end: u64,
    /// How many components stand before the slot's width.
    unplaced: usize,
}

impl Scan<'_> {
    fn new(record: Record, spans: &mut Vec<Span>) -> Scan<'_> {
        let (has_name, has_unit, has_help) = (false, false, false);
        Scan { record, spans, has_name, has_unit, has_help, end: 0, unplaced: 0 }
    }

    fn run(mut self, entry: &[u8], offset: u64) -> Result<Record, Error> {
        for attribute in Attributes::of(entry) {
            let attribute = attribute.map_err(|cut| {
                let kind = ErrorKind::AttributeWhole { need: cut.need, have: cut.have };
                Error::new(offset + cut.at as u64, kind)
            })?;
            self.attribute(&attribute)
                .map_err(|kind| Error::new(offset + attribute.at as u64, kind))?;
        }
        self.check_places(entry, offset)?;
        self.check_missing().map_err(|kind| Error::new(offset, kind))?;
        Ok(self.record)
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) -> Result<(), ErrorKind> {
        let value = attribute.value;
        let record = &mut self.record;
        match (attribute.tag, record.kind) {
            (attribute::NAME, _) if !self.has_name => {
                check_name(value).map_err(ErrorKind::Name)?;
                (self.has_name, record.name) = (true, Span::of(attribute));
            }
            (attribute::UNIT, _) if !self.has_unit => {
                check_unit(value).map_err(ErrorKind::Unit)?;
                (self.has_unit, record.unit) = (true, Span::of(attribute));
            }
            (attribute::HELP, _) if !self.has_help => {
                check_text(value).map_err(ErrorKind::Help)?;
                (self.has_help, record.help) = (true, Span::of(attribute));
            }
            (attribute::LABEL_KEY, _) => {
                check_name(value).map_err(ErrorKind::Name)?;
                record.keys += 1;
                self.spans.push(Span::of(attribute));
            }
            (attribute::COMPONENT, Kind::Struct) => self.component(attribute)?,
            _ if record.parameters != Parameters::Scalar => {}
            (attribute::SEQUENCE, Kind::Text | Kind::Struct) => {
                let sequence = Sequence::parse(value).map_err(ErrorKind::Sequence)?;
                record.parameters = Parameters::Sequence(sequence);
            }
            (attribute::BUCKETS, Kind::Histogram) => {
                let buckets = Buckets::parse(value).map_err(ErrorKind::Buckets)?;
                record.parameters = Parameters::Buckets(buckets);
            }
            (attribute::RING, Kind::Window) => {
                let ring = Ring::parse(value).map_err(ErrorKind::Ring)?;
                record.parameters = Parameters::Ring(ring);
            }
            _ => {}
        }
        Ok(())
    }

    fn component(&mut self, attribute: &Attribute<'_>) -> Result<(), ErrorKind> {
        let component = Component::parse(attribute.value).map_err(ErrorKind::Component)?;
        self.record.components += 1;
        self.spans.push(Span::of(attribute));
        match self.record.parameters {
            Parameters::Sequence(sequence) => component.check_place(self.end, sequence.width)?,
            _ => self.unplaced += 1,
        }
        self.end = component.end();
        Ok(())
    }

    /// The places of components that stand before the attribute with the slot's width.
    fn check_places(&self, entry: &[u8], offset: u64) -> Result<(), Error> {
        let Parameters::Sequence(sequence) = self.record.parameters else { return Ok(()) };
        let components = Attributes::of(entry)
            .map_while(Result::ok)
            .filter(|attribute| attribute.tag == attribute::COMPONENT);
        let mut end = 0;
        for attribute in components.take(self.unplaced) {
            let Ok(component) = Component::parse(attribute.value) else { break };
            component
                .check_place(end, sequence.width)
                .map_err(|kind| Error::new(offset + attribute.at as u64, kind))?;
            end = component.end();
        }
        Ok(())
    }

    fn check_missing(&self) -> Result<(), ErrorKind> {
        if !self.has_name {
            return Err(ErrorKind::Name(TextFault::Missing));
        }
        match (self.record.kind, self.record.parameters) {
            (Kind::Histogram, Parameters::Scalar) => {
                Err(ErrorKind::Buckets(ParameterFault::Missing))
            }
            (Kind::Window, Parameters::Scalar) => Err(ErrorKind::Ring(ParameterFault::Missing)),
            (Kind::Text | Kind::Struct, Parameters::Scalar) => {
                Err(ErrorKind::Sequence(ParameterFault::Missing))
            }
            (Kind::Struct, _) if self.record.components == 0 => {
                Err(ErrorKind::Component(ComponentFault::Missing))
            }
            _ => Ok(()),
        }
    }
}
