//! The decoded form of a format 2 file.

use mmstats::reader::{Family, Histogram, Parameters, Series, Snapshot, Struct, Value, Window};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::parts::{Sequence, Shown, Slot, Tally, float};

/// The decoded form of what a reader saw, family by family.
pub struct DecodedSnapshot<'a>(&'a Snapshot);

impl<'a> DecodedSnapshot<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> DecodedSnapshot<'a> {
        DecodedSnapshot(snapshot)
    }
}

impl Serialize for DecodedSnapshot<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &2)?;
        map.serialize_entry("application", &Shown(self.0.application()))?;
        map.serialize_entry("state", if self.0.is_closed() { "closed" } else { "open" })?;
        map.serialize_entry("skipped", &self.0.skipped())?;
        let families = || self.0.families().map(DecodedFamily);
        map.serialize_entry("families", &Sequence(families))?;
        map.end()
    }
}

struct DecodedFamily<'a>(Family<'a>);

impl Serialize for DecodedFamily<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let family = &self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", family.name())?;
        map.serialize_entry("kind", family.kind().name())?;
        map.serialize_entry("type", family.value_type().name())?;
        map.serialize_entry("unit", family.unit())?;
        map.serialize_entry("help", family.help())?;
        map.serialize_entry("aggregate", family.aggregate().name())?;
        map.serialize_entry("alive_only", &family.alive_only())?;
        map.serialize_entry("labels", &Sequence(|| family.label_keys()))?;
        serialize_parameters(family, &mut map)?;
        map.serialize_entry("series", &Sequence(|| family.series().map(DecodedSeries)))?;
        map.end()
    }
}

fn serialize_parameters<M: SerializeMap>(family: &Family<'_>, map: &mut M) -> Result<(), M::Error> {
    match family.parameters() {
        Parameters::Buckets(buckets) => {
            map.serialize_entry("scale", &buckets.scale)?;
            map.serialize_entry("first", &buckets.first)?;
            map.serialize_entry("buckets", &buckets.number)?;
        }
        Parameters::Ring(ring) => {
            map.serialize_entry("duration", &Shown(ring.duration))?;
            map.serialize_entry("slots", &ring.slots)?;
        }
        Parameters::Sequence(sequence) => {
            map.serialize_entry("slots", &sequence.slots)?;
            map.serialize_entry("width", &sequence.width)?;
        }
        _ => {}
    }
    if family.components().next().is_some() {
        map.serialize_entry("components", &Sequence(|| family.components().map(Component)))?;
    }
    Ok(())
}

struct Component<'a>(mmstats::reader::Component<'a>);

impl Serialize for Component<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.0.name)?;
        map.serialize_entry("type", self.0.component_type.name())?;
        map.serialize_entry("kind", self.0.kind.name())?;
        map.serialize_entry("unit", self.0.unit)?;
        map.serialize_entry("offset", &self.0.offset)?;
        map.serialize_entry("width", &self.0.width)?;
        map.end()
    }
}

struct DecodedSeries<'a>(Series<'a>);

impl Serialize for DecodedSeries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("labels", &Labels(self.0))?;
        map.serialize_entry("created", &Shown(self.0.created()))?;
        map.serialize_entry("value", &DecodedValue(self.0.value()))?;
        map.end()
    }
}

struct Labels<'a>(Series<'a>);

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.all_labels())
    }
}

struct DecodedValue<'a>(Value<'a>);

impl Serialize for DecodedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::U64(value) => serializer.collect_str(value),
            Value::I64(value) => serializer.collect_str(value),
            Value::F64(value) => serializer.collect_str(&float(*value)),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Text(text) => serializer.collect_str(text),
            Value::Struct(values) => serialize_struct(values, serializer),
            Value::Histogram(histogram) => serialize_histogram(histogram, serializer),
            Value::Window(window) => serialize_window(window, serializer),
            Value::Unpublished => serializer.serialize_none(),
            _ => serializer.collect_map([("busy", true)]),
        }
    }
}

fn serialize_struct<S: Serializer>(values: &Struct<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.values().map(|(_, value)| DecodedValue(value.into())))
}

fn serialize_histogram<S: Serializer>(
    histogram: &Histogram<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let tally = Tally {
        count: histogram.count(),
        sum: histogram.sum(),
        min: histogram.min(),
        max: histogram.max(),
        zero: histogram.zero(),
        above: histogram.above(),
        negative: histogram.negative(),
        nan: histogram.nan(),
    };
    let mut map = serializer.serialize_map(None)?;
    tally.serialize(&mut map)?;
    let buckets = || histogram.non_empty().map(|(index, count)| (index, Shown(count)));
    map.serialize_entry("buckets", &Sequence(buckets))?;
    map.end()
}

fn serialize_window<S: Serializer>(window: &Window, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("refused", &Shown(window.refused()))?;
    map.serialize_entry("slots", &Sequence(|| window.slots().iter().map(Slot)))?;
    map.end()
}
