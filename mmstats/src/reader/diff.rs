//! What happened between two snapshots.

use std::time::Duration;

use mmstats_core::v2::{Component, ComponentKind, Kind};

use super::distribution::Distribution;
use super::growth::{grown, rate};
use super::number::Number;
use super::series::Series;
use super::snapshot::Snapshot;
use super::value::Value;
use super::window::per_second;

/// What happened between two snapshots: how much counters and histograms grew, and how fast.
///
/// A series is the same in both where file, place, incarnation and creation are: that is finer
/// than name and labels, so a series that was retired and made anew, or that a restarted program
/// made again, is a new one, and began at 0. A counter that fell all the same is taken for one that
/// was set to 0 meanwhile. So nothing is ever negative.
#[derive(Clone, Copy, Debug)]
pub struct Diff<'a> {
    later: &'a Snapshot,
    /// Nothing where it is of another file.
    earlier: Option<&'a Snapshot>,
    elapsed: Duration,
}

impl<'a> Diff<'a> {
    pub(super) fn new(later: &'a Snapshot, earlier: &'a Snapshot) -> Diff<'a> {
        let file = |snapshot: &Snapshot| (snapshot.header.file_id, snapshot.header.created);
        let same = file(later) == file(earlier);
        let elapsed = later.taken.saturating_sub(earlier.taken);
        Diff { later, earlier: same.then_some(earlier), elapsed }
    }

    /// The same, as if that much time had passed between the two.
    pub fn over(self, elapsed: Duration) -> Diff<'a> {
        Diff { elapsed, ..self }
    }

    /// How much time passed between the two.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The live series of the later snapshot, in the order of the file.
    pub fn series(&self) -> impl Iterator<Item = SeriesDiff<'a>> + use<'a> {
        let diff = *self;
        diff.later.series().map(move |series| diff.of(series))
    }

    /// That of the series that [`Snapshot::get`] finds in the later one.
    pub fn get(&self, name: &str) -> Option<SeriesDiff<'a>> {
        self.later.get(name).map(|series| self.of(series))
    }

    /// That of the series that [`Snapshot::get_with`] finds in the later one.
    pub fn get_with(&self, name: &str, labels: &[(&str, &str)]) -> Option<SeriesDiff<'a>> {
        self.later.get_with(name, labels).map(|series| self.of(series))
    }

    fn of(&self, series: Series<'a>) -> SeriesDiff<'a> {
        let before = self.earlier.and_then(|earlier| series.in_earlier(earlier));
        SeriesDiff { series, before, elapsed: self.elapsed }
    }
}

/// What happened to one series between two snapshots.
#[derive(Clone, Copy, Debug)]
pub struct SeriesDiff<'a> {
    series: Series<'a>,
    before: Option<Series<'a>>,
    elapsed: Duration,
}

impl<'a> SeriesDiff<'a> {
    /// The series, in the later snapshot.
    pub fn series(&self) -> Series<'a> {
        self.series
    }

    /// Whether it wasn't there in the earlier snapshot.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// How much a counter grew. Nothing for other kinds.
    pub fn delta(&self) -> Option<Number> {
        if self.series.family().kind() != Kind::Counter {
            return None;
        }
        let number = |series: Series<'_>| match series.value() {
            Value::U64(value) => Some(Number::U64(value)),
            Value::F64(value) => Some(Number::F64(value)),
            _ => None,
        };
        Some(grown(number(self.series)?, self.before.and_then(number)))
    }

    /// How fast a counter grew, or how many values a histogram counted, in a second. Nothing for
    /// other kinds, and where no time has passed.
    pub fn rate(&self) -> Option<f64> {
        rate(self.delta(), || Some(self.distribution()?.count()), self.elapsed)
    }

    /// What a histogram counted. Nothing for other kinds.
    pub fn distribution(&self) -> Option<Distribution> {
        let histogram = |series: Series<'a>| match series.value() {
            Value::Histogram(histogram) => Some(histogram),
            _ => None,
        };
        let before = self.before.and_then(histogram);
        Some(Distribution::between(&histogram(self.series)?, before.as_ref()))
    }

    /// How much the counters in a struct grew. Nothing for other kinds, and where one of the two
    /// values was busy.
    pub fn components(&self) -> impl Iterator<Item = ComponentDiff<'a>> + use<'a> {
        let elapsed = self.elapsed;
        let before = self.before.map(|series| series.value());
        let now = match (self.series.value(), &before) {
            (_, Some(Value::Busy)) => None,
            (Value::Struct(now), _) => Some(now),
            _ => None,
        };
        let values = now.into_iter().flat_map(|now| now.values());
        let counters = values.filter(|(component, _)| component.kind == ComponentKind::Counter);
        counters.filter_map(move |(component, value)| {
            let before = before.as_ref().and_then(|before| before.component(component.name));
            let delta = grown(Number::of(value)?, before.and_then(Number::of));
            Some(ComponentDiff { component, delta, elapsed })
        })
    }
}

/// How much a counter in a struct grew.
#[derive(Clone, Copy, Debug)]
pub struct ComponentDiff<'a> {
    /// Which.
    pub component: Component<'a>,
    /// How much.
    pub delta: Number,
    elapsed: Duration,
}

impl ComponentDiff<'_> {
    /// How fast, in a second. Nothing where no time has passed.
    pub fn rate(&self) -> Option<f64> {
        per_second(self.delta.to_f64(), self.elapsed)
    }
}
