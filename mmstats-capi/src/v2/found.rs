//! What a reader found, laid out for C.

use std::mem;

use mmstats_rs::format::{
    Component, ComponentType, Parameters, Scalar, Struct, ValueType, WindowSlot,
};
use mmstats_rs::reader::{Family, Histogram, Number, Recent, Series, Window};
use mmstats_rs::v1::Text;
use mmstats_rs::{Snapshot, Value};

use crate::handle::mmstats_str;
use crate::v2::desc::mmstats_component;
use crate::v2::pool::Pool;
use crate::v2::view::*;
use crate::value::mmstats_type::{self, *};

/// A family, without what only a file can say of it, and without its series. That of one file and
/// that of several say the same of themselves, as do the values below.
macro_rules! family_of {
    ($found:expr, $of:expr) => {{
        let (found, of): (&mut $crate::v2::found::Found, _) = ($found, $of);
        let keys = of.label_keys().map($crate::handle::mmstats_str::of);
        let (label_keys, label_count) = found.keys.add(keys);
        let components = of.components().map($crate::v2::found::component_of);
        let (components, component_count) = found.components.add(components);
        $crate::v2::view::mmstats_family_info {
            name: $crate::handle::mmstats_str::of(of.name()),
            unit: $crate::handle::mmstats_str::of(of.unit()),
            help: $crate::handle::mmstats_str::of(of.help()),
            kind: of.kind().code().into(),
            r#type: $crate::v2::found::type_of(of.value_type()) as i32,
            aggregate: of.aggregate().code().into(),
            alive_only: of.alive_only(),
            label_keys,
            label_count,
            first_series: 0,
            series_count: 0,
            slots: 0,
            width: 0,
            components,
            component_count,
            duration: 0,
            scale: 0,
            first: 0,
            buckets: 0,
        }
    }};
}

/// A histogram without its buckets.
macro_rules! distribution_of {
    ($of:expr) => {{
        let (of, zero) = ($of, mmstats_rs::reader::Number::U64(0));
        let extremes = of.min().zip(of.max());
        let (min, max) = extremes.unwrap_or((zero, zero));
        let buckets = of.buckets();
        $crate::v2::view::mmstats_distribution {
            count: of.count(),
            sum: $crate::v2::found::number_of(of.sum()),
            min: $crate::v2::found::number_of(min),
            max: $crate::v2::found::number_of(max),
            has_extremes: extremes.is_some(),
            zero: of.zero(),
            above: of.above(),
            negative: of.negative(),
            nan: of.nan(),
            buckets: std::ptr::null(),
            bucket_count: 0,
            scale: buckets.scale,
            first: buckets.first,
            number: buckets.number,
        }
    }};
}

/// A window without its slots.
macro_rules! recent_of {
    ($of:expr) => {{
        let (of, ring) = ($of, $of.ring());
        $crate::v2::view::mmstats_recent {
            refused: of.refused(),
            slots: std::ptr::null(),
            count: 0,
            last: $crate::v2::found::lately_of(of.last()),
            duration: ring.duration,
            number: ring.slots,
        }
    }};
}

pub(super) use {distribution_of, family_of, recent_of};

/// The families, series and values of a snapshot, or of an application. Strings are the snapshot's
/// own.
pub(super) struct Found {
    /// A copy: the snapshot's own moves with it.
    pub(super) application: Box<str>,
    pub(super) families: Pool<mmstats_family_info>,
    pub(super) series: Pool<mmstats_series>,
    pub(super) keys: Pool<mmstats_str>,
    pub(super) labels: Pool<mmstats_label>,
    pub(super) components: Pool<mmstats_component>,
    pub(super) parts: Pool<mmstats_value>,
    pub(super) distributions: Pool<mmstats_distribution>,
    pub(super) buckets: Pool<mmstats_bucket>,
    pub(super) recents: Pool<mmstats_recent>,
    pub(super) slots: Pool<mmstats_window_slot>,
    /// Where the series of the snapshot stand among these.
    pub(super) places: Vec<usize>,
    /// Texts that no one else keeps.
    kept: Vec<Box<str>>,
}

