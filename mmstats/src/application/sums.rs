//! Adding up: what a look knows of a family and of a series so far.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::{Aggregate, Kind};

use super::file::File;
use super::plan::Plan;
use super::problem::Problem;
use super::totals::Totals;
use super::value::{How, Value};
use super::words::Sums;
use crate::reader::{self, Snapshot};

/// What a total of a family is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) aggregate: Aggregate,
    pub(super) alive_only: bool,
}

/// A family, in this look.
#[derive(Clone, Debug)]
pub(super) struct FamilySum {
    /// How many files have it.
    pub(super) files: u32,
    /// What its totals are added up by.
    pub(super) rule: Rule,
    /// What the file created last says of it, of those so far.
    newest: Rule,
    newest_created: u64,
    pub(super) help: Arc<str>,
}

/// A series, in this look.
#[derive(Clone, Debug, Default)]
pub(super) struct SeriesSum {
    /// How many files have it.
    pub(super) files: u32,
    /// When the file was created that `last` values come from.
    newest_created: u64,
    pub(super) total: Value,
    /// The files' values by the files' indices.
    pub(super) each: Vec<(u32, Value)>,
}

/// How the files of one pass over them are added.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pass {
    /// CLOCK_BOOTTIME when it began.
    pub(super) now: Duration,
    /// Whether the values of each file are kept.
    pub(super) keep_each: bool,
    /// Whether what adds up word by word may go to sums. Of a pass that is the last whatever it finds
    /// it may not: buckets that it meets may turn out to be others than those in sums.
    pub(super) takes_sums: bool,
}

/// The file whose values are being added.
#[derive(Clone, Copy, Debug)]
pub(super) struct From {
    /// Its index.
    pub(super) file: u32,
    /// Nanoseconds since 1970.
    pub(super) created: u64,
    /// CLOCK_BOOTTIME; nothing for one of another boot.
    pub(super) created_boot: Option<Duration>,
    pub(super) is_dead: bool,
    pub(super) pass: Pass,
}

