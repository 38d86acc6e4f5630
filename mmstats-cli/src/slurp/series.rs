//! Series for people: a line for each, and for each component of a struct.

use std::fmt::{self, Display};
use std::io::{self, Write};

use mmstats::format::layout::family;
use mmstats::reader::{Component, Series, Snapshot, Value};
use mmstats::v1;
use mmstats_cli::Spelled;

use super::name::{self, Name};
use super::said;

/// Prints what a reader saw, values below each other.
pub(super) fn print(snapshot: &Snapshot, out: &mut impl Write) -> io::Result<()> {
    let longest = rows(snapshot).map(|row| name::width(&row.name())).max().unwrap_or(0);
    for row in rows(snapshot) {
        name::print(&row.name(), longest, out)?;
        writeln!(out, " {}", Said { value: &row.value, unit: row.unit })?;
    }
    Ok(())
}

/// One line.
struct Row<'a> {
    series: Series<'a>,
    component: Option<Component<'a>>,
    value: Value<'a>,
    unit: &'a str,
}

impl<'a> Row<'a> {
    fn name(&self) -> impl Display + use<'a> {
        let series = self.series;
        let component = self.component.map(|component| component.name);
        Name { name: series.name(), labels: series.labels(), component }
    }
}

fn rows(snapshot: &Snapshot) -> impl Iterator<Item = Row<'_>> {
    let series = snapshot.families().flat_map(|family| family.series());
    series.filter(|series| !is_idle(series)).flat_map(rows_of)
}

/// Whether it is the counter of look-ups beyond the limits, and there were none: every writer of
/// labels has it, and people need it once it says something.
fn is_idle(series: &Series<'_>) -> bool {
    series.family().name() == family::OVERFLOW_COUNTER && matches!(series.value(), Value::U64(0))
}

/// Those of one series: a struct has one for each component, if it has a value.
fn rows_of(series: Series<'_>) -> impl Iterator<Item = Row<'_>> {
    let value = series.value();
    let values = match &value {
        Value::Struct(values) => Some(values.values()),
        _ => None,
    };
    let whole = values.is_none().then(|| Row {
        series,
        component: None,
        value,
        unit: series.family().unit(),
    });
    let parts = values.into_iter().flatten().map(move |(component, value)| Row {
        series,
        component: Some(component),
        value: value.into(),
        unit: component.unit,
    });
    whole.into_iter().chain(parts)
}

/// A value with its unit.
struct Said<'a> {
    value: &'a Value<'a>,
    unit: &'a str,
}

impl Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::U64(value) => value.fmt(f)?,
            Value::I64(value) => value.fmt(f)?,
            Value::F64(value) => said::float(*value).fmt(f)?,
            Value::Bool(value) => said::truth(*value).fmt(f)?,
            Value::Text(text) => Spelled(v1::Value::Text(*text)).fmt(f)?,
            Value::Histogram(histogram) => {
                let (count, mean, max) = (histogram.count(), histogram.mean(), histogram.max());
                said::histogram(count, mean, |percent| histogram.percentile(percent), max, f)?;
            }
            Value::Window(window) => said::recent(&window.last(), f)?,
            Value::Unpublished => return f.write_str("(none)"),
            _ => return f.write_str("busy"),
        }
        said::unit(self.unit, f)
    }
}