impl Found {
    pub(super) fn new() -> Found {
        Found {
            application: Box::default(),
            families: Pool::new(),
            series: Pool::new(),
            keys: Pool::new(),
            labels: Pool::new(),
            components: Pool::new(),
            parts: Pool::new(),
            distributions: Pool::new(),
            buckets: Pool::new(),
            recents: Pool::new(),
            slots: Pool::new(),
            places: Vec::new(),
            kept: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.families.clear();
        self.series.clear();
        self.keys.clear();
        self.labels.clear();
        self.components.clear();
        self.parts.clear();
        self.distributions.clear();
        self.buckets.clear();
        self.recents.clear();
        self.slots.clear();
        self.places.clear();
        self.kept.clear();
    }

    /// Lays out all that a snapshot has.
    pub(super) fn lay_out(&mut self, snapshot: &Snapshot) {
        self.clear();
        self.application = snapshot.application().to_string().into();
        self.places.resize(snapshot.len(), 0);
        for (index, family) in snapshot.families().enumerate() {
            let mut info = self.family(&family);
            info.first_series = self.series.as_slice().len();
            for series in family.series() {
                if let Some(place) = self.places.get_mut(series.index()) {
                    *place = self.series.as_slice().len();
                }
                let series = self.series(index, &series);
                self.series.add([series]);
            }
            info.series_count = self.series.as_slice().len() - info.first_series;
            self.families.add([info]);
        }
        self.give_addresses();
    }

    fn family(&mut self, family: &Family<'_>) -> mmstats_family_info {
        let mut info = family_of!(self, family);
        match family.parameters() {
            Parameters::Sequence(sequence) => {
                (info.slots, info.width) = (sequence.slots, sequence.width);
            }
            Parameters::Buckets(buckets) => {
                (info.scale, info.first) = (buckets.scale, buckets.first);
                info.buckets = buckets.number;
            }
            Parameters::Ring(ring) => (info.duration, info.slots) = (ring.duration, ring.slots),
            _ => {}
        }
        info
    }

    fn series(&mut self, family: usize, series: &Series<'_>) -> mmstats_series {
        let labels = series.all_labels();
        let labels = labels.map(|(key, value)| mmstats_label {
            key: mmstats_str::of(key),
            value: mmstats_str::of(value),
        });
        let (labels, label_count) = self.labels.add(labels);
        mmstats_series {
            value: self.value(series.value()),
            labels,
            label_count,
            created: series.created(),
            family,
            overflow: series.is_overflow(),
        }
    }

    fn value(&mut self, value: Value<'_>) -> mmstats_value {
        let nothing = mmstats_payload { u64: 0 };
        let (kind, r#as) = match value {
            Value::U64(value) => (MMSTATS_U64, mmstats_payload { u64: value }),
            Value::I64(value) => (MMSTATS_I64, mmstats_payload { i64: value }),
            Value::F64(value) => (MMSTATS_F64, mmstats_payload { f64: value }),
            Value::Bool(value) => (MMSTATS_BOOL, mmstats_payload { u64: value.into() }),
            Value::Text(text) => (MMSTATS_TEXT, mmstats_payload { text: self.text(text) }),
            Value::Struct(values) => (MMSTATS_STRUCT, self.parts(&values)),
            Value::Histogram(histogram) => (MMSTATS_HISTOGRAM, self.distribution(&histogram)),
            Value::Window(window) => (MMSTATS_WINDOW, self.recent(&window)),
            Value::Unpublished => (MMSTATS_UNPUBLISHED, nothing),
            _ => (MMSTATS_BUSY, nothing),
        };
        mmstats_value { kind: kind as i32, r#as }
    }

    fn text(&mut self, text: Text<'_>) -> mmstats_str {
        match text.to_str() {
            Ok(text) => mmstats_str::of(text),
            // Cleaned.
            Err(_) => self.keep(text.to_string()),
        }
    }

    /// A text that stays as long as these.
    pub(super) fn keep(&mut self, text: String) -> mmstats_str {
        let text = text.into_boxed_str();
        let borrowed = mmstats_str::of(&text);
        self.kept.push(text);
        borrowed
    }

    fn parts(&mut self, values: &Struct<'_>) -> mmstats_payload {
        let values = values.values().map(|(component, value)| {
            let kind = component_type_of(component.component_type) as i32;
            let r#as = match value {
                Scalar::U64(value) => mmstats_payload { u64: value },
                Scalar::I64(value) => mmstats_payload { i64: value },
                Scalar::F64(value) => mmstats_payload { f64: value },
                Scalar::Bool(value) => mmstats_payload { u64: value.into() },
                Scalar::Text(text) => mmstats_payload { text: self.text(text) },
            };
            mmstats_value { kind, r#as }
        });
        let values = values.collect();
        self.add_parts(values)
    }

    /// They are all there: laying one out may need other parts.
    pub(super) fn add_parts(&mut self, values: Vec<mmstats_value>) -> mmstats_payload {
        let (values, count) = self.parts.add(values);
        mmstats_payload { parts: mmstats_parts { values, count } }
    }

    fn distribution(&mut self, of: &Histogram<'_>) -> mmstats_payload {
        self.add_distribution(distribution_of!(of), of.non_empty())
    }

    /// With its buckets that aren't empty.
    pub(super) fn add_distribution(
        &mut self,
        mut of: mmstats_distribution,
        non_empty: impl Iterator<Item = (i32, u64)>,
    ) -> mmstats_payload {
        let buckets = non_empty.map(|(index, count)| mmstats_bucket { count, index });
        (of.buckets, of.bucket_count) = self.buckets.add(buckets);
        mmstats_payload { histogram: self.distributions.add([of]).0 }
    }

    fn recent(&mut self, of: &Window) -> mmstats_payload {
        self.add_recent(recent_of!(of), of.slots())
    }

    /// With its slots.
    pub(super) fn add_recent(
        &mut self,
        mut of: mmstats_recent,
        slots: &[WindowSlot],
    ) -> mmstats_payload {
        let slots = slots.iter().map(|slot| mmstats_window_slot {
            epoch: slot.epoch,
            count: slot.count,
            sum: scalar_of(slot.sum),
            max: scalar_of(slot.max),
        });
        (of.slots, of.count) = self.slots.add(slots);
        mmstats_payload { window: self.recents.add([of]).0 }
    }

    /// All is there, and nothing moves any more.
    pub(super) fn give_addresses(&mut self) {
        for family in self.families.as_mut_slice() {
            family.label_keys = self.keys.address(family.label_keys);
            family.components = self.components.address(family.components);
        }
        for distribution in self.distributions.as_mut_slice() {
            distribution.buckets = self.buckets.address(distribution.buckets);
        }
        for recent in self.recents.as_mut_slice() {
            recent.slots = self.slots.address(recent.slots);
        }
        // Taken away, since a value needs the others. A part has no parts.
        let mut parts = mem::take(&mut self.parts);
        parts.as_mut_slice().iter_mut().for_each(|part| self.give_address(part));
        self.parts = parts;
        let mut all = mem::take(&mut self.series);
        for series in all.as_mut_slice() {
            series.labels = self.labels.address(series.labels);
            self.give_address(&mut series.value);
        }
        self.series = all;
    }

    /// The same for a value.
    pub(super) fn give_address(&self, value: &mut mmstats_value) {
        let kind = value.kind;
        let payload = &mut value.r#as;
        // SAFETY: `kind` says which member was written.
        unsafe {
            if kind == MMSTATS_STRUCT as i32 || kind == MMSTATS_WINDOWS as i32 {
                payload.parts.values = self.parts.address(payload.parts.values);
            } else if kind == MMSTATS_HISTOGRAM as i32 {
                payload.histogram = self.distributions.address(payload.histogram);
            } else if kind == MMSTATS_WINDOW as i32 {
                payload.window = self.recents.address(payload.window);
            }
        }
    }
}

pub(super) fn type_of(value_type: ValueType) -> mmstats_type {
    match value_type {
        ValueType::I64 => MMSTATS_I64,
        ValueType::F64 => MMSTATS_F64,
        ValueType::Bool => MMSTATS_BOOL,
        ValueType::Bytes => MMSTATS_BYTES,
        // Families of other types are left out.
        _ => MMSTATS_U64,
    }
}

fn component_type_of(component_type: ComponentType) -> mmstats_type {
    match component_type {
        ComponentType::I64 => MMSTATS_I64,
        ComponentType::F64 => MMSTATS_F64,
        ComponentType::Bool => MMSTATS_BOOL,
        ComponentType::Text => MMSTATS_TEXT,
        ComponentType::U32 => MMSTATS_U32,
        ComponentType::I32 => MMSTATS_I32,
        ComponentType::U16 => MMSTATS_U16,
        ComponentType::I16 => MMSTATS_I16,
        ComponentType::U8 => MMSTATS_U8,
        ComponentType::I8 => MMSTATS_I8,
        ComponentType::F32 => MMSTATS_F32,
        _ => MMSTATS_U64,
    }
}

pub(super) fn component_of(component: Component<'_>) -> mmstats_component {
    mmstats_component {
        name: mmstats_str::of(component.name),
        unit: mmstats_str::of(component.unit),
        r#type: component_type_of(component.component_type) as i32,
        kind: component.kind.code().into(),
        offset: component.offset,
        width: component.width,
    }
}

pub(super) fn number_of(number: Number) -> mmstats_number {
    match number {
        Number::U64(value) => mmstats_number { u64: value },
        Number::I64(value) => mmstats_number { u64: value.cast_unsigned() },
        Number::F64(value) => mmstats_number { f64: value },
    }
}

pub(super) fn lately_of(recent: Recent) -> mmstats_lately {
    mmstats_lately {
        count: recent.count,
        sum: number_of(recent.sum.unwrap_or(Number::U64(0))),
        max: number_of(recent.max.unwrap_or(Number::U64(0))),
        covered: u64::try_from(recent.covered.as_nanos()).unwrap_or(u64::MAX),
    }
}

fn scalar_of(scalar: Scalar<'_>) -> mmstats_number {
    match scalar {
        Scalar::F64(value) => mmstats_number { f64: value },
        Scalar::U64(value) => mmstats_number { u64: value },
        _ => mmstats_number { u64: 0 },
    }
}