/// What is added.
pub(super) enum Addend<'a> {
    V1(crate::v1::Value<'a>),
    V2(reader::Value<'a>),
}

impl Totals {
    /// Begins again with nothing, but for what is known of families: from now on totals are what
    /// the file created last says.
    pub(super) fn clear(&mut self) {
        for family in &mut self.families {
            (family.files, family.newest_created, family.rule) = (0, 0, family.newest);
        }
        for series in &mut self.series {
            (series.files, series.newest_created, series.total) = (0, 0, Value::None);
            series.each.clear();
        }
        self.files.clear();
        self.problems.clear();
        self.mixes = self.catalog.mixes;
    }

    /// Counts files that have a family, of which the one created last says that of it.
    pub(super) fn meet(
        &mut self,
        family: u32,
        rule: Rule,
        help: &Arc<str>,
        created: u64,
        files: u32,
    ) {
        let index = family as usize;
        while self.families.len() <= index {
            let (files, newest_created, help) = (0, 0, help.clone());
            self.families.push(FamilySum { files, rule, newest: rule, newest_created, help });
        }
        let sum = &mut self.families[index];
        let is_first = sum.files == 0;
        sum.files += files;
        if is_first || created >= sum.newest_created {
            (sum.newest, sum.newest_created) = (rule, created);
            if !Arc::ptr_eq(&sum.help, help) {
                sum.help = help.clone();
            }
        }
    }

    /// Adds the values of a file of format 2, and the file.
    pub(super) fn add_snapshot(
        &mut self,
        snapshot: &Snapshot,
        plan: &Plan,
        file: File,
        from: &From,
    ) {
        for family in &plan.families {
            self.meet(family.index, family.rule, &family.help, from.created, 1);
        }
        self.make_room();
        let has_counts = self.add_series(snapshot, plan, 0..snapshot.len() as u32, &file, from);
        self.add_file(snapshot, File { has_counts, ..file });
    }

    /// The same of a file whose families were met before: what adds up word by word goes to sums,
    /// which [`add_sums`](Totals::add_sums) adds.
    pub(super) fn add_to_sums(
        &mut self,
        snapshot: &Snapshot,
        plan: &Plan,
        sums: &mut Sums,
        file: File,
        from: &From,
    ) {
        self.make_room();
        let mut has_counts = sums.add(&plan.layout, snapshot, from.created, from.file);
        has_counts |= self.add_series(snapshot, plan, plan.others.iter().copied(), &file, from);
        self.add_file(snapshot, File { has_counts, ..file });
    }

    /// Adds what files with one directory have in sums.
    pub(super) fn add_sums(&mut self, plan: &Plan, sums: &Sums) {
        for family in &plan.families {
            self.meet(family.index, family.rule, &family.help, sums.newest.0, sums.files);
        }
        for (series, counted) in sums.counters(&plan.layout) {
            let sum = &mut self.series[series as usize];
            sum.files += sums.files;
            sum.total.join(Value::U64(counted), Aggregate::Sum, true);
        }
        for (series, histogram) in sums.histograms(&plan.layout) {
            let sum = &mut self.series[series as usize];
            sum.files += sums.files;
            sum.total.join_histogram(histogram);
        }
    }

    /// Whether files may be added by their sums: families are what the plan says, and histograms of
    /// one name have the same buckets everywhere.
    pub(super) fn takes_sums(&self, plan: &Plan) -> bool {
        plan.families.iter().all(|family| {
            let index = family.index as usize;
            self.families.get(index).is_some_and(|sum| sum.rule == family.rule)
                && !self.catalog.families[index].is_mixed
        })
    }

    /// Returns whether a counter or a histogram counted anything.
    fn add_series(
        &mut self,
        snapshot: &Snapshot,
        plan: &Plan,
        indices: impl Iterator<Item = u32>,
        file: &File,
        from: &From,
    ) -> bool {
        let mut has_counts = false;
        for index in indices {
            let Some(series) = snapshot.at(index as usize) else { continue };
            let value = series.value();
            has_counts = has_counts || is_count(&series, &value);
            if !matches!(value, reader::Value::Busy)
                && !self.add(plan.series[index as usize] as usize, &Addend::V2(value), from)
            {
                let (path, name) = (file.path.clone(), series.name().into());
                self.problems.push(Problem::Buckets { path, name });
            }
        }
        has_counts
    }

    fn add_file(&mut self, snapshot: &Snapshot, file: File) {
        let (busy, families) = (snapshot.busy() + snapshot.rewritten(), snapshot.skipped());
        if busy != 0 {
            self.problems.push(Problem::Busy { path: file.path.clone(), series: busy });
        }
        if families != 0 {
            self.problems.push(Problem::Skipped { path: file.path.clone(), families });
        }
        self.files.push(file);
    }

    /// Adds a file's value to the total of a series. Returns false where it can't be.
    #[inline(always)]
    pub(super) fn add(&mut self, series: usize, value: &Addend<'_>, from: &From) -> bool {
        let family = self.catalog.series[series].family as usize;
        let Rule { aggregate, alive_only } = self.families[family].rule;
        if alive_only && from.is_dead {
            return true;
        }
        let sum = &mut self.series[series];
        let newer = from.created >= sum.newest_created;
        if newer && !matches!(value, Addend::V2(reader::Value::Unpublished)) {
            sum.newest_created = from.created;
        }
        sum.files += 1;
        let how = How { aggregate, newer, created: from.created_boot, now: from.pass.now };
        if from.pass.keep_each || aggregate == Aggregate::Each {
            sum.each.push((from.file, value.own(&how)));
        }
        match (aggregate, value) {
            (Aggregate::Each, _) => true,
            (_, Addend::V2(value)) => sum.total.add(value, &how).is_ok(),
            (_, Addend::V1(value)) => {
                sum.total.join(Value::of_v1(*value), aggregate, newer);
                true
            }
        }
    }

    /// Makes room for all series of the catalog.
    pub(super) fn make_room(&mut self) {
        if self.series.len() < self.catalog.series.len() {
            self.series.resize_with(self.catalog.series.len(), SeriesSum::default);
        }
    }

    /// Whether all totals were added up by what the file created last says, and in the way that its
    /// families need.
    pub(super) fn is_settled(&self) -> bool {
        if self.catalog.mixes != self.mixes {
            return false;
        }
        let mut families = self.families.iter().filter(|family| family.files != 0);
        families.all(|family| family.rule == family.newest)
    }

    /// Once all files were added: what is left to say.
    pub(super) fn finish(&mut self, taken: Duration, taken_at: u64) {
        (self.taken, self.taken_at) = (taken, taken_at);
        self.sort_files();
        for series in &mut self.series {
            series.total.finish(taken);
            series.each.iter_mut().for_each(|(_, value)| value.finish(taken));
        }
        let mut problems = self.differing();
        problems.extend(self.durations());
        self.problems.extend(problems);
    }

    /// Puts the files in the order of their paths: accumulators were read last.
    fn sort_files(&mut self) {
        let is_before = |a: &File, b: &File| a.path.as_os_str() <= b.path.as_os_str();
        if self.files.is_sorted_by(is_before) {
            return;
        }
        let mut order: Vec<usize> = (0..self.files.len()).collect();
        order.sort_by(|a, b| self.files[*a].path.as_os_str().cmp(self.files[*b].path.as_os_str()));
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, index)| places[*index] = place as u32);
        for (file, _) in self.series.iter_mut().flat_map(|series| &mut series.each) {
            *file = places[*file as usize];
        }
        self.series.iter_mut().for_each(|series| series.each.sort_unstable_by_key(|each| each.0));
        let files = mem::take(&mut self.files);
        let mut files: Vec<_> = files.into_iter().zip(places).collect();
        files.sort_unstable_by_key(|(_, place)| *place);
        self.files = files.into_iter().map(|(file, _)| file).collect();
    }

    /// Families of one name.
    fn differing(&self) -> Vec<Problem> {
        let mut families: Vec<_> = self.families().collect();
        families.sort_by_key(|family| family.name());
        let alike = families.chunk_by(|a, b| a.name() == b.name());
        let described = alike.filter(|alike| alike.len() > 1).map(|alike| {
            let found: Vec<_> = alike.iter().map(|family| family.row.describe()).collect();
            Problem::Families { name: alike[0].name().into(), found: found.join("; ") }
        });
        described.collect()
    }

    /// Families with windows of several durations.
    fn durations(&self) -> Vec<Problem> {
        let several = |family: &super::Family<'_>| {
            family.series().any(|series| matches!(series.value(), Value::Windows(_)))
        };
        let families = self.families().filter(several);
        families.map(|family| Problem::Durations { name: family.name().into() }).collect()
    }
}

/// Whether a series counted anything.
fn is_count(series: &reader::Series<'_>, value: &reader::Value<'_>) -> bool {
    match value {
        reader::Value::Histogram(one) => one.count() | one.negative() | one.nan() != 0,
        number => {
            series.family().kind() == Kind::Counter && number.as_f64().is_none_or(|n| n != 0.0)
        }
    }
}

impl Addend<'_> {
    fn own(&self, how: &How) -> Value {
        match self {
            Addend::V1(value) => Value::of_v1(*value),
            Addend::V2(value) => Value::of(value, how),
        }
    }
}
