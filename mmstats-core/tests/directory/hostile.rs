//! No bytes make the decoder panic, and every error points into the file.

use std::time::{Duration, Instant};

use mmstats_core::v2::layout::{PAGE, attribute, block, header};
use mmstats_core::v2::{ComponentType, Copies, Directory, Header, Kind, Look, ValueType};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::image::{
    Attribute, CELLS, DIRECTORY, FIRST_CELL, Image, Series, buckets, component, ring, sequence,
};
use crate::walk::{show, walk};

/// A file with one of everything, and values in it.
fn everything() -> Image {
    let mut image = Image::new();
    let striped = (image.block(block::STRIPED, 0, 0, PAGE) + block::HEADER) as u64;
    image.block(block::STRIPED, 1, 0, PAGE);
    let [sequence, buckets, ring] = [sequence(4, 24), buckets(4, -3, 7), ring(10, 3)];
    let number = component("n", ComponentType::U64, 0, 8);
    let word = component("word", ComponentType::Text, 8, 5);
    let keys: [Attribute<'_>; 2] =
        [(attribute::LABEL_KEY, b"a"), (attribute::LABEL_KEY, "ä".as_bytes())];
    let mut cell = FIRST_CELL;
    let families: [(Kind, ValueType, &[Attribute<'_>], u64); 6] = [
        (Kind::Counter, ValueType::U64, &keys, 8),
        (Kind::Gauge, ValueType::F64, &[(attribute::UNIT, b"s"), (attribute::HELP, b"help")], 8),
        (Kind::Text, ValueType::Bytes, &[(attribute::SEQUENCE, &sequence)], 104),
        (
            Kind::Struct,
            ValueType::Bytes,
            &[
                (attribute::COMPONENT, &number),
                (attribute::SEQUENCE, &sequence),
                (attribute::COMPONENT, &word),
            ],
            104,
        ),
        (Kind::Histogram, ValueType::F64, &[(attribute::BUCKETS, &buckets)], 120),
        (Kind::Window, ValueType::U64, &[(attribute::RING, &ring)], 104),
    ];
    for (kind, value_type, attributes, length) in families {
        let family = image.family(kind, value_type, attributes);
        for (flags, labels) in [(0, &["one", "größe"][..]), (0, &["", ""]), (1, &[])] {
            image.series(Series { flags, labels, ..Series::new(family, cell) });
            cell += length;
        }
        if kind.striped() {
            image.series(Series { labels: &["x", "y"], ..Series::new(family, striped) });
        }
    }
    image.entry(99, &[7; 20]);
    image.family_of(99, 1, &[]);
    for (i, byte) in image.bytes[CELLS..].iter_mut().enumerate() {
        // Small numbers: some sequences, epochs and lengths are fit, and block headers stay.
        if i % PAGE >= block::HEADER && i % 8 == 0 {
            *byte = i as u8 / 8 % 11;
        }
    }
    image
}

/// Where a change is likely to matter: fields of the header, of block headers, of entries.
fn place() -> impl Strategy<Value = usize> {
    prop_oneof![
        1 => 0..header::USED,
        1 => (1..5_usize, 0..block::HEADER).prop_map(|(page, at)| page * PAGE + at),
        4 => DIRECTORY + block::HEADER..DIRECTORY + 2000,
        1 => CELLS..3 * PAGE,
    ]
}

fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![0..10_u8, Just(0xff), any::<u8>()]
}

#[test]
fn a_file_with_one_of_everything_is_read() {
    let image = everything();
    let directory = walk(&image.bytes).expect("it has no fault");
    assert_eq!((directory.len(), directory.skipped()), (6 * 3 + 3, 1));
}

/// F2-ATTRIBUTE-SKIP: a family has a megabyte of attributes that nobody knows before its label key or
/// component, and ten thousand series ask for that. Looking for it each time takes an hour.
#[test]
fn attributes_that_are_skipped_are_skipped_once() {
    let unknown = vec![(99, &b""[..]); 1 << 18];
    const SERIES: u64 = 10_000;
    let sequence = sequence(2, 8);
    let number = component("n", ComponentType::U64, 0, 8);
    let key: Attribute<'_> = (attribute::LABEL_KEY, b"key");
    let components = [(attribute::SEQUENCE, &sequence[..]), (attribute::COMPONENT, &number)];
    let kinds: [(Kind, ValueType, &[Attribute<'_>], u64); 2] = [
        (Kind::Counter, ValueType::U64, &[key], 8),
        (Kind::Struct, ValueType::Bytes, &components, 24),
    ];
    for (kind, value_type, known, length) in kinds {
        let mut image = Image::new();
        let cells = image.block(block::CELLS, 0, 1, 64 * PAGE) + block::HEADER;
        image.block(block::DIRECTORY, 0, 1, 512 * PAGE);
        let family = image.family(kind, value_type, &[&unknown[..], known].concat());
        for i in 0..SERIES {
            let (cell, labels) = (cells as u64 + i * length, &["value"]);
            image.series(Series { labels, ..Series::new(family, cell) });
            image.put_word(cell, 2);
        }
        let start = Instant::now();
        let directory = walk(&image.bytes).expect("it has no fault");
        assert_eq!(directory.len() as u64, SERIES);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(20), "{kind:?}: {taken:?}");
    }
}

/// Every truncation, and every byte with all its bits the other way round.
#[test]
fn truncated_and_flipped_files() {
    let mut image = everything();
    for size in 0..image.bytes.len() {
        walk(&image.bytes[..size]).expect_err("the published length is beyond");
    }
    for at in (0..DIRECTORY + 2000).chain(CELLS..CELLS + 2000) {
        image.bytes[at] ^= 0xff;
        let _ = walk(&image.bytes);
        image.bytes[at] ^= 0xff;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn mutated_files(changes in vec((place(), byte()), 1..5), cut in any::<Index>()) {
        let mut bytes = everything().bytes;
        for (at, byte) in changes {
            bytes[at] = byte;
            let _ = walk(&bytes);
        }
        let _ = walk(&bytes[..cut.index(bytes.len() + 1)]);
    }

    #[test]
    fn directories_of_any_bytes(content in vec(byte(), 0..300)) {
        let mut image = everything();
        image.block(block::DIRECTORY, 0, 1, PAGE);
        let at = image.bytes.len() - PAGE;
        let head = (block::HEADER + content.len()).next_multiple_of(8);
        image.put_word((at + block::HEAD) as u64, head as u64);
        image.put(at + block::HEADER, &content);
        let _ = walk(&image.bytes);
    }

    /// A reader that keeps a directory and finds other bytes under it next time.
    #[test]
    fn a_directory_with_bytes_of_another_file(
        changes in vec((place(), byte()), 0..50),
        cuts in [any::<Index>(), any::<Index>(), any::<Index>()],
    ) {
        let image = everything();
        let directory = Directory::parse(&image.bytes).expect("it has no fault");
        let mut other = image.bytes.clone();
        for (at, byte) in changes {
            other[at] = byte;
        }
        let [before, cells, after] = cuts.map(|cut| &other[..cut.index(other.len() + 1)]);
        for bytes in [before, &other, &image.bytes] {
            show(directory.view(bytes, Copies { before, cells, after }));
            show(directory.view(bytes, Copies::at_rest(&other)));
        }
    }

    /// A reader whose copies of a header and of block headers are from any moments.
    #[test]
    fn looks_of_any_bytes(changes in vec((place(), byte()), 0..5), size in 0..7 * PAGE as u64) {
        let image = everything();
        let mut other = image.bytes.clone();
        for (at, byte) in changes {
            other[at] = byte;
        }
        let Ok(mut look) = Look::new(&other[..header::USED], size) else { return Ok(()) };
        for bytes in [&image.bytes, &other, &image.bytes] {
            while let Some(at) = look.next() {
                let from = other.len().min(at as usize);
                if look.push(&bytes[from..]).is_err() {
                    break;
                }
            }
            let _ = look.again(bytes, size);
        }
        for bytes in [&image.bytes, &other] {
            if let Ok(directory) = Directory::parse_looked(bytes, look.clone()) {
                show(directory.at_rest(&other));
            }
        }
    }

    #[test]
    fn headers_of_any_bytes(bytes in vec(any::<u8>(), 0..300), size in any::<u64>()) {
        let _ = Header::parse(&bytes, size);
        let bytes = [&header::MAGIC, &bytes[..]].concat();
        let _ = Header::parse(&bytes, size);
    }
}
