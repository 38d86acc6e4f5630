//! What folds of files, added up (SPEC.md 2.21, F2-FOLD-KINDS).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::{Aggregate, Buckets, Kind, Parameters, ValueType};

use super::catalog::{Catalog, SeriesKey};
use super::histogram::{Histogram, Shape};
use super::plan::with_key;
use super::sums::Rule;
use super::value::{How, Value};
use crate::reader::{self, Snapshot};

/// Counters and histograms of several files as one file can have them. A file is added whole or not
/// at all.
#[derive(Debug, Default)]
pub(crate) struct Foldable {
    catalog: Catalog,
    /// By the indices of the catalog.
    families: Vec<FamilySum>,
    /// By the indices of the catalog.
    series: Vec<SeriesSum>,
    by_name: HashMap<Box<str>, usize>,
}

/// A family, so far.
#[derive(Debug)]
struct FamilySum {
    aggregate: Aggregate,
    help: Arc<str>,
    newest_created: u64,
    /// The buckets of all series of a histogram.
    shape: Option<Shape>,
}

/// A series, so far.
#[derive(Debug, Default)]
struct SeriesSum {
    total: Value,
    /// When the first of them was made; 0 where nobody says it.
    created: u64,
}

/// Why a file can't be added.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A family of that name is another one here.
    Conflict { family: String, found: String },
    /// Values that can't be had.
    Busy,
}

/// A family, as an accumulator has it.
#[derive(Debug)]
pub(crate) struct FoldableFamily<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    pub(crate) value_type: ValueType,
    pub(crate) unit: &'a str,
    pub(crate) help: &'a str,
    pub(crate) aggregate: Aggregate,
    pub(crate) keys: Vec<&'a str>,
    pub(crate) buckets: Option<Buckets>,
    pub(crate) series: Vec<FoldableSeries<'a>>,
}

/// A series, likewise.
#[derive(Debug)]
pub(crate) struct FoldableSeries<'a> {
    /// Those that aren't empty, in the order of their keys.
    pub(crate) labels: &'a [(Box<str>, Box<str>)],
    pub(crate) overflow: bool,
    pub(crate) created: u64,
    pub(crate) value: &'a Value,
}

/// Whether a family folds.
pub(crate) fn folds(family: &reader::Family<'_>) -> bool {
    matches!(family.kind(), Kind::Counter | Kind::Histogram)
        && matches!(family.aggregate(), Aggregate::Sum | Aggregate::Min | Aggregate::Max)
        && !family.alive_only()
}

impl Foldable {
    /// Adds what folds of a file that nobody writes.
    pub(crate) fn add(&mut self, snapshot: &Snapshot) -> Result<(), Refusal> {
        let shapes = self.check(snapshot)?;
        let mut families = Vec::new();
        for (family, shape) in snapshot.families().zip(shapes) {
            families.resize(family.index(), None);
            families.push(folds(&family).then(|| self.meet(&family, shape, snapshot)));
        }
        let mut labels = Vec::new();
        for series in snapshot.series() {
            let Some(family) = families[series.family().index()] else { continue };
            labels.clear();
            labels.extend(series.labels());
            labels.sort_unstable();
            let overflow = series.is_overflow();
            let key = SeriesKey { family: family as u32, labels: &labels, overflow };
            let index = self.catalog.series(&key) as usize;
            self.series.resize_with(self.catalog.series.len(), SeriesSum::default);
            self.add_series(family, index, &series);
        }
        Ok(())
    }

    fn add_series(&mut self, family: usize, index: usize, series: &reader::Series<'_>) {
        let FamilySum { aggregate, shape, .. } = &mut self.families[family];
        let SeriesSum { total, created } = &mut self.series[index];
        *created = match (*created, series.created()) {
            (0, one) | (one, 0) => one,
            (a, b) => a.min(b),
        };
        match (series.value(), shape) {
            (reader::Value::Histogram(one), Some(shape)) => {
                let mut one = Histogram::of(&one);
                one.fit(shape.buckets);
                shape.include(&one);
                match total {
                    // The buckets are the same by now.
                    Value::Histogram(sum) => drop(sum.merge(one)),
                    none => *none = Value::Histogram(Box::new(one)),
                }
            }
            (value, _) => {
                let (created, now) = (None, Duration::ZERO);
                let how = How { aggregate: *aggregate, newer: false, created, now };
                total.join(Value::of(&value, &how), *aggregate, false);
            }
        }
    }

