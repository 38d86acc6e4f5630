//! Reading files of format 2.

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::path::Path;

use mmstats::reader::Series;
use mmstats::{Reader, Snapshot, Writer};

use crate::bench::bench;

const PREAD: &str = "pread of the file's bytes";

/// All of them.
pub fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let scalars = writer(folder, "rust-scalars.mmstats")?;
    for i in 0..1000 {
        let name = format!("http.request.{i:04}");
        scalars.counter(&name).unit("1").help("Requests of this kind.").register()?.add(i);
    }
    reread("v2.read.reread1000", &folder.join("rust-scalars.mmstats"))?;
    let many = writer(folder, "rust-100k.mmstats")?;
    let family = many.counter("http.requests").labels(["user"]).limit(100_000).register()?;
    for i in 0..100_000_u64 {
        family.with([format!("user-{i:06}")])?.add(i);
    }
    open("v2.read.open100k", &folder.join("rust-100k.mmstats"))
}

fn writer(folder: &Path, name: &str) -> Result<Writer, mmstats::Error> {
    Writer::options("bench").path(folder).filename(name).build()
}

/// The sum of all values: every one is looked at.
fn total(snapshot: &Snapshot) -> u64 {
    snapshot.series().filter_map(|series: Series<'_>| series.value().as_u64()).sum()
}

/// Reads a known file again, and looks at every value.
fn reread(id: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::open(path)?;
    let expected = total(reader.snapshot());
    let (file, mut bytes) = whole(path)?;
    bench(
        id,
        "2",
        |times| {
            for _ in 0..times {
                let snapshot = reader.refresh().expect("the file is still there");
                assert_eq!(total(snapshot), expected);
            }
        },
        PREAD,
        |times| {
            for _ in 0..times {
                file.read_exact_at(black_box(&mut bytes), 0).expect("the file is still there");
            }
        },
    );
    Ok(())
}

/// Opens a file, and decodes and checks all that it says it has.
fn open(id: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    let (file, mut bytes) = whole(path)?;
    bench(
        id,
        "",
        |times| {
            for _ in 0..times {
                let reader = Reader::open(path).expect("the file is still there");
                assert!(black_box(&reader).snapshot().len() >= 100_000);
            }
        },
        PREAD,
        |times| {
            for _ in 0..times {
                file.read_exact_at(black_box(&mut bytes), 0).expect("the file is still there");
            }
        },
    );
    Ok(())
}

/// A file, and room for all of it.
fn whole(path: &Path) -> Result<(File, Vec<u8>), Box<dyn Error>> {
    let file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len())?;
    Ok((file, vec![0; size]))
}
