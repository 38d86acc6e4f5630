//! What a look at an application found, laid out for C.

use std::ptr::from_ref;

use mmstats_rs::application::{Application, Family, File, Series, Totals, Value};

use crate::handle::mmstats_str;
use crate::reader::mmstats_liveness;
use crate::status::Failure;
use crate::v2::application_problem::{problem_of, str_of};
use crate::v2::application_view::*;
use crate::v2::found::{Found, distribution_of, family_of, recent_of};
use crate::v2::pool::Pool;
use crate::v2::view::*;
use crate::value::mmstats_type::*;

/// Families, series, values, files and problems of one look, which never change any more. Strings
/// are those of the totals, which they keep.
pub(super) struct FoundTotals {
    pub(super) totals: Totals,
    pub(super) found: Found,
    each: Pool<mmstats_file_value>,
    /// Which of these a series has: the first, and how many.
    each_of: Vec<(usize, usize)>,
    pub(super) files: Vec<mmstats_application_file>,
    pub(super) problems: Vec<mmstats_problem>,
}

impl FoundTotals {
    /// All that the last look found.
    pub(super) fn of(application: &Application) -> FoundTotals {
        let totals = application.totals().clone();
        let mut all = FoundTotals {
            found: Found::new(),
            each: Pool::new(),
            each_of: Vec::new(),
            files: totals.files().iter().map(file_of).collect(),
            problems: Vec::new(),
            totals: Totals::default(),
        };
        all.found.application = application.name().into();
        for problem in totals.problems() {
            let text = all.found.keep(problem.to_string());
            all.problems.push(problem_of(problem, text));
        }
        for (index, family) in totals.families().enumerate() {
            all.family(index, &family, &totals);
        }
        all.found.give_addresses();
        for one in all.each.as_mut_slice() {
            all.found.give_address(&mut one.value);
        }
        all.totals = totals;
        all
    }

    /// The values of each file that the series at that place has, if there is one.
    pub(super) fn each(&self, series: usize) -> Option<&[mmstats_file_value]> {
        let (first, count) = *self.each_of.get(series)?;
        self.each.as_slice().get(first..first + count)
    }

    /// The series that has these label values in a family of that name, by their place in the array of
    /// all series.
    pub(super) fn find(&self, name: &str, values: &[&str]) -> Option<&mmstats_series> {
        let infos = self.found.families.as_slice();
        let families = self.totals.families().zip(infos);
        let mut families = families.filter(|(family, _)| family.name() == name);
        let place = families.find_map(|(family, info)| {
            if family.label_keys().count() != values.len() {
                return None;
            }
            let wanted = family.label_keys().zip(values.iter().copied());
            let wanted = wanted.filter(|(_, value)| !value.is_empty());
            let mut series = family.series();
            let found =
                series.position(|one| !one.is_overflow() && one.labels().eq(wanted.clone()));
            found.map(|within| info.first_series + within)
        });
        self.found.series.as_slice().get(place?)
    }

    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.found.series.as_slice().len()
    }

    /// The series at that place in the array of all series.
    pub(super) fn series(&self, index: usize) -> Result<Series<'_>, Failure> {
        let missing = || Failure::not_found(format!("no series {index}"));
        let series = self.found.series.as_slice().get(index).ok_or_else(missing)?;
        let info = self.found.families.as_slice().get(series.family).ok_or_else(missing)?;
        let family = self.totals.families().nth(series.family);
        let within = index - info.first_series;
        family.and_then(|family| family.series().nth(within)).ok_or_else(missing)
    }

    fn family(&mut self, index: usize, family: &Family<'_>, totals: &Totals) {
        let mut info = family_of!(&mut self.found, family);
        info.first_series = self.len();
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
        info.series_count = self.len() - info.first_series;
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
