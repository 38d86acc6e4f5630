//! From a description to what is registered.

use std::mem::offset_of;

use mmstats_rs::format::encode::{FamilyEntry, slots_for, text_slots};
use mmstats_rs::format::{
    Aggregate, Buckets, Component, ComponentKind, ComponentType, Kind, Parameters, Ring, ValueType,
};
use mmstats_rs::raw::{Spec, default_aggregate};
use mmstats_rs::{Histogram, Metric, Text, Window};

use crate::handle::{array, shared, texts};
use crate::status::Failure;
use crate::v2::desc::{MMSTATS_NO_CAPACITY, mmstats_component, mmstats_desc};
use crate::value::mmstats_type;

/// A description that was read.
pub(super) struct Described<'a> {
    desc: &'a mmstats_desc,
    name: &'a str,
    unit: &'a str,
    help: &'a str,
    keys: Vec<&'a str>,
    components: Vec<Component<'a>>,
}

impl<'a> Described<'a> {
    /// # Safety
    /// `desc` is NULL or a description whose strings and arrays are valid for reads for `'a`.
    pub(super) unsafe fn read(desc: *const mmstats_desc) -> Result<Described<'a>, Failure> {
        const { assert!(offset_of!(mmstats_desc, size) == 0) };
        // SAFETY: the caller's; the size comes first in every version.
        let size = *unsafe { shared(desc.cast::<usize>()) }?;
        if size < size_of::<mmstats_desc>() {
            return Err(Failure::invalid("mmstats_desc: size isn't set to its sizeof"));
        }
        // SAFETY: it is at least as large as this version's, and so are its strings and arrays.
        unsafe {
            let desc = shared(desc)?;
            let components = array(desc.components, desc.component_count)?;
            Ok(Described {
                desc,
                name: desc.name.text()?,
                unit: desc.unit.text()?,
                help: desc.help.text()?,
                keys: texts(desc.label_keys, desc.labels)?,
                components: components
                    .iter()
                    .map(|component| read_component(component))
                    .collect::<Result<_, _>>()?,
            })
        }
    }

    /// The values of its labels.
    ///
    /// # Safety
    /// As `read`.
    pub(super) unsafe fn label_values(&self) -> Result<Vec<&'a str>, Failure> {
        // SAFETY: the caller's.
        unsafe { texts(self.desc.label_values, self.desc.labels) }
    }

    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    /// What to register, for a family of this kind and type. A timer has a unit.
    pub(super) fn spec(
        &self,
        kind: Kind,
        value_type: ValueType,
        unit: &'static str,
    ) -> Result<Spec<'_>, Failure> {
        let is_struct = kind == Kind::Struct;
        if is_struct && self.desc.struct_size == 0 {
            return Err(Failure::invalid(
                "mmstats_desc: struct_size isn't set to the struct's sizeof",
            ));
        }
        Ok(Spec {
            entry: FamilyEntry {
                id: 0,
                kind,
                value_type,
                aggregate: self.aggregate(kind)?,
                alive_only: self.desc.alive_only,
                name: self.name,
                unit: if self.unit.is_empty() { unit } else { self.unit },
                help: self.help,
                label_keys: &self.keys,
                parameters: self.parameters(kind, value_type),
                components: if is_struct { &self.components } else { &[] },
            },
            limit: (self.desc.limit > 0).then_some(self.desc.limit as usize),
        })
    }

    fn aggregate(&self, kind: Kind) -> Result<Aggregate, Failure> {
        match self.desc.aggregate {
            0 => Ok(default_aggregate(kind)),
            code => {
                let known = u8::try_from(code).ok().and_then(Aggregate::of);
                known.ok_or_else(|| Failure::invalid("mmstats_desc: no such aggregate"))
            }
        }
    }

    fn parameters(&self, kind: Kind, value_type: ValueType) -> Parameters {
        let desc = self.desc;
        match kind {
            Kind::Histogram if desc.buckets == 0 => Parameters::Buckets(match value_type {
                ValueType::F64 => <Histogram<f64> as Metric>::SHAPE,
                _ => <Histogram<u64> as Metric>::SHAPE,
            }),
            Kind::Histogram => Parameters::Buckets(Buckets {
                scale: desc.scale,
                first: desc.first,
                number: desc.buckets,
            }),
            Kind::Window => {
                let default = <Window<u64> as Metric>::SHAPE;
                Parameters::Ring(Ring {
                    duration: or_default(desc.duration, default.duration),
                    slots: or_default(desc.slots, default.slots),
                })
            }
            Kind::Text if desc.capacity == 0 => Parameters::Sequence(<Text as Metric>::SHAPE),
            Kind::Text if desc.capacity == MMSTATS_NO_CAPACITY => {
                Parameters::Sequence(text_slots(0))
            }
            Kind::Text => Parameters::Sequence(text_slots(desc.capacity)),
            Kind::Struct => {
                Parameters::Sequence(slots_for(desc.struct_size.try_into().unwrap_or(u32::MAX)))
            }
            _ => Parameters::Scalar,
        }
    }
}

fn or_default<T: PartialEq + Default>(given: T, default: T) -> T {
    if given == T::default() { default } else { given }
}

/// # Safety
/// Its strings are valid for reads for `'a`.
unsafe fn read_component<'a>(of: &mmstats_component) -> Result<Component<'a>, Failure> {
    // SAFETY: the caller's.
    let (name, unit) = unsafe { (of.name.text()?, of.unit.text()?) };
    let component_type = component_type(of.r#type)
        .ok_or_else(|| Failure::invalid("mmstats_component: no such type of a component"))?;
    let kind = u8::try_from(of.kind).ok().and_then(ComponentKind::of);
    let kind = kind.ok_or_else(|| Failure::invalid("mmstats_component: no such kind"))?;
    Ok(Component { name, unit, component_type, kind, offset: of.offset, width: of.width })
}

/// Not matched as an enum: C may have put any number there.
fn component_type(number: i32) -> Option<ComponentType> {
    use mmstats_type::*;
    const TYPES: [(mmstats_type, ComponentType); 12] = [
        (MMSTATS_U64, ComponentType::U64),
        (MMSTATS_I64, ComponentType::I64),
        (MMSTATS_F64, ComponentType::F64),
        (MMSTATS_BOOL, ComponentType::Bool),
        (MMSTATS_TEXT, ComponentType::Text),
        (MMSTATS_U32, ComponentType::U32),
        (MMSTATS_I32, ComponentType::I32),
        (MMSTATS_U16, ComponentType::U16),
        (MMSTATS_I16, ComponentType::I16),
        (MMSTATS_U8, ComponentType::U8),
        (MMSTATS_I8, ComponentType::I8),
        (MMSTATS_F32, ComponentType::F32),
    ];
    let found = TYPES.iter().find(|(known, _)| *known as i32 == number);
    found.map(|(_, component_type)| *component_type)
}