    /// The index of a family, which is told of a file that has it.
    fn meet(
        &mut self,
        family: &reader::Family<'_>,
        shape: Option<Shape>,
        snapshot: &Snapshot,
    ) -> usize {
        let index = with_key(family, |key| self.catalog.family(key)) as usize;
        let newest_created = snapshot.header().created;
        if index == self.families.len() {
            let (aggregate, help) = (family.aggregate(), family.help().into());
            self.families.push(FamilySum { aggregate, help, newest_created, shape });
            self.by_name.insert(family.name().into(), index);
            return index;
        }
        let sum = &mut self.families[index];
        if newest_created >= sum.newest_created {
            sum.newest_created = newest_created;
            if *sum.help != *family.help() {
                sum.help = family.help().into();
            }
        }
        if let Some(shape) = shape.filter(|shape| sum.shape != Some(*shape)) {
            self.fit(index, shape.buckets);
        }
        index
    }

    /// Counts all series of a histogram in other buckets.
    fn fit(&mut self, family: usize, buckets: Buckets) {
        let mut shape = Shape { buckets, below: false, above: false };
        for index in &self.catalog.families[family].series {
            if let Value::Histogram(sum) = &mut self.series[*index as usize].total {
                sum.fit(buckets);
                shape.include(sum);
            }
        }
        self.families[family].shape = Some(shape);
    }

    /// Whether all families agree with those that are here. Returns the shapes of histograms then,
    /// for each family of the file.
    fn check(&self, snapshot: &Snapshot) -> Result<Vec<Option<Shape>>, Refusal> {
        let mut names = HashSet::new();
        let checked = snapshot.families().map(|family| {
            if !names.insert(family.name()) {
                // F2-NAME-UNIQUE
                let found = "two families of this name in the file".to_owned();
                return Err(Refusal::Conflict { family: family.name().to_owned(), found });
            }
            let known = self.by_name.get(family.name()).copied();
            if let Some(known) = known {
                self.check_family(known, &family)?;
            }
            if !folds(&family) {
                return Ok(None);
            }
            if family.series().any(|series| matches!(series.value(), reader::Value::Busy)) {
                return Err(Refusal::Busy);
            }
            self.shape_with(known, &family)
        });
        checked.collect()
    }

    fn check_family(&self, known: usize, family: &reader::Family<'_>) -> Result<(), Refusal> {
        let same = with_key(family, |key| self.catalog.find_family(key) == Some(known));
        let aggregate = self.families[known].aggregate;
        let rule = Rule { aggregate: family.aggregate(), alive_only: family.alive_only() };
        if same && rule == (Rule { aggregate, alive_only: false }) {
            return Ok(());
        }
        let row = with_key(family, super::catalog::FamilyRow::of);
        let only = if rule.alive_only { ", of living writers only" } else { "" };
        let found = format!(
            "{}, aggregate {}{only}; there {}, aggregate {}",
            row.describe(),
            rule.aggregate.name(),
            self.catalog.families[known].describe(),
            aggregate.name()
        );
        Err(Refusal::Conflict { family: family.name().to_owned(), found })
    }

    /// The buckets that all series of a histogram can be counted in, those of the file too.
    fn shape_with(
        &self,
        known: Option<usize>,
        family: &reader::Family<'_>,
    ) -> Result<Option<Shape>, Refusal> {
        let Parameters::Buckets(buckets) = family.parameters() else { return Ok(None) };
        let mut own = Shape { buckets, below: false, above: false };
        for series in family.series() {
            if let reader::Value::Histogram(one) = series.value() {
                own.below |= one.zero() != 0;
                own.above |= one.above() != 0;
            }
        }
        let Some(there) = known.and_then(|known| self.families[known].shape) else {
            return Ok(Some(own));
        };
        if there.buckets == buckets {
            return Ok(Some(there));
        }
        match there.common(&own) {
            Some(buckets) => Ok(Some(Shape { buckets, ..there })),
            None => Err(Refusal::Conflict {
                family: family.name().to_owned(),
                found: "buckets that have nothing in common".to_owned(),
            }),
        }
    }

    /// What there is, in the order in which it was met.
    pub(crate) fn families(&self) -> impl Iterator<Item = FoldableFamily<'_>> {
        self.catalog.families.iter().zip(&self.families).map(|(row, sum)| {
            let series = row.series.iter().map(|index| {
                let (row, sum) =
                    (&self.catalog.series[*index as usize], &self.series[*index as usize]);
                let (labels, overflow) = (&*row.labels, row.overflow);
                FoldableSeries { labels, overflow, created: sum.created, value: &sum.total }
            });
            FoldableFamily {
                name: &row.name,
                kind: row.kind,
                value_type: row.value_type,
                unit: &row.unit,
                help: &sum.help,
                aggregate: sum.aggregate,
                keys: row.keys.iter().map(|key| &**key).collect(),
                buckets: sum.shape.map(|shape| shape.buckets),
                series: series.collect(),
            }
        })
    }
}

impl Shape {
    fn include(&mut self, histogram: &Histogram) {
        self.below |= histogram.zero() != 0;
        self.above |= histogram.above() != 0;
    }
}
