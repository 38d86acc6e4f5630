//! `mutations`: what the reader says of a file that is cut off anywhere, or has any byte
//! flipped.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use mmstats::v1::{Reader, Value};

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

/// How many fields there are, or 2^32 and the offset of the error.
fn verdict(bytes: &[u8]) -> Result<u64, Box<dyn Error>> {
    match Reader::decode(bytes) {
        Ok(reader) => {
            for field in reader.fields() {
                touch_bytes(field.label().as_bytes());
                touch(&field.value());
            }
            Ok(reader.len() as u64)
        }
        Err(error) => match error.offset() {
            Some(offset) => Ok((1 << 32) + offset),
            None => Err(error.into()),
        },
    }
}

/// Looks at all of a value, so that a sanitizer sees a read beyond the file.
fn touch(value: &Value<'_>) {
    match value {
        Value::Text(text) => touch_bytes(text.as_bytes()),
        Value::Tuple(tuple) => tuple.parts().for_each(|part| touch(&part)),
        scalar => drop(black_box(*scalar)),
    }
}

fn touch_bytes(bytes: &[u8]) {
    black_box(bytes.iter().fold(0, |all, byte| all ^ byte));
}
