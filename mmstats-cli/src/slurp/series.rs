//! Series for people: a line for each, and for each component of a struct.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Read, Write};

use mmstats::format::layout::family;
use mmstats::reader::{Component, Histogram, Recent, Series, Snapshot, Value};
use mmstats::v1;
use mmstats_cli::{Escaped, Spelled};

/// Prints what a reader saw, values below each other.
pub(super) fn print(snapshot: &Snapshot, out: &mut impl Write) -> io::Result<()> {
    let longest = rows(snapshot).map(|row| width(&row.name)).max().unwrap_or(0);
    for row in rows(snapshot) {
        write!(out, "  {}", row.name)?;
        // A name can be wider than what a format's width can say.
        io::copy(&mut io::repeat(b' ').take((longest - width(&row.name)) as u64), out)?;
        writeln!(out, " {}", Said { value: &row.value, unit: row.unit })?;
    }
    Ok(())
}

/// One line.
struct Row<'a> {
    name: Name<'a>,
    value: Value<'a>,
    unit: &'a str,
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
        name: Name { series, component: None },
        value,
        unit: series.family().unit(),
    });
    let parts = values.into_iter().flatten().map(move |(component, value)| Row {
        name: Name { series, component: Some(component) },
        value: value.into(),
        unit: component.unit,
    });
    whole.into_iter().chain(parts)
}

/// `name{key="value"}`, and a component behind it.
struct Name<'a> {
    series: Series<'a>,
    component: Option<Component<'a>>,
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(self.series.name()).fmt(f)?;
        let mut opened = false;
        for (key, value) in self.series.labels() {
            f.write_str(if opened { "," } else { "{" })?;
            opened = true;
            write!(f, "{}={}", Escaped(key), Quoted(value))?;
        }
        if opened {
            f.write_char('}')?;
        }
        match self.component {
            Some(component) => write!(f, ".{}", Escaped(component.name)),
            None => Ok(()),
        }
    }
}

/// A label's value between quotes.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for run in self.0.split_inclusive(['"', '\\']) {
            match run.strip_suffix(['"', '\\']) {
                Some(plain) => write!(f, "{}\\{}", Escaped(plain), &run[plain.len()..])?,
                None => Escaped(run).fmt(f)?,
            }
        }
        f.write_char('"')
    }
}

/// How many characters something takes.
fn width(shown: &impl Display) -> usize {
    struct Count(usize);
    impl fmt::Write for Count {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.chars().count();
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting never fails.
    let _ = write!(count, "{shown}");
    count.0
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
            Value::F64(value) => Spelled(v1::Value::F64(*value)).fmt(f)?,
            Value::Bool(value) => Spelled(v1::Value::Bool(*value)).fmt(f)?,
            Value::Text(text) => Spelled(v1::Value::Text(*text)).fmt(f)?,
            Value::Histogram(histogram) => say_histogram(histogram, f)?,
            Value::Window(window) => say_recent(&window.last(), f)?,
            Value::Unpublished => return f.write_str("(none)"),
            _ => return f.write_str("busy"),
        }
        // UCUM has "1" for what has no unit.
        if self.unit.is_empty() || self.unit == "1" {
            Ok(())
        } else {
            write!(f, " {}", Escaped(self.unit))
        }
    }
}

fn say_histogram(histogram: &Histogram<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "count={}", histogram.count())?;
    say("mean", histogram.mean(), f)?;
    for percent in [50, 90, 99] {
        if let Some(value) = histogram.percentile(percent.into()) {
            write!(f, " p{percent}={}", Rounded(value))?;
        }
    }
    say("max", histogram.max().map(|max| max.to_f64()), f)
}

fn say_recent(recent: &Recent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "last={}s count={}", Rounded(recent.covered.as_secs_f64()), recent.count)?;
    if let Some(rate) = recent.rate() {
        write!(f, " rate={}/s", Rounded(rate))?;
    }
    say("mean", recent.mean(), f)?;
    say("max", recent.max.map(|max| max.to_f64()), f)
}

fn say(what: &str, value: Option<f64>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    value.map_or(Ok(()), |value| write!(f, " {what}={}", Rounded(value)))
}

/// A derived value, of which four digits say enough.
struct Rounded(f64);

impl Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = format!("{:.3e}", self.0).parse().unwrap_or(self.0);
        let spelled = Spelled(v1::Value::F64(rounded)).to_string();
        f.write_str(spelled.strip_suffix(".0").unwrap_or(&spelled))
    }
}
