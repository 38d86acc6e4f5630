//! What a look at an application found, laid out for C.

use std::ptr::from_ref;

use mmstats_rs::application::{Family, File, Problem, Series, Totals, Value};

use crate::handle::mmstats_str;
use crate::reader::mmstats_liveness;
use crate::v2::application_problem::{problem_of, str_of};
use crate::v2::application_view::*;
use crate::v2::found::{Found, component_of, distribution_of, recent_of, type_of};
use crate::v2::pool::Pool;
use crate::v2::view::*;
use crate::value::mmstats_type::*;

/// Families, series, values, files and problems. Strings are those of the totals, which stay until
/// the next look.
pub(super) struct FoundTotals {
    pub(super) found: Found,
    each: Pool<mmstats_file_value>,
    /// Which of these a series has: the first, and how many.
    each_of: Vec<(usize, usize)>,
    pub(super) files: Vec<mmstats_application_file>,
    pub(super) problems: Vec<mmstats_problem>,
    /// The texts of the problems.
    texts: Vec<Box<str>>,
}

impl FoundTotals {
    pub(super) fn new() -> FoundTotals {
        FoundTotals {
            found: Found::new(),
            each: Pool::new(),
            each_of: Vec::new(),
            files: Vec::new(),
            problems: Vec::new(),
            texts: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.each.clear();
        self.each_of.clear();
        self.files.clear();
        self.problems.clear();
        self.texts.clear();
    }

    /// Lays out all that a look found.
    pub(super) fn lay_out(&mut self, totals: &Totals) {
        self.clear();
        self.files.extend(totals.files().iter().map(file_of));
        self.texts.extend(totals.problems().iter().map(|of| of.to_string().into_boxed_str()));
        let problems = totals.problems().iter().zip(&self.texts);
        self.problems
            .extend(problems.map(|(problem, text): (&Problem, _)| problem_of(problem, text)));
        for (index, family) in totals.families().enumerate() {
            self.family(index, &family, totals);
        }
        self.found.give_addresses();
        for one in self.each.as_mut_slice() {
            self.found.give_address(&mut one.value);
        }
    }

    /// The values of each file that the series at that place has, if there is one.
    pub(super) fn each(&self, series: usize) -> Option<&[mmstats_file_value]> {
        let (first, count) = *self.each_of.get(series)?;
        self.each.as_slice().get(first..first + count)
    }

    fn family(&mut self, index: usize, family: &Family<'_>, totals: &Totals) {
        let mut info = self.found.info_of(family);
        info.first_series = self.found.series.as_slice().len();
        for series in family.series() {
            let laid_out = self.found.total(index, &series);
            self.found.series.add([laid_out]);
            let FoundTotals { found, each, each_of, .. } = self;
            let values = series.each().map(|(file, value)| mmstats_file_value {
                value: found.value_of(value),
                file: index_of(file, totals.files()),
            });
            let first = each.as_slice().len();
            each_of.push((first, each.add(values).1));
        }
        info.series_count = self.found.series.as_slice().len() - info.first_series;
        self.found.families.add([info]);
    }
}

/// Which of the files it is.
fn index_of(file: &File, files: &[File]) -> usize {
    (from_ref(file).addr() - files.as_ptr().addr()) / size_of::<File>()
}

fn file_of(file: &File) -> mmstats_application_file {
    mmstats_application_file {
        path: str_of(file.path()),
        format: file.format().into(),
        writer: mmstats_liveness::from(file.writer()) as i32,
        pid: file.pid().unwrap_or(0),
        created: file.created(),
        file_id: file.id().unwrap_or_default(),
        accumulator: file.is_accumulator(),
    }
}

impl Found {
    fn info_of(&mut self, family: &Family<'_>) -> mmstats_family_info {
        let (label_keys, label_count) = self.keys.add(family.label_keys().map(mmstats_str::of));
        let components = family.components().map(component_of);
        let (components, component_count) = self.components.add(components);
        mmstats_family_info {
            name: mmstats_str::of(family.name()),
            unit: mmstats_str::of(family.unit()),
            help: mmstats_str::of(family.help()),
            kind: family.kind().code().into(),
            r#type: type_of(family.value_type()) as i32,
            aggregate: family.aggregate().code().into(),
            alive_only: family.alive_only(),
            label_keys,
            label_count,
            first_series: 0,
            series_count: 0,
            // These are each file's own.
            slots: 0,
            width: 0,
            components,
            component_count,
            duration: 0,
            scale: 0,
            first: 0,
            buckets: 0,
        }
    }

    /// A series, with all labels of its family as one of a file has them: empty ones, too.
    fn total(&mut self, family: usize, series: &Series<'_>) -> mmstats_series {
        let label = |(key, value)| mmstats_label {
            key: mmstats_str::of(key),
            value: mmstats_str::of(value),
        };
        let (labels, label_count) = if series.is_overflow() {
            self.labels.add(series.labels().map(label))
        } else {
            let keys = series.family().label_keys();
            self.labels.add(keys.map(|key| {
                let found = series.labels().find(|(own, _)| *own == key);
                label(found.unwrap_or((key, "")))
            }))
        };
        mmstats_series {
            value: self.value_of(series.value()),
            labels,
            label_count,
            created: 0,
            family,
            overflow: series.is_overflow(),
        }
    }

    fn value_of(&mut self, value: &Value) -> mmstats_value {
        let nothing = mmstats_payload { u64: 0 };
        let (kind, r#as) = match value {
            Value::U64(value) => (MMSTATS_U64, mmstats_payload { u64: *value }),
            Value::I64(value) => (MMSTATS_I64, mmstats_payload { i64: *value }),
            Value::F64(value) => (MMSTATS_F64, mmstats_payload { f64: *value }),
            Value::Bool(value) => (MMSTATS_BOOL, mmstats_payload { u64: (*value).into() }),
            Value::Text(text) => (MMSTATS_TEXT, mmstats_payload { text: mmstats_str::of(text) }),
            Value::Struct(parts) => {
                let parts = parts.iter().map(|(_, part)| self.value_of(part)).collect();
                (MMSTATS_STRUCT, self.add_parts(parts))
            }
            Value::Histogram(of) => {
                let payload = self.add_distribution(distribution_of!(of), of.non_empty());
                (MMSTATS_HISTOGRAM, payload)
            }
            Value::Window(of) => (MMSTATS_WINDOW, self.add_recent(recent_of!(of), of.slots())),
            Value::Windows(windows) => {
                let window = |of: &mmstats_rs::application::Window| mmstats_value {
                    kind: MMSTATS_WINDOW as i32,
                    r#as: self.add_recent(recent_of!(of), of.slots()),
                };
                let windows = windows.iter().map(window).collect();
                (MMSTATS_WINDOWS, self.add_parts(windows))
            }
            Value::Each => (MMSTATS_EACH, nothing),
            _ => (MMSTATS_UNPUBLISHED, nothing),
        };
        mmstats_value { kind: kind as i32, r#as }
    }
}
