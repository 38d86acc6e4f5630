//! F1-LIMIT-READ: memory is bounded by a small multiple of the file's size, whatever the file says.

use mmstats_core::v2::layout::{PAGE, attribute, block, entry, family, series};
use mmstats_core::v2::{Directory, Kind, Value, ValueType};

use crate::counting::{Counting, count};
use crate::image::{FIRST_CELL, Image, Series, ring};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many bytes a byte of a file may cost.
const BOUND: usize = 16;

/// The most that was in use while a file was read whole, and its values looked at.
fn peak(bytes: &[u8]) -> usize {
    let look = || {
        let Ok(directory) = Directory::parse(bytes) else { return };
        for series in directory.at_rest(bytes).series() {
            if let Ok(Value::Histogram(value)) = series.value() {
                std::hint::black_box(value.count());
            }
        }
    };
    count(look).0.peak as usize
}

fn check(what: &str, image: &Image) {
    let (peak, size) = (peak(&image.bytes), image.bytes.len());
    assert!(peak <= BOUND * size, "{what}: {peak} bytes for a file of {size}");
}

const SIZE: usize = 256 * PAGE;

#[test]
fn as_many_families_as_fit() {
    for kind in [Kind::Counter.code(), 99] {
        let mut image = Image::new();
        image.block(block::DIRECTORY, 0, 1, SIZE);
        for _ in 0..(SIZE - block::HEADER) / family::MIN {
            image.family_of(kind, 1, &[(attribute::NAME, b"nnn")]);
        }
        check("families", &image);
    }
}

#[test]
fn as_many_label_keys_as_fit() {
    let mut image = Image::new();
    image.block(block::DIRECTORY, 0, 1, SIZE);
    let keys = (SIZE - block::HEADER - family::MIN) / (attribute::HEADER + 1) - 4;
    image.family(Kind::Counter, ValueType::U64, &vec![(attribute::LABEL_KEY, &b"k"[..]); keys]);
    check("label keys", &image);
}

#[test]
fn as_many_series_as_fit() {
    let mut image = Image::new();
    let family = image.family(Kind::Counter, ValueType::U64, &[]);
    image.block(block::DIRECTORY, 0, 1, SIZE);
    for _ in 0..(SIZE - block::HEADER) / series::MIN {
        image.series(Series::new(family, FIRST_CELL));
    }
    check("series", &image);
    image.block(block::DIRECTORY, 0, 2, SIZE);
    for _ in 0..(SIZE - block::HEADER) / entry::MIN {
        image.entry(99, &[]);
    }
    check("entries that are skipped", &image);
}

#[test]
fn as_many_blocks_as_fit() {
    for zeros in [true, false] {
        let mut image = Image::new();
        let zero = image.block(block::STRIPED, 0, 0, PAGE) as u64;
        for i in 1..300 {
            let (stripe, ordinal) = if zeros { (0, i) } else { (i, 0) };
            image.block(block::STRIPED, stripe, ordinal, PAGE);
        }
        let ring = ring(1, 100);
        let window = [(attribute::RING, &ring[..])];
        let family = image.family(Kind::Window, ValueType::U64, &window);
        let cell = zero + block::HEADER as u64;
        image.series(Series::new(family, cell));
        for at in (zero..image.bytes.len() as u64 - PAGE as u64).step_by(PAGE) {
            for word in (block::HEADER as u64..PAGE as u64).step_by(8) {
                image.put_word(at + word, at + word);
            }
        }
        check("blocks", &image);
    }
}

#[test]
fn lengths_reserve_nothing() {
    let mut image = Image::new();
    image.counter(FIRST_CELL);
    let sizes = [u32::MAX, u32::MAX - 7, 1 << 31, 1 << 20];
    for at in (0..image.bytes.len().min(3 * PAGE)).step_by(4) {
        let old = image.bytes[at..at + 4].to_vec();
        for size in sizes {
            image.put_u32(at, size);
            check("a length", &image);
        }
        image.put(at, &old);
    }
}
