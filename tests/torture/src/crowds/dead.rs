//! Very many files of writers that closed them.

use std::fs;
use std::path::Path;

use mmstats_core::v2::layout::header;

use crate::folds::worker::options;
use crate::run::Outcome;

/// What each of them has counted of the first of its series.
pub const COUNTED: u64 = 3;

/// How many series each has.
const SERIES: usize = 100;

const DEAD: &str = "dead-";

/// Leaves so many files. To have each written would take minutes.
pub fn leave(folder: &Path, files: u64) -> Outcome {
    let name = name(0);
    let writer = options(folder, &name).fold(false).build()?;
    writer.counter("hits").register()?.add(COUNTED);
    let pages = writer.counter("pages").labels(["page"]).register()?;
    for page in 1..SERIES {
        pages.with([page.to_string()])?.add(page as u64);
    }
    drop(writer);
    let mut bytes = fs::read(folder.join(name))?;
    for number in 0..files {
        bytes[header::FILE_ID..][..8].copy_from_slice(&number.to_le_bytes());
        fs::write(folder.join(self::name(number)), &bytes)?;
    }
    Ok(())
}

fn name(number: u64) -> String {
    format!("{DEAD}{number}.mmstats")
}

/// How many of these are there.
pub fn left(folder: &Path) -> Outcome<u64> {
    let mut left = 0;
    for entry in fs::read_dir(folder)? {
        left += u64::from(entry?.file_name().as_encoded_bytes().starts_with(DEAD.as_bytes()));
    }
    Ok(left)
}
