//! Many files: the same series in all of them, and others in each.

use std::fs;

use mmstats::application::Value;

use crate::folder::{Folder, assert_fine, value};
use crate::image::{Family, Image, put, words};
use mmstats_core::v2::layout::header;

const FILES: usize = 10_000;
const SERIES: usize = 100;

/// A file with as many counters, of which `n` says what they are called and have.
fn image(file: usize, name: impl Fn(usize) -> usize) -> Vec<u8> {
    let mut image = Image::new();
    let hits = image.family(&Family::counter("hits").labels(&["n"]));
    for i in 0..SERIES {
        image.series(hits, &[&name(i).to_string()], &words([1]));
    }
    let mut bytes = image.bytes();
    put(&mut bytes, header::FILE_ID, &(file as u64 + 1).to_le_bytes());
    bytes
}

#[test]
fn ten_thousand_files() {
    let folder = Folder::new();
    let mut bytes = image(0, |i| i);
    for file in 0..FILES {
        put(&mut bytes, header::FILE_ID, &(file as u64 + 1).to_le_bytes());
        folder.put(&format!("{file}.mmstats"), &bytes);
    }
    let mut web = folder.application();
    let descriptors = || fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    for _ in 0..2 {
        let before = descriptors();
        let totals = web.look().expect("a look");
        assert_fine(totals);
        assert_eq!((totals.files().len(), totals.series().count()), (FILES, SERIES));
        let hits = totals.get_with("hits", &[("n", "42")]).expect("a series");
        assert_eq!((hits.value(), hits.files()), (&Value::U64(FILES as u64), FILES));
        // Other tests of this process have theirs.
        assert!(descriptors() < before + FILES / 10, "descriptors stay open");
    }
    // One that has grown, one that has gone, one that came: the others are known.
    put(&mut bytes, header::FILE_ID, &(FILES as u64 + 1).to_le_bytes());
    folder.put("new.mmstats", &bytes);
    fs::remove_file(folder.join("5.mmstats")).expect("ours");
    let stats = folder.writer("6.mmstats~");
    stats
        .counter("hits")
        .labels(["n"])
        .register()
        .expect("a family")
        .with(["42"])
        .expect("one")
        .add(9);
    drop(stats);
    fs::rename(folder.join("6.mmstats~"), folder.join("6.mmstats")).expect("ours");
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let hits = totals.get_with("hits", &[("n", "42")]).expect("a series");
    assert_eq!(hits.value(), &Value::U64(FILES as u64 - 1 + 9));
    let hits = totals.get_with("hits", &[("n", "43")]).expect("a series");
    assert_eq!((hits.value(), hits.files()), (&Value::U64(FILES as u64 - 1), FILES - 1));
}

/// Each has its own order of the same series, as programs register what comes first first: more
/// directories than are kept.
#[test]
fn as_many_directories() {
    let folder = Folder::new();
    let files = 4000;
    for file in 0..files {
        // Steps without a common divisor: each order is another one, for a while.
        let name = |i| (i * (2 * (file % 20) + 1) + file / 20) % 101;
        folder.put(&format!("{file}.mmstats"), &image(file, name));
    }
    let mut web = folder.application();
    for _ in 0..3 {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        let values = totals.series().filter_map(|series| series.value().as_u64());
        assert_eq!(values.sum::<u64>(), (files * SERIES) as u64);
        assert_eq!(totals.series().count(), 101);
        assert_eq!(value(totals, "none"), Value::None);
    }
}
