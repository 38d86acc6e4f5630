//! Files of format 2 that tests make: each clause of SPEC.md part 2 that speaks of readers, and no
//! bytes are too odd to decode.

#[path = "../support/counting.rs"]
mod counting;

mod blocks;
mod families;
mod headers;
mod hostile;
mod image;
mod live;
mod memory;
mod order;
mod series;
mod values;
mod walk;

use mmstats_core::v2::Directory;

/// The error of a file: offset and clause.
fn fault(image: &image::Image) -> (u64, &'static str) {
    match walk::walk(&image.bytes) {
        Ok(directory) => panic!("expected an error, found {} series", directory.len()),
        Err(error) => (error.offset, error.clause()),
    }
}

/// The directory of a file that is read.
fn read(image: &image::Image) -> Directory {
    walk::walk(&image.bytes).expect("a file that is read")
}

/// The lines that a file that is read shows.
fn shown(image: &image::Image) -> Vec<String> {
    walk::show(read(image).at_rest(&image.bytes))
}
