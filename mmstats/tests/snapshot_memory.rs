//! The memory that a reader of format 2 takes is bounded by the file's size, whatever is in the file
//! (F1-LIMIT-READ); and looking again takes none.

#[path = "../../mmstats-core/tests/support/counting.rs"]
mod counting;
#[path = "support/image.rs"]
#[expect(dead_code, reason = "other tests build more")]
mod image;

use std::fs;
use std::hint::black_box;

use mmstats::Reader;
use mmstats::reader::{Snapshot, Value};
use mmstats_core::v2::layout::{PAGE, block, header};

use counting::{Counting, count};
use image::{Family, Image, put, sequenced, text_slot, words};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FACTOR: usize = 8;
const CONSTANT: usize = 64 << 10;

/// Looks at everything; returns how many series there are.
fn look_at_all(snapshot: &Snapshot) -> usize {
    for series in snapshot.series() {
        black_box(series.labels().count());
        match series.value() {
            Value::Histogram(histogram) => drop(black_box(histogram.percentile(50.0))),
            Value::Window(window) => drop(black_box(window.last())),
            Value::Struct(values) => drop(black_box(values.values().count())),
            scalar => drop(black_box(scalar)),
        }
    }
    snapshot.len()
}

/// What opening, looking at everything, and looking again take at most, and how many series there are.
fn assert_bounded(what: &str, bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("hostile.mmstats");
    fs::write(&path, bytes).expect("ours");
    let (counted, series) = count(|| {
        let Ok(mut reader) = Reader::open(&path) else { return 0 };
        let series = look_at_all(reader.snapshot());
        assert_eq!(look_at_all(reader.refresh().expect("it didn't change")), series);
        series
    });
    let (peak, bound) = (counted.peak as usize, FACTOR * bytes.len() + CONSTANT);
    assert!(peak <= bound, "{what}: {peak} bytes for a file of {}, more than {bound}", bytes.len());
    series
}

#[test]
fn as_many_series_as_fit() {
    const SERIES: usize = 20_000;
    let mut image = Image::new();
    let counter = image.family(&Family::counter("requests"));
    let text = image.family(&Family::text("status", 2, 8));
    let window = image.family(&Family::window("recent", 1, 1, 2));
    for i in 0..SERIES {
        match i % 3 {
            0 => image.series(counter, &[], &words([1])),
            1 => image.series(text, &[], &sequenced(1, &[&[], &text_slot(b"")], 8)),
            _ => image.series(window, &[], &words([0, 1, 1, 1, 1, 2, 2, 2, 2])),
        };
    }
    assert_eq!(assert_bounded("small series", &image.bytes()), SERIES);
}

#[test]
fn as_many_families_as_fit() {
    let mut image = Image::new();
    for _ in 0..20_000 {
        image.family(&Family::counter("x"));
    }
    assert_eq!(assert_bounded("small families", &image.bytes()), 0);
}

#[test]
fn as_many_blocks_as_fit() {
    const BLOCKS: usize = 2000;
    let mut bytes = Image::new().bytes();
    for i in 0..BLOCKS {
        let mut block = vec![0; PAGE];
        put(&mut block, block::KIND, &[3]);
        put(&mut block, block::HEADER_LENGTH, &[64]);
        put(&mut block, block::LENGTH, &(PAGE as u64).to_le_bytes());
        put(&mut block, block::HEAD, &[64]);
        put(&mut block, block::STRIPE, &(i as u32 % 7).to_le_bytes());
        put(&mut block, block::ORDINAL, &(i as u32 / 7).to_le_bytes());
        bytes.extend(block);
    }
    let published = (bytes.len() as u64).to_le_bytes();
    put(&mut bytes, header::PUBLISHED, &published);
    assert_bounded("blocks", &bytes);
}

#[test]
fn slots_of_time_of_many_stripes() {
    let mut image = Image::new();
    let window = image.family(&Family::window("recent", 1, 1, 4096));
    let mut cell = vec![0; 1 + 4 * 4096];
    for (i, slot) in cell[1..].chunks_mut(4).enumerate() {
        slot.fill(i as u64 + 1);
    }
    let cell = words(cell);
    image.striped(window, &[], &[&cell[..]; 40]);
    assert_eq!(assert_bounded("a large window", &image.bytes()), 1);
}

#[test]
fn sizes_that_lie() {
    let whole = Image::new().bytes();
    for (at, size) in [
        (header::PUBLISHED, 1 << 60),
        (PAGE + block::LENGTH, 1 << 40),
        (PAGE + block::HEAD, 1 << 40),
    ] {
        let mut bytes = whole.clone();
        put(&mut bytes, at, &u64::to_le_bytes(size));
        assert_eq!(assert_bounded("a size that lies", &bytes), 0);
    }
}

/// Of everything but windows, of which each value is made anew.
#[test]
fn looking_again_takes_no_memory() {
    let mut image = Image::new();
    let counter = image.family(&Family::counter("requests").labels(&["code"]));
    let text = image.family(&Family::text("status", 4, 32));
    let latency = image.family(&Family::histogram("latency", 1, 4, -1, 640));
    let recent = image.family(&Family::window("recent", 1, 1000, 7));
    image.series(counter, &["200"], &words([1]));
    let slot = text_slot(b"fine");
    image.series(text, &[], &sequenced(7, &[&slot[..]; 4], 32));
    image.striped(latency, &[], &[&words([1; 648]), &words([1; 648])]);
    image.striped(recent, &[], &[&words([0; 29]), &words([0; 29])]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.mmstats");
    fs::write(&path, image.bytes()).expect("ours");
    let mut reader = Reader::open(&path).expect("a file of format 2");
    let (counted, ()) = count(|| {
        for _ in 0..10 {
            let snapshot = reader.refresh().expect("the file is there");
            assert_eq!(snapshot.busy(), 0);
            let scalars = snapshot.series().filter(|series| series.name() != "recent");
            scalars.for_each(|series| {
                black_box(series.value());
            });
            assert!(snapshot.get_with("requests", &[("code", "200")]).is_some());
        }
    });
    assert_eq!(counted.calls, 0, "allocations of ten looks");
}
