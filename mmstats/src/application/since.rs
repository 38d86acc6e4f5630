//! What happened between two looks.

use std::time::Duration;

use mmstats_core::v2::{Aggregate, Kind};

use super::file::{File, take_up_to};
use super::histogram::Histogram;
use super::totals::{Series, Totals};
use super::value::Value;
use crate::reader::{Number, grown, rate};

/// What happened between two looks at one application: how much counters and histograms grew, and how
/// fast.
///
/// A counter of a file never falls, so a total that fell has lost a file, and how much the others
/// grew can't be told: that is taken for nothing. Where no file of the earlier look is left, all
/// began anew, at 0. Where both looks kept the values of each file, growth is that of each file,
/// and exact. Nothing is ever negative.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    later: &'a Totals,
    earlier: &'a Totals,
    elapsed: Duration,
    gone: usize,
    returned: usize,
    /// Whether a file of the earlier look is there still.
    some_stayed: bool,
    /// Whether accumulators have what files had in the earlier look, so that there is no telling each
    /// file's growth.
    folded: bool,
}

impl<'a> Since<'a> {
    pub(super) fn new(later: &'a Totals, earlier: &'a Totals) -> Since<'a> {
        let elapsed = later.taken.saturating_sub(earlier.taken);
        let (gone, returned, some_stayed, folded) = (0, 0, false, false);
        let mut since = Since { later, earlier, elapsed, gone, returned, some_stayed, folded };
        let mut rest = &earlier.files[..];
        for file in &later.files {
            let (gone, same) = take_up_to(&mut rest, &file.path);
            gone.iter().for_each(|gone| since.lose(gone));
            match same {
                Some(before) if before.identity == file.identity => since.some_stayed = true,
                Some(before) if before.is_accumulator && file.is_accumulator => {
                    (since.some_stayed, since.folded) = (true, true);
                }
                other => {
                    other.into_iter().for_each(|gone| since.lose(gone));
                    since.folded |= file.is_accumulator;
                    let is_older = !file.is_accumulator && file.created < earlier.taken_at;
                    since.returned += usize::from(is_older);
                }
            }
        }
        rest.iter().for_each(|gone| since.lose(gone));
        since
    }

    /// Counts a file of the earlier look that isn't in the later one, but in an accumulator perhaps.
    fn lose(&mut self, file: &File) {
        match self.later.held.has(file) {
            true => self.some_stayed = true,
            false => self.gone += 1,
        }
    }

    /// The same, as if that much time had passed between the two.
    pub fn over(self, elapsed: Duration) -> Since<'a> {
        Since { elapsed, ..self }
    }

    /// How much time passed between the two.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many files counted in the earlier look and don't in the later one: their values are
    /// missing from it.
    pub fn gone(&self) -> usize {
        self.gone
    }

    /// How many files count in the later look only, though they are older than the earlier one, by
    /// the clock: they could not be read then, or came from elsewhere. All that they ever counted is
    /// in what grew.
    pub fn returned(&self) -> usize {
        self.returned
    }

    /// The series of the later look.
    pub fn series(&self) -> impl Iterator<Item = SeriesSince<'a>> + use<'a> {
        let since = *self;
        since.later.series().map(move |series| since.of(series))
    }

    /// That of the series that [`Totals::get`] finds in the later look.
    pub fn get(&self, name: &str) -> Option<SeriesSince<'a>> {
        self.later.get(name).map(|series| self.of(series))
    }

    /// That of the series that [`Totals::get_with`] finds in the later look.
    pub fn get_with(&self, name: &str, labels: &[(&str, &str)]) -> Option<SeriesSince<'a>> {
        self.later.get_with(name, labels).map(|series| self.of(series))
    }

    fn of(&self, series: Series<'a>) -> SeriesSince<'a> {
        let catalog = &self.earlier.catalog;
        let before = catalog
            .find_family_of(series.family().row)
            .and_then(|family| catalog.find_series_of(family, series.row))
            .and_then(|index| self.earlier.series_at(index));
        SeriesSince { series, before, since: *self }
    }
}

fn path(file: &File) -> &std::ffi::OsStr {
    file.path.as_os_str()
}

/// What happened to one series between two looks.
#[derive(Clone, Copy, Debug)]
pub struct SeriesSince<'a> {
    series: Series<'a>,
    before: Option<Series<'a>>,
    since: Since<'a>,
}

