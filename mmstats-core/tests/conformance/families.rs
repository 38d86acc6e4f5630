//! The decoded form of format 2 of conformance/README.md, compared with what the decoder yields.

use mmstats_core::v2::{
    Directory, Family, Histogram, Parameters, Scalar, Series, Struct, Value, Window,
};
use serde_json::{Map, Value as Json, json};

use crate::decoded::{same, same_float};

/// Says where a file differs from its decoded form.
pub fn compare(directory: &Directory, bytes: &[u8], decoded: &Json) -> Result<(), String> {
    let view = directory.at_rest(bytes);
    let header = directory.header();
    let state = if header.is_closed() { "closed" } else { "open" };
    same("format", &json!(2), &decoded["format"])?;
    same("application", &json!(header.application().to_string()), &decoded["application"])?;
    same("state", &json!(state), &decoded["state"])?;
    same("skipped", &json!(directory.skipped()), &decoded["skipped"])?;
    let families: Vec<_> = view.families().collect();
    all("families", &families, &decoded["families"], |family, decoded| {
        compare_family(family, decoded).map_err(|why| format!("{:?}: {why}", family.name()))
    })
}

fn compare_family(family: &Family<'_>, decoded: &Json) -> Result<(), String> {
    let mut found = json!({
        "name": family.name(),
        "kind": family.kind().name(),
        "type": family.value_type().name(),
        "unit": family.unit(),
        "help": family.help(),
        "aggregate": family.aggregate().name(),
        "alive_only": family.alive_only(),
        "labels": family.label_keys().collect::<Vec<_>>(),
    });
    shape(family, &mut found);
    let series: Vec<_> = family.series().collect();
    found["series"] = decoded["series"].clone();
    same("family", &found, decoded)?;
    all("series", &series, &decoded["series"], compare_series)
}

/// The keys that only some kinds have.
fn shape(family: &Family<'_>, found: &mut Json) {
    match family.parameters() {
        Parameters::Buckets(buckets) => {
            found["scale"] = json!(buckets.scale);
            found["first"] = json!(buckets.first);
            found["buckets"] = json!(buckets.number);
        }
        Parameters::Ring(ring) => {
            found["duration"] = json!(ring.duration.to_string());
            found["slots"] = json!(ring.slots);
        }
        Parameters::Sequence(sequence) => {
            found["slots"] = json!(sequence.slots);
            found["width"] = json!(sequence.width);
        }
        _ => {}
    }
    let components: Vec<_> = family
        .components()
        .map(|component| {
            json!({
                "name": component.name,
                "type": component.component_type.name(),
                "kind": component.kind.name(),
                "unit": component.unit,
                "offset": component.offset,
                "width": component.width,
            })
        })
        .collect();
    if !components.is_empty() {
        found["components"] = json!(components);
    }
}

fn compare_series(series: &Series<'_>, decoded: &Json) -> Result<(), String> {
    let labels: Map<_, _> =
        series.labels().map(|(key, value)| (key.to_owned(), json!(value))).collect();
    same("labels", &Json::Object(labels), &decoded["labels"])?;
    same("created", &json!(series.created().to_string()), &decoded["created"])?;
    let expected = &decoded["value"];
    match series.value().map_err(|why| why.to_string())? {
        Value::Scalar(scalar) => compare_scalar(&scalar, expected),
        Value::Unpublished => same("value", &Json::Null, expected),
        Value::Struct(value) => compare_struct(&value, expected),
        Value::Histogram(value) => compare_histogram(&value, expected),
        Value::Window(value) => compare_window(&value, expected),
    }
}

fn compare_scalar(scalar: &Scalar<'_>, expected: &Json) -> Result<(), String> {
    match scalar {
        Scalar::F64(value) => same_float(*value, expected),
        Scalar::U64(value) => same("value", &json!(value.to_string()), expected),
        Scalar::I64(value) => same("value", &json!(value.to_string()), expected),
        Scalar::Bool(value) => same("value", &json!(value), expected),
        Scalar::Text(text) => same("value", &json!(text.to_string()), expected),
    }
}

fn compare_struct(value: &Struct<'_>, expected: &Json) -> Result<(), String> {
    let values: Vec<_> = value.values().collect();
    all("values", &values, expected, |(component, value), expected| {
        compare_scalar(value, expected).map_err(|why| format!("{}: {why}", component.name))
    })
}

fn compare_histogram(value: &Histogram<'_>, expected: &Json) -> Result<(), String> {
    for (what, count) in [
        ("count", value.count()),
        ("zero", value.zero()),
        ("above", value.above()),
        ("negative", value.negative()),
        ("nan", value.nan()),
    ] {
        same(what, &json!(count.to_string()), &expected[what])?;
    }
    compare_scalar(&value.sum(), &expected["sum"])?;
    for (what, found) in [("min", value.min()), ("max", value.max())] {
        match found {
            Some(found) => compare_scalar(&found, &expected[what])?,
            None => same(what, &Json::Null, &expected[what])?,
        }
    }
    let buckets: Vec<_> =
        value.non_empty().map(|(index, count)| json!([index, count.to_string()])).collect();
    same("buckets", &json!(buckets), &expected["buckets"])
}

fn compare_window(value: &Window, expected: &Json) -> Result<(), String> {
    same("refused", &json!(value.refused().to_string()), &expected["refused"])?;
    all("slots", value.slots(), &expected["slots"], |slot, expected| {
        same("epoch", &json!(slot.epoch.to_string()), &expected["epoch"])?;
        same("count", &json!(slot.count.to_string()), &expected["count"])?;
        compare_scalar(&slot.sum, &expected["sum"])?;
        compare_scalar(&slot.max, &expected["max"])
    })
}

/// Compares as many as there are, and that there are as many.
fn all<T>(
    what: &str,
    found: &[T],
    expected: &Json,
    compare: impl Fn(&T, &Json) -> Result<(), String>,
) -> Result<(), String> {
    let expected = expected.as_array().ok_or_else(|| format!("no {what}"))?;
    same(what, &json!(found.len()), &json!(expected.len()))?;
    found.iter().zip(expected).try_for_each(|(found, expected)| compare(found, expected))
}
