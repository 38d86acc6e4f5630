//! What a look found: families and series of all files as one.

use std::sync::Arc;
use std::time::Duration;

use mmstats_core::v2::{Aggregate, Component, Kind, ValueType};

use super::catalog::{Catalog, FamilyRow, SeriesRow};
use super::file::File;
use super::held::Held;
use super::problem::Problem;
use super::since::Since;
use super::sums::{FamilySum, SeriesSum};
use super::value::Value;

/// What a look at an application found: the values of all files as one, the files, and what could
/// not be counted. A clone is independent of the application and keeps what it holds: two of them
/// tell rates.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub(super) catalog: Arc<Catalog>,
    /// By the indices of the catalog.
    pub(super) families: Vec<FamilySum>,
    /// By the indices of the catalog.
    pub(super) series: Vec<SeriesSum>,
    pub(super) files: Vec<File>,
    pub(super) problems: Vec<Problem>,
    /// The files that accumulators hold.
    pub(super) held: Arc<Held>,
    pub(super) taken: Duration,
    /// The same moment by the clock of [`File::created`].
    pub(super) taken_at: u64,
    pub(super) shape: u64,
    /// How many families were mixed when the look began.
    pub(super) mixes: u32,
}

impl Totals {
    /// The files that count, by their paths.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// What could not be counted, or not together.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// When the look ended, by CLOCK_BOOTTIME.
    pub fn taken(&self) -> Duration {
        self.taken
    }

    /// A number that is another one wherever [`series`](Totals::series) yields others, or others in
    /// that order, or anything of them or their families differs but values and how many files have
    /// them. So what was made of their names and labels is good for all totals of one number. Never
    /// 0 once a look was made.
    pub fn shape(&self) -> u64 {
        self.shape
    }

    /// The families that some file has, in the order in which they were met.
    pub fn families(&self) -> impl Iterator<Item = Family<'_>> {
        (0..self.families.len()).filter_map(|index| self.family_at(index))
    }

    /// The first family of that name.
    pub fn family(&self, name: &str) -> Option<Family<'_>> {
        self.families().find(|family| family.name() == name)
    }

    /// The series that some file has, by their families.
    pub fn series(&self) -> impl Iterator<Item = Series<'_>> {
        self.families().flat_map(|family| family.series())
    }

    /// The series of that family that has no labels.
    pub fn get(&self, name: &str) -> Option<Series<'_>> {
        self.get_with(name, &[])
    }

    /// The series of a family of that name that has these labels and no others, in any order.
    pub fn get_with(&self, name: &str, labels: &[(&str, &str)]) -> Option<Series<'_>> {
        let mut families = self.families().filter(|family| family.name() == name);
        families.find_map(|family| family.with(labels))
    }

    /// What happened since an earlier look.
    pub fn since<'a>(&'a self, earlier: &'a Totals) -> Since<'a> {
        Since::new(self, earlier)
    }

    pub(super) fn family_at(&self, index: usize) -> Option<Family<'_>> {
        let sum = self.families.get(index).filter(|sum| sum.files != 0)?;
        Some(Family { totals: self, row: self.catalog.families.get(index)?, sum })
    }

    pub(super) fn series_at(&self, index: usize) -> Option<Series<'_>> {
        let sum = self.series.get(index).filter(|sum| sum.files != 0)?;
        let row = self.catalog.series.get(index)?;
        Some(Series { family: self.family_at(row.family as usize)?, row, sum })
    }
}

/// A family, as all files have it that have the same name, kind, value type, unit, label keys and
/// components.
#[derive(Clone, Copy, Debug)]
pub struct Family<'a> {
    totals: &'a Totals,
    pub(super) row: &'a FamilyRow,
    sum: &'a FamilySum,
}

impl<'a> Family<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        &self.row.name
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.row.kind
    }

    /// Its value type.
    pub fn value_type(&self) -> ValueType {
        self.row.value_type
    }

    /// Its unit; empty where there is none.
    pub fn unit(&self) -> &'a str {
        &self.row.unit
    }

    /// Its help, as the file created last has it; empty where there is none.
    pub fn help(&self) -> &'a str {
        &self.sum.help
    }

    /// What a total is, as the file created last has it.
    pub fn aggregate(&self) -> Aggregate {
        self.sum.rule.aggregate
    }

    /// Whether files of dead writers don't count, as the file created last has it.
    pub fn alive_only(&self) -> bool {
        self.sum.rule.alive_only
    }

    /// Its label keys, in the order of their bytes.
    pub fn label_keys(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.row.keys.iter().map(|key| &**key)
    }

    /// The components of a struct, in their order. Where they are in a slot, and how wide a text
    /// is, is each file's own, and 0 here.
    pub fn components(&self) -> impl Iterator<Item = Component<'a>> + use<'a> {
        self.row.components.iter().map(|row| row.component())
    }

    /// How many files have it.
    pub fn files(&self) -> usize {
        self.sum.files as usize
    }

    /// Its series, in the order in which they were met.
    pub fn series(&self) -> impl Iterator<Item = Series<'a>> + use<'a> {
        let totals = self.totals;
        self.row.series.iter().filter_map(move |index| totals.series_at(*index as usize))
    }

    /// The series with these labels, in any order; those that it doesn't have are empty.
    pub fn with(&self, labels: &[(&str, &str)]) -> Option<Series<'a>> {
        self.series().find(|series| series.has_labels(labels))
    }
}

/// A series, as all files have it that have its family and its labels, in any order.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    family: Family<'a>,
    pub(super) row: &'a SeriesRow,
    pub(super) sum: &'a SeriesSum,
}

impl<'a> Series<'a> {
    /// Its family.
    pub fn family(&self) -> Family<'a> {
        self.family
    }

    /// Its family's name.
    pub fn name(&self) -> &'a str {
        self.family.name()
    }

    /// Keys and values of its labels, by their keys, without those that are empty.
    pub fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone + use<'a> {
        self.row.labels.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Whether it holds what would have gone to series beyond limits.
    pub fn is_overflow(&self) -> bool {
        self.row.overflow
    }

    /// How many files have it, and count.
    pub fn files(&self) -> usize {
        self.sum.files as usize
    }

    /// The value of all files.
    pub fn value(&self) -> &'a Value {
        match self.family.aggregate() {
            Aggregate::Each => &Value::Each,
            _ => &self.sum.total,
        }
    }

    /// The value of each file that has one: of families without a total, and of all where
    /// [`Application::keep_each`](super::Application::keep_each) asked for it.
    pub fn each(&self) -> impl Iterator<Item = (&'a File, &'a Value)> + Clone + use<'a> {
        let files = &self.family.totals.files;
        self.sum.each.iter().map(move |(file, value)| (&files[*file as usize], value))
    }

    fn has_labels(&self, wanted: &[(&str, &str)]) -> bool {
        let mut wanted = wanted.iter().filter(|(_, value)| !value.is_empty());
        let count = wanted.clone().count();
        self.row.labels.len() == count && wanted.all(|pair| self.labels().any(|own| own == *pair))
    }
}
