//! Which families and series an application has, told apart by what they say of themselves.

use mmstats_core::v2::{Buckets, Component, ComponentKind, ComponentType, Kind, ValueType};

use super::index::{Index, hash_of};

/// Families and series that were met, whichever of the files they were in.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalog {
    pub(super) families: Vec<FamilyRow>,
    pub(super) series: Vec<SeriesRow>,
    family_index: Index,
    series_index: Index,
    /// How many families are mixed.
    pub(super) mixes: u32,
}

/// A family: what has the same name, kind, value type, unit, label keys and components.
#[derive(Clone, Debug)]
pub(super) struct FamilyRow {
    pub(super) name: Box<str>,
    pub(super) kind: Kind,
    pub(super) value_type: ValueType,
    pub(super) unit: Box<str>,
    /// In the order of their bytes: files may have any.
    pub(super) keys: Box<[Box<str>]>,
    pub(super) components: Box<[ComponentRow]>,
    /// The indices of its series.
    pub(super) series: Vec<u32>,
    /// Of a histogram, those of the first file that was met.
    buckets: Option<Buckets>,
    /// Whether another one had others.
    pub(super) is_mixed: bool,
}

/// A component, wherever it is in a slot.
#[derive(Clone, Debug)]
pub(super) struct ComponentRow {
    name: Box<str>,
    unit: Box<str>,
    component_type: ComponentType,
    kind: ComponentKind,
}

/// A series of a family.
#[derive(Clone, Debug)]
pub(super) struct SeriesRow {
    pub(super) family: u32,
    /// Those that aren't empty, in the order of their keys.
    pub(super) labels: Box<[(Box<str>, Box<str>)]>,
    pub(super) overflow: bool,
}

/// What a file says of a family.
#[derive(Clone, Copy, Debug)]
pub(super) struct FamilyKey<'a> {
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    pub(super) value_type: ValueType,
    pub(super) unit: &'a str,
    /// In the order of their bytes.
    pub(super) keys: &'a [&'a str],
    pub(super) components: &'a [Component<'a>],
}

/// What a file says of a series.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeriesKey<'a> {
    pub(super) family: u32,
    /// Those that aren't empty, in the order of their keys.
    pub(super) labels: &'a [(&'a str, &'a str)],
    pub(super) overflow: bool,
}

impl Catalog {
    /// The index of a family, if it was met.
    pub(super) fn find_family(&self, key: &FamilyKey<'_>) -> Option<usize> {
        self.family_index.find(key.hash(), |row| self.families[row].is(key))
    }

    /// The index of a family.
    pub(super) fn family(&mut self, key: &FamilyKey<'_>) -> u32 {
        if let Some(known) = self.find_family(key) {
            return known as u32;
        }
        self.family_index.push(key.hash());
        self.families.push(FamilyRow::of(key));
        (self.families.len() - 1) as u32
    }

    /// Notes which buckets a file has.
    pub(super) fn meet_buckets(&mut self, family: u32, buckets: Buckets) {
        let row = &mut self.families[family as usize];
        let is_new = *row.buckets.get_or_insert(buckets) != buckets && !row.is_mixed;
        row.is_mixed |= is_new;
        self.mixes += u32::from(is_new);
    }

    /// The index of a series, if it was met.
    pub(super) fn find_series(&self, key: &SeriesKey<'_>) -> Option<usize> {
        self.series_index.find(key.hash(), |row| self.series[row].is(key))
    }

    /// The index of a series.
    pub(super) fn series(&mut self, key: &SeriesKey<'_>) -> u32 {
        if let Some(known) = self.find_series(key) {
            return known as u32;
        }
        let index = self.series.len() as u32;
        self.series_index.push(key.hash());
        self.series.push(SeriesRow::of(key));
        self.families[key.family as usize].series.push(index);
        index
    }