impl<'a> SeriesSince<'a> {
    /// The series, in the later look.
    pub fn series(&self) -> Series<'a> {
        self.series
    }

    /// Whether no file had it in the earlier look.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// How much a counter grew, in all files. Nothing for other kinds, and where there is neither a
    /// sum nor the value of each file.
    pub fn delta(&self) -> Option<Number> {
        if self.series.family().kind() != Kind::Counter {
            return None;
        }
        if let Some((now, before)) = self.each() {
            let each = now.matched(before);
            let deltas =
                each.filter_map(|(now, before)| Some(grown(number(now)?, before.and_then(number))));
            return deltas.reduce(Number::plus);
        }
        let now = number(self.sum(self.series)?)?;
        let before = self.before.and_then(|before| number(self.sum(before)?));
        match before {
            Some(before) if now.is_less(before) && self.since.some_stayed => Some(now.minus(now)),
            before => Some(grown(now, before)),
        }
    }

    /// How fast a counter grew, or how many values a histogram counted, in a second. Nothing for
    /// other kinds, and where no time has passed.
    pub fn rate(&self) -> Option<f64> {
        rate(self.delta(), || Some(self.histogram()?.count()), self.since.elapsed)
    }

    /// What a histogram counted, in all files: for percentiles of what came between. Nothing for
    /// other kinds, and where there is neither a sum nor that of each file.
    pub fn histogram(&self) -> Option<Histogram> {
        if self.series.family().kind() != Kind::Histogram {
            return None;
        }
        if let Some((now, before)) = self.each() {
            let counted = now.matched(before).filter_map(|(now, before)| counted(now, before));
            // What can't be merged is a problem of the look.
            return counted.reduce(|mut sum, one| {
                let _ = sum.merge(one);
                sum
            });
        }
        let now = self.sum(self.series)?.as_histogram()?;
        let before = self.before.and_then(|before| self.sum(before)?.as_histogram());
        match before {
            Some(before) if self.since.some_stayed => {
                Some(now.since(before).unwrap_or_else(|| now.clone().emptied()))
            }
            _ => Some(now.clone()),
        }
    }

    fn sum(&self, series: Series<'a>) -> Option<&'a Value> {
        (series.family().aggregate() == Aggregate::Sum).then(|| series.value())
    }

    /// The values of each file, if both looks kept them.
    fn each(&self) -> Option<(Each<'a>, Each<'a>)> {
        let kept =
            |series: &Series<'a>| !self.since.folded && series.sum.each.len() == series.files();
        let before = match self.before {
            Some(before) if kept(&before) => Each::of(self.since.earlier, before),
            Some(_) => return None,
            None => Each { totals: self.since.earlier, values: &[] },
        };
        kept(&self.series).then(|| (Each::of(self.since.later, self.series), before))
    }
}

/// The values of a series, file by file.
#[derive(Clone, Copy, Debug)]
struct Each<'a> {
    totals: &'a Totals,
    /// By the indices of the files, which are in the order of their paths.
    values: &'a [(u32, Value)],
}

impl<'a> Each<'a> {
    fn of(totals: &'a Totals, series: Series<'a>) -> Each<'a> {
        Each { totals, values: &series.sum.each }
    }

    fn file(&self, index: u32) -> &'a File {
        &self.totals.files[index as usize]
    }

    /// Each value, with that of the same file before.
    fn matched(self, before: Each<'a>) -> impl Iterator<Item = (&'a Value, Option<&'a Value>)> {
        let mut rest = before.values;
        self.values.iter().map(move |(index, value)| {
            let file = self.file(*index);
            let is_less = |(index, _): &&(u32, Value)| path(before.file(*index)) < path(file);
            rest = &rest[rest.iter().take_while(is_less).count()..];
            let same = rest.first().filter(|(index, _)| {
                let earlier = before.file(*index);
                path(earlier) == path(file) && earlier.identity == file.identity
            });
            (value, same.map(|(_, value)| value))
        })
    }
}

fn number(value: &Value) -> Option<Number> {
    match *value {
        Value::U64(value) => Some(Number::U64(value)),
        Value::F64(value) => Some(Number::F64(value)),
        _ => None,
    }
}

/// What a histogram of one file counted, which may have begun anew meanwhile.
fn counted(now: &Value, before: Option<&Value>) -> Option<Histogram> {
    let now = now.as_histogram()?;
    let since = before.and_then(Value::as_histogram).and_then(|before| now.since(before));
    Some(since.unwrap_or_else(|| now.clone()))
}
