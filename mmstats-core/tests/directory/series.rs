//! Series (SPEC.md 2.6).

use mmstats_core::v2::layout::{PAGE, attribute, block, series};
use mmstats_core::v2::{ComponentType, Kind, ValueType};

use crate::image::{
    Attribute, CELLS, DIRECTORY, FIRST_CELL, Image, Series, buckets, component, ring, sequence,
};
use crate::{fault, read, shown};

/// F2-SERIES-ENTRY
#[test]
fn a_series_has_all_its_fields() {
    let mut image = Image::new();
    image.counter(FIRST_CELL);
    let at = image.entry(2, &[0; 26]);
    assert_eq!(fault(&image), (at as u64, "F2-SERIES-ENTRY"));
}

/// F2-SERIES-FAMILY
#[test]
fn a_series_is_of_a_family_before() {
    for family in [0, 2, u32::MAX] {
        let mut image = Image::new();
        image.counter(FIRST_CELL);
        let at = image.series(Series::new(family, FIRST_CELL));
        image.counter(FIRST_CELL);
        assert_eq!(fault(&image), ((at + series::FAMILY) as u64, "F2-SERIES-FAMILY"), "{family}");
    }
}

/// F2-CELL
#[test]
fn a_cell_lies_in_a_block_of_cells() {
    let end = (CELLS + PAGE) as u64;
    for (cell, fits) in [
        (FIRST_CELL, true),
        (end - 8, true),
        (FIRST_CELL + 4, false),
        (FIRST_CELL - 8, false),
        (CELLS as u64, false),
        (end, false),
        (end - 4, false),
        (DIRECTORY as u64 + 1024, false),
        (8, false),
        (0, false),
        (u64::MAX - 7, false),
        (1 << 63, false),
    ] {
        let mut image = Image::new();
        image.block(77, 0, 0, PAGE);
        let at = image.counter(cell);
        if fits {
            assert_eq!(read(&image).len(), 1);
        } else {
            assert_eq!(fault(&image), ((at + series::CELL) as u64, "F2-CELL"), "{cell}");
        }
    }
}

/// F2-CELL
#[test]
fn how_long_a_cell_is_follows_from_its_family() {
    let end = (CELLS + PAGE) as u64;
    let one = component("c", ComponentType::U8, 0, 1);
    for (kind, value_type, attributes, length) in [
        (Kind::Gauge, ValueType::Bool, vec![], 8),
        (Kind::Text, ValueType::Bytes, vec![(attribute::SEQUENCE, sequence(4, 24))], 8 + 4 * 24),
        (
            Kind::Struct,
            ValueType::Bytes,
            vec![(attribute::SEQUENCE, sequence(2, 8)), (attribute::COMPONENT, one)],
            24,
        ),
        (Kind::Histogram, ValueType::U64, vec![(attribute::BUCKETS, buckets(4, 0, 10))], 8 * 18),
        (Kind::Window, ValueType::F64, vec![(attribute::RING, ring(1, 7))], 8 * 29),
    ] {
        let attributes: Vec<_> = attributes.iter().map(|(tag, value)| (*tag, &value[..])).collect();
        for (cell, fits) in [(end - length, true), (end - length + 8, false)] {
            let mut image = Image::new();
            let family = image.family(kind, value_type, &attributes);
            // What isn't live has a cell all the same.
            let state = series::RETIRED;
            let at = image.series(Series { state, ..Series::new(family, cell) });
            // Another block of cells begins there, but one cell doesn't cross blocks.
            image.block(block::CELLS, 0, 1, PAGE);
            if fits {
                read(&image);
            } else {
                assert_eq!(fault(&image), ((at + series::CELL) as u64, "F2-CELL"));
            }
        }
    }
}

