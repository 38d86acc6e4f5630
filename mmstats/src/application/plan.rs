//! Where the values of files with one directory go.

use std::sync::Arc;

use mmstats_core::v2::{Component, Parameters};

use super::catalog::{Catalog, FamilyKey, SeriesKey};
use super::sums::Rule;
use super::words::Layout;
use crate::reader::{self, Snapshot};

/// Which families and series of the catalog a directory has.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) families: Vec<PlannedFamily>,
    /// For each series of the directory that of the catalog.
    pub(super) series: Vec<u32>,
    /// The series that add up word by word.
    pub(super) layout: Layout,
    /// The indices of all others.
    pub(super) others: Vec<u32>,
}

/// What a directory says of a family, beside what tells it apart.
#[derive(Debug)]
pub(super) struct PlannedFamily {
    pub(super) index: u32,
    pub(super) rule: Rule,
    pub(super) help: Arc<str>,
}

impl Plan {
    /// That of a snapshot. What it has and the catalog has not is added there.
    pub(super) fn of(snapshot: &Snapshot, catalog: &mut Arc<Catalog>) -> Plan {
        let mut plan = Plan::default();
        // By their ids less 1; those that are skipped have none.
        let mut indices = Vec::new();
        let catalog = Arc::make_mut(catalog);
        for family in snapshot.families() {
            let index = with_key(&family, |key| catalog.family(key));
            if let Parameters::Buckets(buckets) = family.parameters() {
                catalog.meet_buckets(index, buckets);
            }
            indices.resize(family.index(), u32::MAX);
            indices.push(index);
            let (aggregate, alive_only) = (family.aggregate(), family.alive_only());
            let (rule, help) = (Rule { aggregate, alive_only }, family.help().into());
            plan.families.push(PlannedFamily { index, rule, help });
        }
        let mut labels = Vec::new();
        for series in snapshot.series() {
            labels.clear();
            labels.extend(series.labels());
            labels.sort_unstable();
            let (family, overflow) = (indices[series.family().index()], series.is_overflow());
            let index = catalog.series(&SeriesKey { family, labels: &labels, overflow });
            plan.series.push(index);
            if !plan.layout.add(&series, index) {
                plan.others.push(series.index() as u32);
            }
        }
        plan.layout.finish();
        plan
    }
}

/// What tells a family apart.
pub(super) fn with_key<R>(
    family: &reader::Family<'_>,
    then: impl FnOnce(&FamilyKey<'_>) -> R,
) -> R {
    let mut keys: Vec<&str> = family.label_keys().collect();
    keys.sort_unstable();
    let components: Vec<Component<'_>> = family.components().collect();
    then(&FamilyKey {
        name: family.name(),
        kind: family.kind(),
        value_type: family.value_type(),
        unit: family.unit(),
        keys: &keys,
        components: &components,
    })
}
