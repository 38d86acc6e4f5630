//! How values are said to people: numbers as Python spells them, and of a distribution what it
//! comes to.

use std::fmt::{self, Display};

use mmstats::reader::{Number, Recent};
use mmstats::v1;
use mmstats_cli::{Escaped, Spelled};

pub(super) fn float(value: f64) -> Spelled<'static> {
    Spelled(v1::Value::F64(value))
}

pub(super) fn truth(value: bool) -> Spelled<'static> {
    Spelled(v1::Value::Bool(value))
}

/// A unit behind its value. UCUM has "1" for what has no unit.
pub(super) fn unit(unit: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if unit.is_empty() || unit == "1" { Ok(()) } else { write!(f, " {}", Escaped(unit)) }
}

pub(super) fn histogram(
    count: u64,
    mean: Option<f64>,
    percentile: impl Fn(f64) -> Option<f64>,
    max: Option<Number>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(f, "count={count}")?;
    say("mean", mean, f)?;
    for percent in [50, 90, 99] {
        if let Some(value) = percentile(percent.into()) {
            write!(f, " p{percent}={}", Rounded(value))?;
        }
    }
    say("max", max.map(Number::to_f64), f)
}

/// What a window saw.
pub(super) fn recent(recent: &Recent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        let spelled = float(rounded).to_string();
        f.write_str(spelled.strip_suffix(".0").unwrap_or(&spelled))
    }
}
