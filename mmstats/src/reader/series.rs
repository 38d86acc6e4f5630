//! Families and series, as a snapshot has them.

use std::time::Duration;

use mmstats_core::v2::{self, Aggregate, Component, Kind, Parameters, ValueType};

use super::histogram::Histogram;
use super::snapshot::Snapshot;
use super::value::Value;
use super::window::Window;

/// A family: what shares a name, a kind, a value type, a unit and help.
#[derive(Clone, Copy, Debug)]
pub struct Family<'a> {
    snapshot: &'a Snapshot,
    inner: v2::Family<'a>,
}

impl<'a> Family<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, inner: v2::Family<'a>) -> Family<'a> {
        Family { snapshot, inner }
    }

    /// Its id less 1.
    pub(crate) fn index(&self) -> usize {
        self.inner.index()
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.inner.name()
    }

    /// Its unit; empty where there is none.
    pub fn unit(&self) -> &'a str {
        self.inner.unit()
    }

    /// Its help; empty where there is none.
    pub fn help(&self) -> &'a str {
        self.inner.help()
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.inner.kind()
    }

    /// Its value type.
    pub fn value_type(&self) -> ValueType {
        self.inner.value_type()
    }

    /// What a sum over the files of one application is.
    pub fn aggregate(&self) -> Aggregate {
        self.inner.aggregate()
    }

    /// Whether files of dead writers don't count in it.
    pub fn alive_only(&self) -> bool {
        self.inner.alive_only()
    }

    /// The shape of its cells: a histogram's buckets, a window's ring, a text's or struct's slots.
    pub fn parameters(&self) -> Parameters {
        self.inner.parameters()
    }

    /// Its label keys, in their order.
    pub fn label_keys(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.inner.label_keys()
    }

    /// The components of a struct, in their order.
    pub fn components(&self) -> impl Iterator<Item = Component<'a>> + use<'a> {
        self.inner.components()
    }

    /// Its live series, in the order of the file.
    pub fn series(&self) -> impl Iterator<Item = Series<'a>> + use<'a> {
        let snapshot = self.snapshot;
        self.inner.series().map(move |inner| Series::new(snapshot, inner))
    }

    /// The live series with these labels, in any order; those that it doesn't have are empty.
    pub fn with(&self, labels: &[(&str, &str)]) -> Option<Series<'a>> {
        self.series().find(|series| series.has_labels(labels))
    }
}

/// A live series.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    snapshot: &'a Snapshot,
    inner: v2::Series<'a>,
}

impl<'a> Series<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, inner: v2::Series<'a>) -> Series<'a> {
        Series { snapshot, inner }
    }

    /// Its family.
    pub fn family(&self) -> Family<'a> {
        Family::new(self.snapshot, self.inner.family())
    }

    /// Its family's name.
    pub fn name(&self) -> &'a str {
        self.inner.family().name()
    }

    /// Its index among the live series of the snapshot, in the order of the file.
    pub fn index(&self) -> usize {
        self.inner.index()
    }

    /// When it was made, nanoseconds since 1970.
    pub fn created(&self) -> u64 {
        self.inner.created()
    }

    /// Whether it holds what would have gone to series beyond the family's limit.
    pub fn is_overflow(&self) -> bool {
        self.inner.is_overflow()
    }

    /// Keys and values of its labels, without those that are empty: these say that the label isn't
    /// there.
    pub fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone + use<'a> {
        self.all_labels().filter(|(_, value)| !value.is_empty())
    }

    /// Keys and values of its labels, empty ones too.
    pub fn all_labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone + use<'a> {
        self.inner.labels()
    }

    fn has_labels(&self, wanted: &[(&str, &str)]) -> bool {
        let mut wanted = wanted.iter().filter(|(_, value)| !value.is_empty());
        let count = wanted.clone().count();
        self.labels().count() == count && wanted.all(|pair| self.labels().any(|own| own == *pair))
    }

    /// Its value when the snapshot was taken.
    #[inline(always)]
    pub fn value(&self) -> Value<'a> {
        if self.snapshot.is_busy(self.index()) {
            return Value::Busy;
        }
        match self.inner.value() {
            Ok(v2::Value::Scalar(scalar)) => scalar.into(),
            Ok(v2::Value::Struct(values)) => Value::Struct(values),
            Ok(v2::Value::Unpublished) => Value::Unpublished,
            Ok(v2::Value::Histogram(histogram)) => {
                Value::Histogram(Histogram::new(histogram, self.inner.family().value_type()))
            }
            Ok(v2::Value::Window(window)) => {
                Value::Window(Window::new(window, self.created_boot(), self.snapshot.taken()))
            }
            // Every text was looked at when the snapshot was taken.
            Err(_) => Value::Busy,
        }
    }

    /// The offsets of its cells in the file, one for each stripe.
    pub(crate) fn cells(&self) -> impl Iterator<Item = usize> + use<'a> {
        self.inner.cell_offsets().map(|at| at as usize)
    }

    /// The same series in an earlier snapshot of the same file: entries never move, and a series
    /// that is made anew in an entry has another state.
    pub(super) fn in_earlier(&self, earlier: &'a Snapshot) -> Option<Series<'a>> {
        let index = earlier.index_of(self.inner.offset())?;
        let inner = earlier.view().get(index)?;
        let same = inner.state_in(&earlier.image) == self.inner.state_in(&self.snapshot.image)
            && inner.created() == self.created();
        same.then(|| Series::new(earlier, inner))
    }

    /// When it was made, by CLOCK_BOOTTIME: the file says what time it was by both clocks once.
    fn created_boot(&self) -> Duration {
        let header = self.snapshot.header();
        let later = self.created().saturating_sub(header.created);
        Duration::from_nanos(header.created_boot.saturating_add(later))
    }
}
