//! Declaring a family: what it is called, what it means, how its cells are.

use std::marker::PhantomData;
use std::time::Duration;

use mmstats_core::v2::cells::Observed;
use mmstats_core::v2::encode::{FamilyEntry, text_slots};
use mmstats_core::v2::{Aggregate, Buckets, Ring, Sequence};

use super::{Family, Histogram, Metric, Text, Timer, Window, Writer, raw};
use crate::Error;

/// A family without labels: it has one series.
#[derive(Clone, Copy, Debug)]
pub struct Unlabelled;

/// A family that is being declared; made by a [`Writer`]'s methods.
#[must_use = "a declaration does nothing until it is registered"]
#[derive(Clone, Debug)]
pub struct Declaration<'a, M: Metric, L = Unlabelled> {
    writer: &'a Writer,
    name: String,
    unit: String,
    help: String,
    aggregate: Aggregate,
    alive_only: bool,
    limit: Option<usize>,
    shape: M::Shape,
    labels: L,
    metric: PhantomData<M>,
}

impl<'a, M: Metric> Declaration<'a, M> {
    pub(super) fn new(writer: &'a Writer, name: &str) -> Declaration<'a, M> {
        Declaration {
            writer,
            name: name.to_owned(),
            unit: M::UNIT.to_owned(),
            help: String::new(),
            aggregate: raw::default_aggregate(M::KIND),
            alive_only: false,
            limit: None,
            shape: M::SHAPE,
            labels: Unlabelled,
            metric: PhantomData,
        }
    }

    /// Labels, whose values tell series apart: registering gives a [`Family`].
    pub fn labels<const N: usize>(self, keys: [&'a str; N]) -> Declaration<'a, M, [&'a str; N]> {
        let Declaration { writer, name, unit, help, aggregate, alive_only, limit, shape, .. } =
            self;
        let (labels, metric) = (keys, PhantomData);
        Declaration {
            writer,
            name,
            unit,
            help,
            aggregate,
            alive_only,
            limit,
            shape,
            labels,
            metric,
        }
    }

    /// Registers it, or gets what is registered by that name; unit, help and aggregate are those of
    /// the first registration then.
    ///
    /// Errors: one of that name of another type, with other parameters or labels; no space; what a file can't
    /// say.
    pub fn register(self) -> Result<M, Error> {
        Ok(M::from(self.family(&[])?.series(&[])?))
    }
}

impl<M: Metric, const N: usize> Declaration<'_, M, [&str; N]> {
    /// Registers it, or gets what is registered by that name; as of one without labels.
    pub fn register(self) -> Result<Family<M, N>, Error> {
        Ok(Family::new(self.family(&self.labels)?))
    }
}

impl<M: Metric, L> Declaration<'_, M, L> {
    /// The unit, in UCUM where that has it: `ns`, `By`, `1`.
    pub fn unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.unit);
        self
    }

    /// What it means, for people.
    pub fn help(mut self, help: &str) -> Self {
        help.clone_into(&mut self.help);
        self
    }

    /// What a sum over files of one application is. Default: the sum of counters, histograms and windows;
    /// all else is told for each file.
    pub fn aggregate(mut self, aggregate: Aggregate) -> Self {
        self.aggregate = aggregate;
        self
    }

    /// Files whose writer is dead don't count in that sum.
    pub fn alive_only(mut self) -> Self {
        self.alive_only = true;
        self
    }

    /// How many series can be there at once: what comes beyond is counted in one series of its own.
    /// Default: that of the writer. Of a family without labels it means nothing.
    pub fn limit(mut self, series: usize) -> Self {
        self.limit = Some(series);
        self
    }

    fn family(&self, label_keys: &[&str]) -> Result<raw::Family, Error> {
        let entry = FamilyEntry {
            id: 0,
            kind: M::KIND,
            value_type: M::VALUE_TYPE,
            aggregate: self.aggregate,
            alive_only: self.alive_only,
            name: &self.name,
            unit: &self.unit,
            help: &self.help,
            label_keys,
            parameters: M::parameters(self.shape),
            components: M::COMPONENTS,
        };
        self.writer.raw_family(&raw::Spec { entry, limit: self.limit })
    }
}

impl<L> Declaration<'_, Text, L> {
    /// The longest text in bytes. Default: 120.
    pub fn capacity(mut self, bytes: u32) -> Self {
        self.shape = text_slots(bytes);
        self
    }
}

/// How the buckets of a histogram or timer are chosen.
macro_rules! buckets {
    ([$($type:ident: $bound:ident)?] $metric:ty) => {
        impl<L $(, $type: $bound)?> Declaration<'_, $metric, L> {
            /// Buckets as they are given. Default: see the metric.
            pub fn buckets(mut self, buckets: Buckets) -> Self {
                self.shape = buckets;
                self
            }

            /// How fine the buckets are, 0 to 8: 2 to this many of them double a value. The range stays
            /// as near as can be to what it was.
            pub fn scale(mut self, scale: u32) -> Self {
                let Buckets { scale: old, first, number } = self.shape;
                let scaled = |n: i64| match scale.checked_sub(old) {
                    Some(up) => n << up.min(16),
                    None => n >> (old - scale).min(63),
                };
                let (first, end) = (scaled(first.into()), scaled(i64::from(first) + i64::from(number)));
                // What is too much for an integer is too much for a histogram: it is refused as that.
                let number = u32::try_from(end - first).unwrap_or(u32::MAX);
                self.shape = Buckets { scale, first: i32::try_from(first).unwrap_or(i32::MAX), number };
                self
            }
        }
    };
}

buckets!([T: Observed] Histogram<T>);
buckets!([] Timer);

impl<L, T: Observed> Declaration<'_, Window<T>, L> {
    /// How long one of its slots of time is. Default: 10 seconds.
    pub fn slot_duration(mut self, duration: Duration) -> Self {
        self.shape.duration = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self
    }

    /// How many slots of time it tells of, beside the one that isn't over. Default: 6.
    pub fn slots(mut self, slots: u32) -> Self {
        self.shape.slots = slots.saturating_add(1);
        self
    }
}

/// The default window: the last minute, in six slots.
pub(super) const RING: Ring = Ring { duration: 10_000_000_000, slots: 7 };
/// The default text: slots of 128 bytes.
pub(super) const TEXT: Sequence = text_slots(120);
