//! A folder of a test, writers in it, and what they left.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mmstats::format::{Directory, Header, Scalar, Value};
use mmstats::{Options, Writer};
use tempfile::TempDir;

pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self) -> PathBuf {
        self.path().join("test.mmstats")
    }

    /// Options of a writer whose file is `test.mmstats` here.
    pub fn options(&self) -> Options {
        Writer::options("test").path(self.path()).filename("test.mmstats").fold(false)
    }

    pub fn writer(&self) -> Writer {
        self.options().build().expect("a writer")
    }

    pub fn decoded(&self) -> Decoded {
        Decoded::of(&fs::read(self.file()).expect("a file"))
    }
}

/// What a file says, as texts.
#[derive(Debug, PartialEq)]
pub struct Decoded {
    pub header: Header,
    /// Names of families with kind, type, unit, help, aggregate.
    pub families: Vec<String>,
    /// Values by name and labels.
    pub values: BTreeMap<String, String>,
}

impl Decoded {
    /// It has to conform, too.
    pub fn of(bytes: &[u8]) -> Decoded {
        assert_eq!(mmstats::validate(bytes), []);
        let directory = Directory::parse(bytes).expect("a file that decodes");
        let view = directory.at_rest(bytes);
        let families = view.families().map(|family| {
            let keys: Vec<_> = family.label_keys().collect();
            format!(
                "{} {} {} unit={} help={} {} {} {keys:?}",
                family.name(),
                family.kind().name(),
                family.value_type().name(),
                family.unit(),
                family.help(),
                family.aggregate().name(),
                if family.alive_only() { "alive" } else { "all" }
            )
        });
        let values = view.series().map(|series| {
            let labels: Vec<_> =
                series.labels().map(|(key, value)| format!("{key}={value}")).collect();
            let name = format!("{}{{{}}}", series.family().name(), labels.join(","));
            (name, shown(&series.value().expect("nobody writes")))
        });
        Decoded {
            header: *directory.header(),
            families: families.collect(),
            values: values.collect(),
        }
    }

    /// The value of a series, by its name and labels: `hits{code=200}`, `load{}`.
    pub fn value(&self, series: &str) -> &str {
        self.values.get(series).unwrap_or_else(|| panic!("no series {series:?}: {self:?}"))
    }

    /// The labels of all series of a family, in their order.
    pub fn labels_of(&self, family: &str) -> Vec<&str> {
        let names = self.values.keys().filter_map(|name| name.strip_suffix('}')?.split_once('{'));
        names.filter(|(name, _)| *name == family).map(|(_, labels)| labels).collect()
    }
}

fn scalar(value: &Scalar<'_>) -> String {
    match value {
        Scalar::U64(value) => value.to_string(),
        Scalar::I64(value) => value.to_string(),
        Scalar::F64(value) => format!("{value:?}"),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Text(text) => format!("{:?}", text.to_string()),
    }
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Scalar(value) => scalar(value),
        Value::Struct(values) => {
            let values: Vec<_> = values.values().map(|(_, value)| scalar(&value)).collect();
            format!("({})", values.join(" "))
        }
        Value::Unpublished => "none".to_owned(),
        Value::Histogram(it) => {
            let [min, max] =
                [it.min(), it.max()].map(|it| it.map_or("none".to_owned(), |it| scalar(&it)));
            format!(
                "count {} sum {} min {min} max {max} zero {} above {} negative {} nan {} {:?}",
                it.count(),
                scalar(&it.sum()),
                it.zero(),
                it.above(),
                it.negative(),
                it.nan(),
                it.non_empty().collect::<Vec<_>>()
            )
        }
        Value::Window(it) => {
            let slots = it.slots().iter().map(|slot| {
                format!(
                    " {}: {} {} {}",
                    slot.epoch,
                    slot.count,
                    scalar(&slot.sum),
                    scalar(&slot.max)
                )
            });
            format!("refused {}{}", it.refused(), slots.collect::<String>())
        }
    }
}
