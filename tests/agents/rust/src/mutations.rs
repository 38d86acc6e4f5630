//! `mutations`: what the reader says of a file that is cut off anywhere, or has any byte
//! flipped.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use mmstats::AnyReader;
use mmstats::reader::{Scalar, Series, Snapshot, Value};
use mmstats::v1;

use crate::digest::Digest;

pub fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let mut bytes = fs::read(file)?;
    let mut truncated = Digest::new();
    for size in 0..bytes.len() {
        truncated.add(verdict(&bytes[..size])?);
    }
    let mut flipped = Digest::new();
    for i in 0..bytes.len() {
        bytes[i] ^= 0xff;
        flipped.add(verdict(&bytes)?);
        bytes[i] ^= 0xff;
    }
    let (truncated, flipped, cases) = (truncated.value(), flipped.value(), 2 * bytes.len());
    println!("truncated {truncated:016x} flipped {flipped:016x} cases {cases}");
    Ok(())
}

/// How many fields or live series there are, or 2^32 and the offset of the error.
fn verdict(bytes: &[u8]) -> Result<u64, Box<dyn Error>> {
    match AnyReader::from_bytes(bytes) {
        Ok(AnyReader::V1(reader)) => {
            for field in reader.fields() {
                touch_bytes(field.label().as_bytes());
                touch_field(&field.value());
            }
            Ok(reader.len() as u64)
        }
        Ok(AnyReader::V2(reader)) => {
            touch_snapshot(reader.snapshot());
            Ok(reader.snapshot().len() as u64)
        }
        Err(error) => match error.offset() {
            Some(offset) => Ok((1 << 32) + offset),
            None => Err(error.into()),
        },
    }
}

/// Looks at all of a value, so that a sanitizer sees a read beyond the file.
fn touch_field(value: &v1::Value<'_>) {
    match value {
        v1::Value::Text(text) => touch_bytes(text.as_bytes()),
        v1::Value::Tuple(tuple) => tuple.parts().for_each(|part| touch_field(&part)),
        scalar => drop(black_box(*scalar)),
    }
}

fn touch_snapshot(snapshot: &Snapshot) {
    touch_bytes(snapshot.application().as_bytes());
    for family in snapshot.families() {
        for text in [family.name(), family.unit(), family.help()] {
            touch_bytes(text.as_bytes());
        }
        family.label_keys().for_each(|key| touch_bytes(key.as_bytes()));
        family.series().for_each(touch_series);
    }
}

fn touch_series(series: Series<'_>) {
    for (key, value) in series.labels() {
        touch_bytes(key.as_bytes());
        touch_bytes(value.as_bytes());
    }
    match series.value() {
        Value::Text(text) => touch_bytes(text.as_bytes()),
        Value::Struct(values) => values.values().for_each(|(_, value)| touch_scalar(value)),
        Value::Histogram(histogram) => {
            black_box((histogram.sum(), histogram.percentile(50.0), histogram.max()));
        }
        Value::Window(window) => {
            black_box((window.refused(), window.slots().len(), window.last()));
        }
        scalar => drop(black_box(scalar)),
    }
}

fn touch_scalar(value: Scalar<'_>) {
    match value {
        Scalar::Text(text) => touch_bytes(text.as_bytes()),
        scalar => drop(black_box(scalar)),
    }
}

fn touch_bytes(bytes: &[u8]) {
    black_box(bytes.iter().fold(0, |all, byte| all ^ byte));
}
