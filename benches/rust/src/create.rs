//! Creating files of format 2.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use mmstats::Writer;

use crate::bench::bench;

const BY_HAND: &str = "a file of as many bytes, created, written, closed, removed";

/// A writer and its file, closed and removed; and one in the place of the file before.
pub fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let path = folder.join("rust-create.mmstats");
    let plain = folder.join("rust-create.plain");
    let create = || {
        let options = Writer::options("bench").path(folder).filename("rust-create.mmstats");
        options.build().expect("a writer")
    };
    let zeros = vec![0; create().size()];
    let by_hand = |times| {
        for _ in 0..times {
            let mut file = File::create_new(&plain).expect("a file");
            file.write_all(&zeros).expect("a file with space");
            drop(file);
            fs::remove_file(&plain).expect("a file of ours");
        }
    };
    let replace = |times| (0..times).for_each(|_| drop(create()));
    bench("v2.create.replace", "", replace, BY_HAND, by_hand);
    fs::remove_file(&path)?;
    let create = |times| {
        for _ in 0..times {
            drop(create());
            fs::remove_file(&path).expect("a file of ours");
        }
    };
    bench("v2.create", "", create, BY_HAND, by_hand);
    Ok(())
}
