//! F2-FIRST-FAULT: of several faults the first counts.

use mmstats_core::v2::layout::{PAGE, attribute, block, family, header, series};
use mmstats_core::v2::{ComponentType, Kind, ValueType};

use crate::fault;
use crate::image::{CELLS, DIRECTORY, FIRST_CELL, Image, Series, component, sequence};

/// A clause, the offset of its error, and what puts the fault into a file.
type Fault<'a> = (&'static str, u64, &'a dyn Fn(&mut Image));

/// Puts faults into a file one after the other, the last one first: each hides those before.
fn in_order(mut image: Image, faults: &[Fault<'_>]) {
    for (clause, offset, put) in faults.iter().rev() {
        put(&mut image);
        let found = fault(&image);
        assert_eq!((found.1, found.0), (*clause, *offset));
    }
}

#[test]
fn of_a_file() {
    let mut image = Image::new();
    let unknown = image.block(77, 0, 0, PAGE);
    image.block(block::STRIPED, 0, 0, PAGE);
    let striped = image.block(block::STRIPED, 1, 0, PAGE);
    let text = image.text(2, 8, FIRST_CELL);
    image.put_word(FIRST_CELL, 1);
    image.block(block::DIRECTORY, 0, 1, PAGE);
    let last = image.counter(FIRST_CELL);
    in_order(
        image,
        &[
            ("F2-MAGIC", 0, &|image| image.bytes[0] = 1),
            ("F2-HEADER-LENGTH", 10, &|image| image.bytes[header::LENGTH] = 1),
            ("F2-FEATURES", 12, &|image| image.bytes[header::FEATURES] = 1),
            ("F2-PUBLISHED", 16, &|image| image.bytes[header::PUBLISHED] = 1),
            ("F2-HEADER-LENGTH", 10, &|image| {
                image.put(header::LENGTH, &(15 * 4096_u16).to_le_bytes());
            }),
            ("F2-BLOCK-WHOLE", (DIRECTORY + 8) as u64, &|image| {
                image.put_word((DIRECTORY + block::LENGTH) as u64, 0);
            }),
            ("F2-BLOCK-HEADER", (DIRECTORY + 4) as u64, &|image| {
                image.put_u32(DIRECTORY + block::HEADER_LENGTH, 0);
            }),
            ("F2-HEAD", (DIRECTORY + 16) as u64, &|image| {
                image.put_word((DIRECTORY + block::HEAD) as u64, 0);
            }),
            ("F2-HEAD", (unknown + 16) as u64, &|image| {
                image.put_word((unknown + block::HEAD) as u64, 0);
            }),
            ("F2-STRIPE-LENGTH", (striped + 4) as u64, &|image| {
                image.put_u32(striped + block::HEADER_LENGTH, 128);
            }),
            ("F2-ENTRY-LENGTH", text as u64, &|image| image.put_u32(text, 0)),
            ("F2-SERIES-FAMILY", (last + 32) as u64, &|image| {
                image.put_u32(last + series::FAMILY, 9);
            }),
            ("F2-TEXT-LENGTH", FIRST_CELL + 16, &|image| image.put_word(FIRST_CELL + 16, 1)),
        ],
    );
}

#[test]
fn of_a_family() {
    let mut image = Image::new();
    let sequence = sequence(2, 8);
    // A u16 at 1 is not aligned.
    let bad = component("c", ComponentType::U16, 1, 2);
    let good = component("c", ComponentType::U8, 3, 1);
    let at = image.family_of(
        Kind::Struct.code(),
        ValueType::Bytes.code(),
        &[
            (attribute::UNIT, b"u"),
            (attribute::COMPONENT, &bad),
            (attribute::SEQUENCE, &sequence),
            (attribute::COMPONENT, &good),
        ],
    );
    let unit = at + family::ATTRIBUTES;
    let first = unit + 5;
    let second = first + 4 + bad.len() + 12;
    in_order(
        image,
        &[
            ("F2-ENTRY-LENGTH", at as u64, &|image| image.bytes[at] = 9),
            ("F2-FAMILY-ID", (at + 8) as u64, &|image| image.bytes[at + family::ID] = 9),
            ("F2-KIND-TYPE", (at + 12) as u64, &|image| {
                image.bytes[at + family::VALUE_TYPE] = ValueType::U64.code();
            }),
            ("F2-UNIT", unit as u64, &|image| image.bytes[unit + 4] = 0xff),
            ("F2-COMPONENT", first as u64, &|image| image.bytes[first + 4 + 8] = 0),
            ("F2-SEQUENCE", (first + 4 + bad.len()) as u64, &|image| {
                image.bytes[first + 4 + bad.len() + 4] = 3;
            }),
            ("F2-COMPONENT-PLACE", second as u64, &|image| image.bytes[second + 4] = 9),
            // That before the slot's width comes after all attributes, and before what is missing: a name.
            ("F2-COMPONENT-PLACE", first as u64, &|_| {}),
        ],
    );
}

#[test]
fn of_a_series() {
    let mut image = Image::new();
    let striped = (image.block(block::STRIPED, 0, 0, PAGE) + block::HEADER) as u64;
    let key = [(attribute::LABEL_KEY, &b"key"[..])];
    let family = image.family(Kind::Gauge, ValueType::U64, &key);
    let at = image.series(Series { labels: &["\0"], ..Series::new(family, FIRST_CELL) });
    let cell = (at + series::CELL) as u64;
    in_order(
        image,
        &[
            ("F2-SERIES-FAMILY", (at + 32) as u64, &|image| image.put_u32(at + series::FAMILY, 2)),
            ("F2-CELL", cell, &|image| image.put_word(cell, CELLS as u64)),
            ("F2-CELL-BLOCK", cell, &|image| image.put_word(cell, striped)),
            ("F2-LABELS", (at + 36) as u64, &|_| {}),
        ],
    );
}
