//! Files of format 1: no kinds, no units, no labels (SPEC.md 1.3).

use std::path::Path;
use std::sync::Arc;

use mmstats_core::v2::{Aggregate, Kind, ValueType};

use super::catalog::{FamilyKey, SeriesKey};
use super::file::{File, Identity};
use super::opened::About;
use super::sums::{Addend, From, Rule};
use super::totals::Totals;
use crate::Error;
use crate::v1::{ReadField, Reader, Value};

/// Reads one file behind the other, in the memory of the one before.
#[derive(Debug, Default)]
pub(super) struct FormatOne {
    reader: Option<Reader>,
}

impl FormatOne {
    /// Goes on with another file.
    pub(super) fn open(&mut self, path: &Arc<Path>, about: &About) -> Result<File, Error> {
        let reader = match &mut self.reader {
            Some(reader) => {
                reader.reopen_with(&**path, &mut ())?;
                reader
            }
            none => none.insert(Reader::open(&**path)?),
        };
        let seconds = reader.created().unwrap_or_default();
        Ok(File {
            path: path.clone(),
            identity: Identity::inode(about),
            format: 1,
            pid: reader.writer_pid().and_then(|pid| u64::try_from(pid).ok()),
            created: (seconds * 1e9) as u64,
            writer: reader.writer(),
            owner: about.owner,
            is_accumulator: false,
            has_counts: true,
            known: None,
        })
    }

    /// Gives up the file, and the memory.
    pub(super) fn close(&mut self) {
        self.reader = None;
    }

    /// Adds up its fields.
    pub(super) fn add_to(&self, totals: &mut Totals, from: &From) {
        let help = Arc::from("");
        for field in self.reader.iter().flat_map(Reader::fields) {
            let value = field.value();
            let (kind, value_type) = kind_of(&field, &value);
            let aggregate = if kind == Kind::Counter { Aggregate::Sum } else { Aggregate::Each };
            let catalog = Arc::make_mut(&mut totals.catalog);
            let (name, unit, keys, components) = (field.label(), "", &[][..], &[][..]);
            let key = FamilyKey { name, kind, value_type, unit, keys, components };
            let family = catalog.family(&key);
            let key = SeriesKey { family, labels: &[], overflow: false };
            let series = catalog.series(&key);
            // What a file of format 2 says of the family goes before.
            totals.meet(family, Rule { aggregate, alive_only: false }, &help, 0, 1);
            totals.make_room();
            totals.add(series as usize, &Addend::V1(value), from);
        }
    }
}

/// What a field would be in format 2: a counter, if it is one buffered `Q`.
fn kind_of(field: &ReadField<'_>, value: &Value<'_>) -> (Kind, ValueType) {
    match value {
        Value::U64(_) if field.is_buffered() => (Kind::Counter, ValueType::U64),
        Value::U64(_) | Value::U32(_) | Value::U16(_) | Value::U8(_) => {
            (Kind::Gauge, ValueType::U64)
        }
        Value::I64(_) | Value::I32(_) | Value::I16(_) | Value::I8(_) => {
            (Kind::Gauge, ValueType::I64)
        }
        Value::F32(_) | Value::F64(_) => (Kind::Gauge, ValueType::F64),
        Value::Bool(_) => (Kind::Gauge, ValueType::Bool),
        Value::Text(_) => (Kind::Text, ValueType::Bytes),
        Value::Tuple(_) => (Kind::Struct, ValueType::Bytes),
    }
}
