//! The decoded form of an application: what all its files say as one.

use mmstats::application::{Family, File, Histogram, Problem, Series, Totals, Value, Window};
use mmstats::reader::Component;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::parts::{Sequence, Shown, Slot, Tally, float};
use super::path::DecodedPath;

/// The decoded form of what a look at an application found.
pub struct DecodedTotals<'a> {
    name: &'a str,
    totals: &'a Totals,
}

impl<'a> DecodedTotals<'a> {
    /// That of the application of this name.
    pub fn new(name: &'a str, totals: &'a Totals) -> DecodedTotals<'a> {
        DecodedTotals { name, totals }
    }
}

impl Serialize for DecodedTotals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("application", self.name)?;
        map.serialize_entry(
            "files",
            &Sequence(|| self.totals.files().iter().map(DecodedFile::new)),
        )?;
        let families = || self.totals.families().map(DecodedFamily);
        map.serialize_entry("families", &Sequence(families))?;
        let problems = || self.totals.problems().iter().map(DecodedProblem);
        map.serialize_entry("problems", &Sequence(problems))?;
        map.end()
    }
}

#[derive(serde::Serialize)]
struct DecodedFile<'a> {
    #[serde(flatten)]
    path: DecodedPath<'a>,
    writer: &'static str,
    pid: Option<u64>,
    format: u8,
    accumulator: bool,
}

impl<'a> DecodedFile<'a> {
    fn new(file: &'a File) -> DecodedFile<'a> {
        DecodedFile {
            path: DecodedPath::new(file.path()),
            writer: file.writer().name(),
            pid: file.pid(),
            format: file.format(),
            accumulator: file.is_accumulator(),
        }
    }
}

struct DecodedProblem<'a>(&'a Problem);

impl Serialize for DecodedProblem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("cause", &self.0.cause().map(|cause| cause.name()))?;
        map.serialize_entry("message", &Shown(self.0))?;
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
        if family.components().next().is_some() {
            let components = || family.components().map(DecodedComponent);
            map.serialize_entry("components", &Sequence(components))?;
        }
        map.serialize_entry("series", &Sequence(|| family.series().map(DecodedSeries)))?;
        map.end()
    }
}

struct DecodedComponent<'a>(Component<'a>);

impl Serialize for DecodedComponent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.0.name)?;
        map.serialize_entry("type", self.0.component_type.name())?;
        map.serialize_entry("kind", self.0.kind.name())?;
        map.serialize_entry("unit", self.0.unit)?;
        map.end()
    }
}

struct DecodedSeries<'a>(Series<'a>);

impl Serialize for DecodedSeries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("labels", &Labels(self.0))?;
        map.serialize_entry("files", &self.0.files())?;
        match self.0.value() {
            Value::Each => {
                map.serialize_entry("each", &Sequence(|| self.0.each().map(Own::new)))?
            }
            value => map.serialize_entry("value", &DecodedValue(value))?,
        }
        map.end()
    }
}

struct Labels<'a>(Series<'a>);

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.labels())
    }
}

/// The value of one file.
#[derive(serde::Serialize)]
struct Own<'a> {
    #[serde(flatten)]
    path: DecodedPath<'a>,
    pid: Option<u64>,
    value: DecodedValue<'a>,
}

impl<'a> Own<'a> {
    fn new((file, value): (&'a File, &'a Value)) -> Own<'a> {
        Own { path: DecodedPath::new(file.path()), pid: file.pid(), value: DecodedValue(value) }
    }
}

struct DecodedValue<'a>(&'a Value);

impl Serialize for DecodedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::U64(value) => serializer.collect_str(value),
            Value::I64(value) => serializer.collect_str(value),
            Value::F64(value) => serializer.collect_str(&float(*value)),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Struct(components) => {
                let named = components.iter().map(|(name, value)| (name, DecodedValue(value)));
                serializer.collect_map(named)
            }
            Value::Histogram(histogram) => serialize_histogram(histogram, serializer),
            Value::Window(window) => serialize_window(window, serializer),
            Value::Windows(windows) => serializer.collect_seq(windows.iter().map(DecodedWindow)),
            _ => serializer.serialize_none(),
        }
    }
}

fn serialize_histogram<S: Serializer>(
    histogram: &Histogram,
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
    // Those of all files as one: no file has to have just these.
    map.serialize_entry("scale", &histogram.buckets().scale)?;
    let buckets = || histogram.non_empty().map(|(index, count)| (index, Shown(count)));
    map.serialize_entry("buckets", &Sequence(buckets))?;
    map.end()
}

struct DecodedWindow<'a>(&'a Window);

impl Serialize for DecodedWindow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_window(self.0, serializer)
    }
}

fn serialize_window<S: Serializer>(window: &Window, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("duration", &Shown(window.ring().duration))?;
    map.serialize_entry("refused", &Shown(window.refused()))?;
    map.serialize_entry("slots", &Sequence(|| window.slots().iter().map(Slot)))?;
    map.end()
}
