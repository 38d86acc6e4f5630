//! Blocks and entries (SPEC.md 2.3 and 2.4).

use mmstats_core::v2::layout::{PAGE, block};
use mmstats_core::v2::{Kind, ValueType};

use crate::image::{CELLS, DIRECTORY, FIRST_CELL, Image, Series};
use crate::{fault, read, shown};

/// F2-BLOCK-WHOLE
#[test]
fn blocks_stand_back_to_back_up_to_the_published_length() {
    let page = PAGE as u64;
    for length in [0, 8, page - 1, page + 8, 2 * page, u64::MAX, u64::MAX - page + 1] {
        let mut image = Image::new();
        image.put_word((CELLS + block::LENGTH) as u64, length);
        let at = (CELLS + block::LENGTH) as u64;
        assert_eq!(fault(&image), (at, "F2-BLOCK-WHOLE"), "{length}");
    }
}

/// F2-BLOCK-HEADER
#[test]
fn a_blocks_header_lies_in_the_block() {
    for length in [0, 56, 63, 65, 72 + 4, PAGE as u32 + 8, u32::MAX] {
        let mut image = Image::new();
        image.put_u32(CELLS + block::HEADER_LENGTH, length);
        let at = (CELLS + block::HEADER_LENGTH) as u64;
        assert_eq!(fault(&image), (at, "F2-BLOCK-HEADER"), "{length}");
    }
    let mut image = Image::new();
    image.put_u32(CELLS + block::HEADER_LENGTH, PAGE as u32);
    read(&image);
}

/// F2-HEAD
#[test]
fn a_head_lies_between_header_and_end() {
    for head in [0, 56, 65, PAGE as u64 + 8, u64::MAX] {
        let mut image = Image::new();
        image.put_word((DIRECTORY + block::HEAD) as u64, head);
        assert_eq!(fault(&image), ((DIRECTORY + block::HEAD) as u64, "F2-HEAD"), "{head}");
    }
}

/// F2-BLOCK-SKIP
#[test]
fn blocks_of_unknown_kinds_are_skipped_but_not_their_geometry() {
    let mut image = Image::new();
    let unknown = image.block(77, 0, 0, 2 * PAGE);
    image.bytes[unknown + block::HEADER..].fill(0xff);
    image.block(block::DIRECTORY, 0, 1, PAGE);
    image.counter(FIRST_CELL);
    assert_eq!(read(&image).len(), 1);
    image.put_word((unknown + block::HEAD) as u64, 3);
    assert_eq!(fault(&image), ((unknown + block::HEAD) as u64, "F2-HEAD"));
}

/// F2-STRIPE-LENGTH, F2-STRIPE-ZERO
#[test]
fn blocks_of_one_ordinal_are_laid_out_alike() {
    let mut image = Image::new();
    let early = image.block(block::STRIPED, 3, 0, 2 * PAGE);
    let zero = image.block(block::STRIPED, 0, 0, 2 * PAGE);
    let late = image.block(block::STRIPED, 1, 0, 2 * PAGE);
    image.block(block::STRIPED, 1, 1, PAGE);
    let cell = (zero + block::HEADER) as u64;
    image.counter(cell);
    for (block, value) in [(early, 100), (zero, 1), (late, 10)] {
        image.put_word((block + block::HEADER) as u64, value);
    }
    assert!(shown(&image)[1].ends_with(" 111"));

    let length = (early + block::LENGTH) as u64;
    image.put_word(length, PAGE as u64);
    image.put_u32(early + PAGE + block::KIND, 77);
    image.put_u32(early + PAGE + block::HEADER_LENGTH, 64);
    image.put_word((early + PAGE + block::LENGTH) as u64, PAGE as u64);
    image.put_word((early + PAGE + block::HEAD) as u64, 64);
    image.put_word((early + block::HEAD) as u64, 64);
    assert_eq!(fault(&image), (length, "F2-STRIPE-LENGTH"), "half of stripe 0's");
    // Without a block of stripe 0 it is ignored.
    image.put_u32(early + block::ORDINAL, 7);
    assert!(shown(&image)[1].ends_with(" 11"));
    let header_length = late + block::HEADER_LENGTH;
    image.put_u32(header_length, 72);
    assert_eq!(fault(&image), (header_length as u64, "F2-STRIPE-LENGTH"));
}

/// F2-ENTRY-LENGTH
#[test]
fn entries_stand_back_to_back_up_to_the_head() {
    for length in [0, 8, 15, 17, 20, 48, u32::MAX, u32::MAX - 7] {
        let mut image = Image::new();
        let first = image.entry(77, &[]);
        let at = image.entry(77, &[0; 32]);
        assert_eq!((first, at), (DIRECTORY + block::HEADER, DIRECTORY + block::HEADER + 16));
        image.put_u32(at, length);
        assert_eq!(fault(&image), (at as u64, "F2-ENTRY-LENGTH"), "{length}");
    }
    // Eight bytes before the head can't be one, whatever they say.
    let mut image = Image::new();
    let at = image.entry(77, &[]);
    image.put_word((DIRECTORY + block::HEAD) as u64, block::HEADER as u64 + 8);
    assert_eq!(fault(&image), (at as u64, "F2-ENTRY-LENGTH"));
}

/// F2-ENTRY-SKIP
#[test]
fn entries_of_unknown_types_are_skipped() {
    let mut image = Image::new();
    for entry_type in [0, 3, u16::MAX] {
        image.entry(entry_type, &[0xff; 100]);
    }
    image.counter(FIRST_CELL);
    image.entry(0, &[0xff; 2]);
    assert_eq!(read(&image).len(), 1);
}

#[test]
fn entries_of_all_directory_blocks_are_one_sequence() {
    let mut image = Image::new();
    let family = image.family(Kind::Gauge, ValueType::U64, &[]);
    for ordinal in 1..3 {
        image.block(block::DIRECTORY, 0, ordinal, PAGE);
        image.series(Series::new(family, FIRST_CELL + 8 * u64::from(ordinal)));
    }
    assert_eq!(read(&image).len(), 2);
}
