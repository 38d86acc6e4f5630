//! An application for people: a line for each series, and for each component of a struct.

use std::fmt::{self, Display};
use std::io::{self, Write};

use mmstats::Liveness;
use mmstats::application::{File, Series, Totals, Value};
use mmstats::format::layout::family;
use mmstats_cli::{Escaped, EscapedPath};

use super::name::{self, Name};
use super::said;

/// Prints what a look found, values below each other.
pub(super) fn print(name: &str, totals: &Totals, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "==> {} ({})", Escaped(name), Census(totals.files()))?;
    let rows: Vec<_> =
        totals.series().filter(|series| !is_idle(series)).flat_map(rows_of).collect();
    let longest = rows.iter().map(name::width).max().unwrap_or(0);
    for row in &rows {
        name::print(row, longest, out)?;
        writeln!(out, " {}", Said(row))?;
    }
    writeln!(out)
}

/// How many files there are, and of whom: `3 files: 2 alive, 1 dead`. What dead writers counted whose
/// files are gone stands behind it.
struct Census<'a>(&'a [File]);

impl Display for Census<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.0.iter().filter(|file| !file.is_accumulator());
        let files = own.clone().count();
        write!(f, "{files} file{}", if files == 1 { "" } else { "s" })?;
        let mut separator = ": ";
        for liveness in [Liveness::Alive, Liveness::Dead, Liveness::Orphaned, Liveness::Unknown] {
            let count = own.clone().filter(|file| file.writer() == liveness).count();
            if count > 0 {
                write!(f, "{separator}{count} {}", liveness.name())?;
                separator = ", ";
            }
        }
        if files < self.0.len() { f.write_str("; and what dead ones counted") } else { Ok(()) }
    }
}

/// Look-ups beyond the limits: people need them once there are any.
fn is_idle(series: &Series<'_>) -> bool {
    series.name() == family::OVERFLOW_COUNTER && *series.value() == Value::U64(0)
}

/// One line.
struct Row<'a> {
    series: Series<'a>,
    /// Of a struct: its name and its unit.
    component: Option<(&'a str, &'a str)>,
    /// Whose value it is, where there is no total.
    file: Option<&'a File>,
    value: &'a Value,
}

fn rows_of(series: Series<'_>) -> Vec<Row<'_>> {
    match series.value() {
        Value::Each => {
            let of_file = |(file, value)| parts_of(series, Some(file), value);
            series.each().flat_map(of_file).collect()
        }
        value => parts_of(series, None, value),
    }
}

/// A struct has a line for each component.
fn parts_of<'a>(series: Series<'a>, file: Option<&'a File>, value: &'a Value) -> Vec<Row<'a>> {
    let Value::Struct(components) = value else {
        return vec![Row { series, component: None, file, value }];
    };
    // A value of several parts of format 1 has no components with units.
    let units = series.family().components().map(|component| component.unit);
    let units = units.chain(std::iter::repeat(""));
    let part = |((name, value), unit): (&'a (Box<str>, Value), _)| Row {
        series,
        component: Some((&**name, unit)),
        file,
        value,
    };
    components.iter().zip(units).map(part).collect()
}

/// The name, and behind it whose value it is.
impl Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let component = self.component.map(|(name, _)| name);
        Name { name: self.series.name(), labels: self.series.labels(), component }.fmt(f)?;
        match self.file.map(|file| (file.pid(), file.path().file_name())) {
            None => Ok(()),
            Some((Some(pid), _)) => write!(f, " (pid {pid})"),
            Some((None, name)) => {
                write!(f, " ({})", EscapedPath(name.unwrap_or_default().as_ref()))
            }
        }
    }
}

/// The value with its unit.
struct Said<'a>(&'a Row<'a>);

impl Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { series, component, value, .. } = self.0;
        match value {
            Value::None => return f.write_str("(none)"),
            Value::U64(value) => value.fmt(f)?,
            Value::I64(value) => value.fmt(f)?,
            Value::F64(value) => said::float(*value).fmt(f)?,
            Value::Bool(value) => said::truth(*value).fmt(f)?,
            Value::Text(text) => Escaped(text).fmt(f)?,
            Value::Histogram(histogram) => {
                let (count, mean, max) = (histogram.count(), histogram.mean(), histogram.max());
                said::histogram(count, mean, |percent| histogram.percentile(percent), max, f)?;
            }
            Value::Window(window) => said::recent(&window.last(), f)?,
            Value::Windows(windows) => {
                for (i, window) in windows.iter().enumerate() {
                    f.write_str(if i > 0 { "; " } else { "" })?;
                    said::recent(&window.last(), f)?;
                }
            }
            _ => return f.write_str("(of a kind that this version doesn't know)"),
        }
        said::unit(component.map_or(series.family().unit(), |(_, unit)| unit), f)
    }
}
