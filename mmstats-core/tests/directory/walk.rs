//! Decoding bytes and looking at everything that is found.

use mmstats_core::v2::{Copies, Directory, Error, Look, Scalar, Unread, Value, View};

/// What somebody sees who reads a value.
pub fn seen(value: &Result<Value<'_>, Unread>) -> String {
    match value {
        Ok(Value::Scalar(scalar)) => scalar_seen(scalar),
        Ok(Value::Unpublished) => "none".to_owned(),
        Ok(Value::Struct(value)) => {
            let values = value.values().map(|(of, v)| format!("{}={}", of.name, scalar_seen(&v)));
            values.collect::<Vec<_>>().join(" ")
        }
        Ok(Value::Histogram(value)) => {
            let buckets: Vec<_> = value.non_empty().collect();
            let [min, max] = [value.min(), value.max()].map(|v| v.as_ref().map(scalar_seen));
            format!(
                "count={} sum={} min={min:?} max={max:?} zero={} above={} negative={} nan={} {buckets:?}",
                value.count(),
                scalar_seen(&value.sum()),
                value.zero(),
                value.above(),
                value.negative(),
                value.nan(),
            )
        }
        Ok(Value::Window(value)) => {
            let slots = value.slots().iter().map(|slot| {
                let [sum, max] = [&slot.sum, &slot.max].map(scalar_seen);
                format!(" {}:{}/{sum}/{max}", slot.epoch, slot.count)
            });
            format!("refused={}{}", value.refused(), slots.collect::<String>())
        }
        Err(Unread::Busy) => "busy".to_owned(),
        Err(Unread::Corrupt(error)) => format!("corrupt: {error}"),
    }
}

fn scalar_seen(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::U64(v) => v.to_string(),
        Scalar::I64(v) => v.to_string(),
        Scalar::F64(v) => format!("{v:?}"),
        Scalar::Bool(v) => v.to_string(),
        Scalar::Text(text) => format!("{:?}", text.to_string()),
    }
}

/// Everything that a view shows: a line for each family, and one for each series.
pub fn show(view: View<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for family in view.families() {
        let components: Vec<_> = family.components().map(|c| c.name.len() + c.unit.len()).collect();
        lines.push(format!(
            "{} {} {} {:?} {:?} {:?} {:?} {} {:?} {components:?}",
            family.index(),
            family.kind().name(),
            family.value_type().name(),
            family.name(),
            family.unit(),
            family.help(),
            family.aggregate(),
            family.alive_only(),
            family.label_keys().collect::<Vec<_>>(),
        ));
        for series in family.series() {
            assert_eq!(series.family().index(), family.index());
            lines.push(format!(
                "  {:?} {} {} {}",
                series.labels().collect::<Vec<_>>(),
                series.created(),
                series.is_overflow(),
                seen(&series.value()),
            ));
        }
    }
    lines
}

/// Decodes, looks at everything that was found, and checks what holds for all bytes.
pub fn walk(bytes: &[u8]) -> Result<Directory, Error> {
    let directory = match Directory::parse(bytes) {
        Ok(directory) => directory,
        Err(error) => {
            assert!(error.offset <= bytes.len() as u64, "{error}: beyond {}", bytes.len());
            assert!(error.to_string().contains(error.clause()));
            return Err(error);
        }
    };
    let view = directory.at_rest(bytes);
    let shown = show(view);
    assert!(view.series().all(|series| series.value().is_ok()));
    assert_eq!(view.series().count(), directory.len());
    assert_eq!(
        view.families().map(|family| family.series().count()).sum::<usize>(),
        directory.len()
    );
    assert_eq!(shown.len(), directory.len() + view.families().count());
    for part in directory.cells().chain(directory.watched()) {
        assert!(part.start < part.end && part.end <= bytes.len() as u64, "{part:?}");
    }
    let cells = only(bytes, directory.cells());
    let watched = only(bytes, directory.watched());
    let copies = Copies { before: &watched, cells: &cells, after: &watched };
    assert_eq!(show(directory.view(bytes, copies)), shown, "what is named is enough");
    let looked = Directory::parse_looked(bytes, look(bytes)?)?;
    assert_eq!(show(looked.at_rest(bytes)), shown, "a live file is read as one at rest");
    Ok(directory)
}

/// A copy of these parts of a file, and 0 elsewhere.
fn only(bytes: &[u8], parts: impl Iterator<Item = core::ops::Range<u64>>) -> Vec<u8> {
    let mut copy = vec![0; bytes.len()];
    for part in parts {
        let part = part.start as usize..part.end as usize;
        copy[part.clone()].copy_from_slice(&bytes[part]);
    }
    copy
}

/// A look as a reader of a live file takes it, of a file that doesn't change.
fn look(bytes: &[u8]) -> Result<Look, Error> {
    let mut look = Look::new(bytes, bytes.len() as u64)?;
    for again in [false, true] {
        if again {
            look.again(bytes, bytes.len() as u64)?;
        }
        while let Some(at) = look.next() {
            look.push(&bytes[at as usize..])?;
        }
    }
    Ok(look)
}