    /// The same family in another catalog.
    pub(super) fn find_family_of(&self, other: &FamilyRow) -> Option<usize> {
        let keys: Vec<&str> = other.keys.iter().map(|key| &**key).collect();
        let components: Vec<Component<'_>> =
            other.components.iter().map(ComponentRow::component).collect();
        let FamilyRow { name, kind, value_type, unit, .. } = other;
        self.find_family(&FamilyKey {
            name,
            kind: *kind,
            value_type: *value_type,
            unit,
            keys: &keys,
            components: &components,
        })
    }

    /// The same series in another catalog, in that family here.
    pub(super) fn find_series_of(&self, family: usize, other: &SeriesRow) -> Option<usize> {
        let labels: Vec<(&str, &str)> =
            other.labels.iter().map(|(key, value)| (&**key, &**value)).collect();
        let overflow = other.overflow;
        self.find_series(&SeriesKey { family: family as u32, labels: &labels, overflow })
    }
}

impl FamilyKey<'_> {
    fn hash(&self) -> u64 {
        let names = self.components.iter().map(|component| component.name);
        let names: Vec<&str> = names.collect();
        hash_of(&(self.name, self.kind, self.value_type, self.unit, self.keys, names))
    }
}

impl SeriesKey<'_> {
    fn hash(&self) -> u64 {
        hash_of(&(self.family, self.labels, self.overflow))
    }
}

impl FamilyRow {
    pub(super) fn of(key: &FamilyKey<'_>) -> FamilyRow {
        FamilyRow {
            name: key.name.into(),
            kind: key.kind,
            value_type: key.value_type,
            unit: key.unit.into(),
            keys: key.keys.iter().map(|key| (*key).into()).collect(),
            components: key.components.iter().map(ComponentRow::of).collect(),
            series: Vec::new(),
            buckets: None,
            is_mixed: false,
        }
    }

    /// What tells it apart from others of its name.
    pub(super) fn describe(&self) -> String {
        let FamilyRow { kind, value_type, unit, keys, components, .. } = self;
        let mut text = format!("{} of {}", kind.name(), value_type.name());
        if !unit.is_empty() {
            text += &format!(", unit {unit:?}");
        }
        if !keys.is_empty() {
            text += &format!(", labels {}", keys.join(" "));
        }
        if !components.is_empty() {
            let names: Vec<_> = components.iter().map(|component| &*component.name).collect();
            text += &format!(", components {}", names.join(" "));
        }
        text
    }

    fn is(&self, key: &FamilyKey<'_>) -> bool {
        *self.name == *key.name
            && (self.kind, self.value_type) == (key.kind, key.value_type)
            && *self.unit == *key.unit
            && self.keys.iter().map(|own| &**own).eq(key.keys.iter().copied())
            && self.components.len() == key.components.len()
            && self.components.iter().zip(key.components).all(|(own, other)| own.is(other))
    }
}

impl ComponentRow {
    fn of(component: &Component<'_>) -> ComponentRow {
        let Component { name, unit, component_type, kind, .. } = *component;
        ComponentRow { name: name.into(), unit: unit.into(), component_type, kind }
    }

    fn is(&self, other: &Component<'_>) -> bool {
        *self.name == *other.name
            && *self.unit == *other.unit
            && (self.component_type, self.kind) == (other.component_type, other.kind)
    }

    /// Its place, and the width of a text, are each file's own.
    pub(super) fn component(&self) -> Component<'_> {
        let ComponentRow { name, unit, component_type, kind } = self;
        let (component_type, kind) = (*component_type, *kind);
        Component { name, unit, component_type, kind, offset: 0, width: 0 }
    }
}

impl SeriesRow {
    fn of(key: &SeriesKey<'_>) -> SeriesRow {
        let labels = key.labels.iter().map(|(key, value)| ((*key).into(), (*value).into()));
        SeriesRow { family: key.family, labels: labels.collect(), overflow: key.overflow }
    }

    fn is(&self, key: &SeriesKey<'_>) -> bool {
        let own = self.labels.iter().map(|(key, value)| (&**key, &**value));
        self.family == key.family
            && self.overflow == key.overflow
            && own.eq(key.labels.iter().copied())
    }
}
