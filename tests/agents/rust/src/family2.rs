//! Registering the families of a scenario of format 2.

use std::error::Error;

use mmstats::Writer;
use mmstats::format::encode::{FamilyEntry, place, slots_for, text_slots};
use mmstats::format::{
    Aggregate, Buckets, Component, ComponentKind, ComponentType, Kind, Parameters, Ring, ValueType,
};
use mmstats::raw::{self, Spec};
use mmstats::v1::trim_utf8;

use crate::scenario2::Family;

/// A family that was registered.
pub struct Registered {
    pub raw: raw::Family,
    pub kind: Kind,
    pub value_type: ValueType,
    /// Type, offset and width of the components of a struct.
    pub components: Vec<(ComponentType, usize, usize)>,
}

/// The one of that name.
fn named<T>(
    name: &str,
    of: impl Fn(u8) -> Option<T>,
    its: impl Fn(&T) -> &str,
) -> Result<T, String> {
    let found = (0..=u8::MAX).filter_map(of).find(|it| its(it) == name);
    found.ok_or_else(|| format!("nothing has the name {name:?}"))
}

pub fn register(writer: &Writer, family: &Family) -> Result<Registered, Box<dyn Error>> {
    let kind = named(&family.kind, Kind::of, |it| it.name())?;
    let value_type = named(&family.value_type, ValueType::of, |it| it.name())?;
    let aggregate = named(family.text("aggregate"), Aggregate::of, |it| it.name())?;
    let label_keys: Vec<_> = family.all("label").collect();
    let components = components(family)?;
    let end = components.last().map_or(0, |last| last.offset + last.width);
    let parameters = match kind {
        Kind::Text => Parameters::Sequence(text_slots(family.number("capacity")?)),
        Kind::Struct => Parameters::Sequence(slots_for(end)),
        Kind::Histogram => Parameters::Buckets(Buckets {
            scale: family.number("scale")?,
            first: family.number("first")?,
            number: family.number("buckets")?,
        }),
        Kind::Window => Parameters::Ring(Ring {
            duration: family.number("duration")?,
            slots: family.number("slots")?,
        }),
        _ => Parameters::Scalar,
    };
    let entry = FamilyEntry {
        id: 0,
        kind,
        value_type,
        aggregate,
        alive_only: family.text("alive_only") == "1",
        name: &family.name,
        unit: family.text("unit"),
        help: family.text("help"),
        label_keys: &label_keys,
        parameters,
        components: &components,
    };
    let limit = family.all("limit").next().map(str::parse).transpose()?;
    let raw = writer.raw_family(&Spec { entry, limit })?;
    let places = |it: &Component<'_>| (it.component_type, it.offset as usize, it.width as usize);
    let components = components.iter().map(places).collect();
    Ok(Registered { raw, kind, value_type, components })
}

/// `NAME:TYPE:KIND:UNIT`, and of a text `:WIDTH`. A unit may have a colon.
fn components(family: &Family) -> Result<Vec<Component<'_>>, Box<dyn Error>> {
    let mut components: Vec<Component<'_>> = Vec::new();
    for word in family.all("component") {
        let mut parts = word.splitn(4, ':');
        let mut part = || parts.next().ok_or("a component of too few words");
        let (name, of_type, of_kind, mut unit) = (part()?, part()?, part()?, part()?);
        let component_type = named(of_type, ComponentType::of, |it| it.name())?;
        let width = match component_type.width() {
            Some(width) => width as u32,
            None => {
                let (before, width) = unit.rsplit_once(':').ok_or("a text without width")?;
                unit = before;
                width.parse()?
            }
        };
        let kind = named(of_kind, ComponentKind::of, |it| it.name())?;
        let end = components.last().map_or(0, |last| last.offset + last.width);
        let offset = place(component_type, end);
        components.push(Component { name, unit, component_type, kind, offset, width });
    }
    Ok(components)
}

impl Registered {
    /// The words of a slot with these values.
    pub fn slot(&self, values: &[String]) -> Result<Vec<u64>, Box<dyn Error>> {
        let end = self.components.last().map_or(0, |(_, offset, width)| offset + width);
        let mut bytes = vec![0; end.next_multiple_of(8)];
        for ((component_type, offset, width), value) in self.components.iter().zip(values) {
            let encoded = encoded(*component_type, value, *width)?;
            bytes[*offset..][..encoded.len()].copy_from_slice(&encoded);
        }
        Ok(bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect())
    }
}

fn encoded(of: ComponentType, value: &str, width: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(match of {
        ComponentType::U64 => value.parse::<u64>()?.to_le_bytes().to_vec(),
        ComponentType::I64 => value.parse::<i64>()?.to_le_bytes().to_vec(),
        ComponentType::F64 => value.parse::<f64>()?.to_le_bytes().to_vec(),
        ComponentType::U32 => value.parse::<u32>()?.to_le_bytes().to_vec(),
        ComponentType::I32 => value.parse::<i32>()?.to_le_bytes().to_vec(),
        ComponentType::F32 => value.parse::<f32>()?.to_le_bytes().to_vec(),
        ComponentType::U16 => value.parse::<u16>()?.to_le_bytes().to_vec(),
        ComponentType::I16 => value.parse::<i16>()?.to_le_bytes().to_vec(),
        ComponentType::U8 => value.parse::<u8>()?.to_le_bytes().to_vec(),
        ComponentType::I8 => value.parse::<i8>()?.to_le_bytes().to_vec(),
        ComponentType::Bool => vec![u8::from(value.parse::<bool>()?)],
        ComponentType::Text => trim_utf8(value.as_bytes(), width).to_vec(),
        other => return Err(format!("no value of type {}", other.name()).into()),
    })
}