/// F2-CELL, F2-CELL-BLOCK
#[test]
fn only_what_adds_up_has_stripes() {
    let one = component("c", ComponentType::U8, 0, 1);
    let sequence = sequence(2, 8);
    let [buckets, ring] = [buckets(0, 0, 1), ring(1, 2)];
    let kinds: [(Kind, ValueType, &[Attribute<'_>], bool); 6] = [
        (Kind::Counter, ValueType::F64, &[], true),
        (Kind::Histogram, ValueType::F64, &[(attribute::BUCKETS, &buckets)], true),
        (Kind::Window, ValueType::F64, &[(attribute::RING, &ring)], true),
        (Kind::Gauge, ValueType::U64, &[], false),
        (Kind::Text, ValueType::Bytes, &[(attribute::SEQUENCE, &sequence)], false),
        (
            Kind::Struct,
            ValueType::Bytes,
            &[(attribute::SEQUENCE, &sequence), (attribute::COMPONENT, &one)],
            false,
        ),
    ];
    for (kind, value_type, attributes, striped) in kinds {
        for stripe in [0, 1] {
            let mut image = Image::new();
            let cells = image.block(block::STRIPED, stripe, 0, PAGE);
            let family = image.family(kind, value_type, attributes);
            let at = image.series(Series::new(family, (cells + block::HEADER) as u64));
            let cell = (at + series::CELL) as u64;
            match (stripe, striped) {
                (0, true) => assert_eq!(read(&image).len(), 1),
                (0, false) => assert_eq!(fault(&image), (cell, "F2-CELL-BLOCK")),
                _ => assert_eq!(fault(&image), (cell, "F2-CELL")),
            }
        }
    }
}

/// F2-CELL-SUM
#[test]
fn cells_are_no_longer_together_than_the_file() {
    let mut image = Image::new();
    // Three pages of 4096 are three cells of 8 * (8 + 504) bytes, if one block holds such a one.
    let block = image.block(block::CELLS, 0, 1, 2 * PAGE) as u64;
    let value = buckets(4, 0, 504);
    let family = image.family(Kind::Histogram, ValueType::U64, &[(attribute::BUCKETS, &value)]);
    let cell = block + block::HEADER as u64;
    for _ in 0..5 {
        image.series(Series { state: series::RETIRED, ..Series::new(family, cell) });
    }
    assert_eq!(read(&image).len(), 0);
    let at = image.counter(cell);
    assert_eq!(fault(&image), ((at + series::CELL) as u64, "F2-CELL-SUM"));
}

/// F2-CELL-SUM
#[test]
fn the_cells_of_all_stripes_count() {
    let mut image = Image::new();
    let zero = image.block(block::STRIPED, 0, 0, PAGE) as u64;
    image.block(block::STRIPED, 1, 0, PAGE);
    image.block(block::STRIPED, 2, 0, PAGE);
    // 6 pages, 2048 bytes in each of 3 stripes: 4 such cells.
    let value = buckets(4, 0, 248);
    let family = image.family(Kind::Histogram, ValueType::U64, &[(attribute::BUCKETS, &value)]);
    let cell = zero + block::HEADER as u64;
    for _ in 0..4 {
        image.series(Series::new(family, cell));
    }
    assert_eq!(read(&image).len(), 4);
    let at = image.counter(FIRST_CELL);
    assert_eq!(fault(&image), ((at + series::CELL) as u64, "F2-CELL-SUM"));
}

/// F2-LIVE, F2-STATE-WORD
#[test]
fn only_live_series_are_yielded() {
    let mut image = Image::new();
    let family = image.family(Kind::Counter, ValueType::U64, &[(attribute::LABEL_KEY, b"key")]);
    for (labels, state) in [
        (&["first"][..], series::LIVE),
        (&["\0"], series::REWRITTEN),
        (&[], series::RETIRED),
        (&[], 3),
        (&["last"], !series::STATE_MASK | series::LIVE),
        (&[], !series::STATE_MASK | series::RETIRED),
    ] {
        image.series(Series { labels, state, ..Series::new(family, FIRST_CELL) });
    }
    let directory = read(&image);
    let view = directory.at_rest(&image.bytes);
    let values: Vec<_> = view.series().flat_map(|series| series.label_values()).collect();
    assert_eq!(values, ["first", "last"]);
    assert_eq!(view.family(0).unwrap().series().count(), 2);
}

/// F2-LABELS
#[test]
fn label_values_lie_in_the_entry() {
    let keys: [Attribute<'_>; 2] = [(attribute::LABEL_KEY, b"a"), (attribute::LABEL_KEY, b"b")];
    let image_of = |labels: &[&str]| {
        let mut image = Image::new();
        let family = image.family(Kind::Counter, ValueType::U64, &keys);
        let at = image.series(Series { labels, ..Series::new(family, FIRST_CELL) });
        (image, at + series::LABELS)
    };
    // 36 + 2 + 1 + 2 + 7 bytes: the entry is full.
    let (mut image, at) = image_of(&["x", "seven b"]);
    assert_eq!(
        shown(&image)[1],
        "  [(\"a\", \"x\"), (\"b\", \"seven b\")] 1700000000000000000 false 0"
    );
    for (offset, byte, fault_at) in [(3, 8, 3), (3, 0xff, 3), (4, 1, 3), (0, 11, 0), (1, 1, 0)] {
        let old = std::mem::replace(&mut image.bytes[at + offset], byte);
        let expected = ((at + fault_at) as u64, "F2-LABELS");
        assert_eq!(fault(&image), expected, "{offset} {byte}");
        image.bytes[at + offset] = old;
    }
    for (bad, fault_at) in [(&b"\0"[..], 3), (b"\xff", 3), (b"seven\0b", 3), (b"seven \x80", 3)] {
        let before = image.bytes.clone();
        image.put(at + 5, bad);
        assert_eq!(fault(&image), ((at + fault_at) as u64, "F2-LABELS"), "{bad:?}");
        image.bytes = before;
    }
    // No byte, and one, is left for the length of the second.
    for first in ["ten bytes.", "nine byte"] {
        let (image, at) = image_of(&[first]);
        assert_eq!(fault(&image), ((at + 2 + first.len()) as u64, "F2-LABELS"));
    }
    let (image, _) = image_of(&["", ""]);
    assert!(shown(&image)[1].contains("[(\"a\", \"\"), (\"b\", \"\")]"));
}

/// F2-OVERFLOW
#[test]
fn an_overflow_series_has_one_label_of_its_own() {
    let mut image = Image::new();
    let family = image.family(Kind::Counter, ValueType::U64, &[(attribute::LABEL_KEY, b"key")]);
    for (flags, labels) in [(1, &["\0"][..]), (0xffff, &[]), (0xfffe, &["value"])] {
        image.series(Series { flags, labels, ..Series::new(family, FIRST_CELL) });
    }
    let directory = read(&image);
    let view = directory.at_rest(&image.bytes);
    let labels: Vec<_> = view.series().map(|series| series.labels().collect::<Vec<_>>()).collect();
    let overflow = vec![("otel.metric.overflow", "true")];
    assert_eq!(labels, [overflow.clone(), overflow, vec![("key", "value")]]);
}
