//! Families in memory: what they are, and which series they have.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use mmstats_core::v2::encode::{EncodeError, FamilyEntry, label_values_length, put_label_values};
use mmstats_core::v2::{Component, Parameters};

use super::entry::Entry;
use super::hold::Hold;

/// What a family is, and its series.
#[derive(Debug)]
pub(super) struct FamilyState {
    /// Its number among the families, from 0.
    pub(super) index: usize,
    pub(super) name: Box<str>,
    /// What two registrations of one name have to agree on: an entry without all else.
    pub(super) signature: Box<[u8]>,
    /// The same for people.
    pub(super) description: String,
    pub(super) parameters: Parameters,
    pub(super) striped: bool,
    pub(super) keys: usize,
    /// How many series may be live; a family without labels has one.
    pub(super) limit: usize,
    /// Whether the slots are those of a text.
    pub(super) is_text: bool,
    pub(super) entry: Entry,
    table: RwLock<Table>,
}

/// The series of a family. Changes are made under the registry's lock, and this one's.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// By their label values, as an entry has them.
    pub(super) live: HashMap<Box<[u8]>, Arc<Hold>>,
    /// In the order in which they were retired.
    pub(super) retired: Vec<Arc<Hold>>,
    pub(super) overflow: Option<Overflow>,
}

/// The series beyond the limit.
#[derive(Debug)]
pub(super) struct Overflow {
    pub(super) hold: Arc<Hold>,
    pub(super) live: bool,
}

impl FamilyState {
    pub(super) fn new(
        index: usize,
        entry: &FamilyEntry<'_>,
        limit: usize,
        encoded: Entry,
    ) -> FamilyState {
        FamilyState {
            index,
            name: entry.name.into(),
            signature: signature(entry),
            description: describe(entry),
            parameters: entry.parameters,
            striped: entry.kind.striped(),
            keys: entry.label_keys.len(),
            limit,
            is_text: entry.kind == mmstats_core::v2::Kind::Text,
            entry: encoded,
            table: RwLock::default(),
        }
    }

    /// Its id in the file.
    pub(super) fn id(&self) -> u32 {
        id(self.index)
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Under the registry's lock.
    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `body` with the label values as an entry has them; a few need no memory.
    pub(super) fn with_key<R>(
        &self,
        values: &[&str],
        body: impl FnOnce(&[u8]) -> R,
    ) -> Result<R, EncodeError> {
        if values.len() != self.keys {
            return Err(EncodeError::LabelCount { expected: self.keys, found: values.len() });
        }
        let length = label_values_length(values)?;
        let mut few = [0; 256];
        if let Some(key) = few.get_mut(..length) {
            put_label_values(values, key);
            return Ok(body(key));
        }
        let mut key = vec![0; length];
        put_label_values(values, &mut key);
        Ok(body(&key))
    }
}

/// The id of a family in the file, by its number among the families.
pub(super) fn id(index: usize) -> u32 {
    index as u32 + 1
}

/// A family's entry without what two registrations may differ in.
pub(super) fn signature(entry: &FamilyEntry<'_>) -> Box<[u8]> {
    let aggregate = mmstats_core::v2::Aggregate::Each;
    let bare = FamilyEntry { id: 0, unit: "", help: "", aggregate, alive_only: false, ..*entry };
    let mut bytes = vec![0; bare.length().unwrap_or(0)];
    bare.encode(&mut bytes);
    bytes.into()
}

pub(super) fn describe(entry: &FamilyEntry<'_>) -> String {
    let (kind, value_type) = (entry.kind.name(), entry.value_type.name());
    let parameters = match entry.parameters {
        Parameters::Sequence(of) => format!(", {} slots of {} bytes", of.slots, of.width),
        Parameters::Buckets(of) => {
            format!(", {} buckets of scale {} from {} on", of.number, of.scale, of.first)
        }
        Parameters::Ring(of) => format!(", {} slots of {} ns", of.slots, of.duration),
        _ => String::new(),
    };
    let components: Vec<_> = entry.components.iter().map(describe_component).collect();
    let components = match components.is_empty() {
        true => String::new(),
        false => format!(", components [{}]", components.join(", ")),
    };
    format!("{kind} of {value_type}{parameters}{components}, labels {:?}", entry.label_keys)
}

fn describe_component(of: &Component<'_>) -> String {
    let (kind, component_type) = (of.kind.name(), of.component_type.name());
    let unit = if of.unit.is_empty() { String::new() } else { format!(" in {:?}", of.unit) };
    let Component { name, offset, width, .. } = of;
    format!("{name:?}: {kind} of {component_type}{unit}, {width} bytes at {offset}")
}
