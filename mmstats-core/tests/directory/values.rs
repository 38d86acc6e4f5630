//! The values in cells (SPEC.md 2.7 to 2.9).

use mmstats_core::v2::layout::{PAGE, attribute, block, histogram, series, window};
use mmstats_core::v2::{ComponentType, Kind, Value, ValueType};

use crate::image::{CELLS, FIRST_CELL, Image, Series, buckets, component, ring, sequence};
use crate::walk::seen;
use crate::{fault, read};

/// What the values of a file are, in its order.
fn values(image: &Image) -> Vec<String> {
    let directory = read(image);
    directory.at_rest(&image.bytes).series().map(|series| seen(&series.value())).collect()
}

fn put_words(image: &mut Image, cell: u64, words: &[(usize, u64)]) {
    for (index, word) in words {
        image.put_word(cell + 8 * *index as u64, *word);
    }
}

/// F2-BOOL: a reader takes any word but 0 for true.
#[test]
fn scalars_are_words_of_their_type() {
    for (kind, value_type, word, expected) in [
        (Kind::Counter, ValueType::U64, u64::MAX, "18446744073709551615"),
        (Kind::Counter, ValueType::F64, (-0.0_f64).to_bits(), "-0.0"),
        (Kind::Gauge, ValueType::U64, 1 << 63, "9223372036854775808"),
        (Kind::Gauge, ValueType::I64, 1 << 63, "-9223372036854775808"),
        (Kind::Gauge, ValueType::F64, 0.1_f64.to_bits(), "0.1"),
        (Kind::Gauge, ValueType::Bool, 0, "false"),
        (Kind::Gauge, ValueType::Bool, 1, "true"),
        (Kind::Gauge, ValueType::Bool, 1 << 40, "true"),
    ] {
        let mut image = Image::new();
        let family = image.family(kind, value_type, &[]);
        image.series(Series::new(family, FIRST_CELL + 8));
        image.put_word(FIRST_CELL + 8, word);
        assert_eq!(values(&image), [expected]);
    }
}

#[test]
fn stripes_are_added_up_in_the_order_of_the_file() {
    let mut image = Image::new();
    let blocks: Vec<u64> = [(2, 0), (0, 0), (1, 0), (1, 1), (0, 1)]
        .map(|(stripe, ordinal)| image.block(block::STRIPED, stripe, ordinal, PAGE) as u64)
        .into();
    let first = block::HEADER as u64;
    let wrapping = image.family(Kind::Counter, ValueType::U64, &[]);
    image.series(Series::new(wrapping, blocks[1] + first));
    image.series(Series::new(wrapping, blocks[4] + first));
    image.series(Series::new(wrapping, FIRST_CELL));
    let float = image.family(Kind::Counter, ValueType::F64, &[]);
    image.series(Series::new(float, blocks[1] + first + 8));
    for (block, word, value) in [(0, u64::MAX, 1e16), (1, 2, 1.0), (2, 7, -1e16)] {
        image.put_word(blocks[block] + first, word);
        image.put_word(blocks[block] + first + 8, f64::to_bits(value));
    }
    image.put_word(blocks[3] + first, 30);
    image.put_word(blocks[4] + first, 300);
    image.put_word(FIRST_CELL, 9);
    // 1 + 1e16 is 1e16: stripe 0 comes first, wherever it stands.
    assert_eq!(values(&image), ["8", "330", "9", "0.0"]);
}

/// F2-TEXT-LENGTH, F2-TEXT-UTF8
#[test]
fn a_text_is_that_of_the_slot_that_counts() {
    let mut image = Image::new();
    image.text(4, 16, FIRST_CELL);
    assert_eq!(values(&image), ["none"], "a sequence of 0");
    for (sequence, text, expected) in [
        (1, &b"eight by"[..], "\"eight by\""),
        (6, b"", "\"\""),
        (u64::MAX, b"a\0b", "\"a\\0b\""),
        (1 << 63, b"a\xffb", "\"ab\""),
    ] {
        // The slots that don't count may say anything.
        image.put(FIRST_CELL as usize + 8, &[0xff; 64]);
        image.put_text(FIRST_CELL, sequence, sequence % 4 * 16, text);
        assert_eq!(values(&image), [expected]);
    }
    for length in [9, u64::MAX] {
        image.put_text(FIRST_CELL, 2, 32, b"");
        image.put_word(FIRST_CELL + 8 + 32, length);
        assert_eq!(fault(&image), (FIRST_CELL + 8 + 32, "F2-TEXT-LENGTH"));
    }
    let mut image = Image::new();
    let entry = image.text(4, 16, FIRST_CELL);
    image.put(FIRST_CELL as usize, &[0xff; 72]);
    image.put_word((entry + series::STATE) as u64, series::RETIRED);
    assert_eq!(values(&image).len(), 0, "of a series that isn't live nothing is looked at");
}

#[test]
fn a_struct_has_the_values_of_its_components() {
    use ComponentType::{Bool, F32, F64, I8, I16, I32, I64, Text, U8, U16, U32, U64};
    let types = [U64, I64, F64, U32, I32, F32, U16, I16, U8, I8, Bool];
    let mut attributes = vec![(attribute::SEQUENCE, sequence(2, 64))];
    let mut offset = 0;
    for component_type in types {
        let width = component_type.width().expect("only a text has any") as u32;
        let value = component(component_type.name(), component_type, offset, width);
        attributes.push((attribute::COMPONENT, value));
        offset += width;
    }
    attributes.push((attribute::COMPONENT, component("text", Text, offset, 5)));
    let attributes: Vec<_> = attributes.iter().map(|(tag, value)| (*tag, &value[..])).collect();
    let mut image = Image::new();
    let family = image.family(Kind::Struct, ValueType::Bytes, &attributes);
    image.series(Series::new(family, FIRST_CELL));
    assert_eq!(values(&image), ["none"]);
    image.put_word(FIRST_CELL, 7);
    let slot = FIRST_CELL as usize + 8 + 64;
    image.put(slot, &[0xff; 64]);
    image.put_word(slot as u64 + 16, 2.5_f64.to_bits());
    image.put_u32(slot + 32, 0.1_f32.to_bits());
    image.bytes[slot + offset as usize - 1] = 2;
    image.put(slot + offset as usize, b"a\xc3b\0c");
    let expected = "u64=18446744073709551615 i64=-1 f64=2.5 u32=4294967295 i32=-1 \
                    f32=0.10000000149011612 u16=65535 i16=-1 u8=255 i8=-1 bool=true text=\"ab\"";
    assert_eq!(values(&image), [expected]);
}

fn put_histogram(image: &mut Image, cell: u64, buckets: &[u64], min_max: Option<(f64, f64)>) {
    use histogram::{ABOVE, BUCKETS, MAX, MIN_INVERTED, NAN, NEGATIVE, SUM, ZERO};
    let (min, max) = min_max.map_or((0, 0), |(min, max)| (!min.to_bits(), max.to_bits()));
    let words = [(ZERO, 1), (SUM, 1.5_f64.to_bits()), (MAX, max), (MIN_INVERTED, min)];
    put_words(image, cell, &words);
    put_words(image, cell, &[(ABOVE, 2), (NEGATIVE, 3), (NAN, 4)]);
    for (i, count) in buckets.iter().enumerate() {
        put_words(image, cell, &[(BUCKETS + i, *count)]);
    }
}

#[test]
fn a_histogram_is_added_up_over_the_stripes() {
    let mut image = Image::new();
    let zero = image.block(block::STRIPED, 0, 0, PAGE) as u64;
    let one = image.block(block::STRIPED, 1, 0, PAGE) as u64;
    let two = image.block(block::STRIPED, 2, 0, PAGE) as u64;
    let value = buckets(3, -2, 4);
    let attributes = [(attribute::BUCKETS, &value[..])];
    let family = image.family(Kind::Histogram, ValueType::F64, &attributes);
    image.series(Series::new(family, zero + 64));
    let empty = "count=0 sum=0.0 min=None max=None zero=0 above=0 negative=0 nan=0 []";
    assert_eq!(values(&image), [empty]);
    put_histogram(&mut image, zero + 64, &[0, 5, 0, 1], Some((0.5, 8.0)));
    put_histogram(&mut image, one + 64, &[0, 2, 0, 0], Some((0.25, 4.0)));
    put_histogram(&mut image, two + 64, &[0, 0, 0, u64::MAX], None);
    let expected = "count=16 sum=4.5 min=Some(\"0.25\") max=Some(\"8.0\") zero=3 above=6 \
                    negative=9 nan=12 [(-1, 7)]";
    assert_eq!(values(&image), [expected]);
    let directory = read(&image);
    let Some(Ok(Value::Histogram(found))) =
        directory.at_rest(&image.bytes).series().next().map(|series| series.value())
    else {
        panic!("a histogram");
    };
    assert_eq!([-3, -2, -1, 0, 1, 2].map(|index| found.bucket(index)), [0, 0, 7, 0, 0, 0]);
    assert_eq!([i32::MIN, i32::MAX].map(|index| found.bucket(index)), [0, 0]);
}

#[test]
fn a_minimum_of_u64_is_stored_inverted() {
    let mut image = Image::new();
    let value = buckets(0, 0, 1);
    let attributes = [(attribute::BUCKETS, &value[..])];
    let family = image.family(Kind::Histogram, ValueType::U64, &attributes);
    image.series(Series::new(family, FIRST_CELL));
    let words = [(histogram::ZERO, 1), (histogram::MIN_INVERTED, !0)];
    put_words(&mut image, FIRST_CELL, &words);
    let expected =
        "count=1 sum=0 min=Some(\"0\") max=Some(\"0\") zero=1 above=0 negative=0 nan=0 []";
    assert_eq!(values(&image), [expected]);
}

fn put_slot(image: &mut Image, cell: u64, slot: usize, words: [u64; 4]) {
    let at = window::SLOTS + slot * window::SLOT_WORDS;
    for (index, word) in words.into_iter().enumerate() {
        put_words(image, cell, &[(at + index, word)]);
    }
}

#[test]
fn a_windows_slots_of_one_epoch_are_added_up() {
    let mut image = Image::new();
    let zero = image.block(block::STRIPED, 0, 0, PAGE) as u64;
    let one = image.block(block::STRIPED, 9, 0, PAGE) as u64;
    let value = ring(1_000_000_000, 3);
    let family = image.family(Kind::Window, ValueType::U64, &[(attribute::RING, &value)]);
    image.series(Series::new(family, zero + 64));
    assert_eq!(values(&image), ["refused=0"]);
    put_words(&mut image, zero + 64, &[(window::REFUSED, 2)]);
    put_words(&mut image, one + 64, &[(window::REFUSED, 3)]);
    put_slot(&mut image, zero + 64, 0, [9, 1, 10, 10]);
    put_slot(&mut image, zero + 64, 1, [0, 5, 5, 5]);
    put_slot(&mut image, zero + 64, 2, [8, 2, u64::MAX, 30]);
    put_slot(&mut image, one + 64, 0, [6, 7, 8, 9]);
    // Whatever slot an epoch is in.
    put_slot(&mut image, one + 64, 1, [8, 3, 2, 31]);
    assert_eq!(values(&image), ["refused=5 6:7/8/9 8:5/1/31 9:1/10/10"]);
}

#[test]
fn blocks_may_have_longer_headers() {
    let mut image = Image::new();
    image.put_u32(CELLS + block::HEADER_LENGTH, 128);
    let zero = image.block(block::STRIPED, 0, 0, PAGE);
    let one = image.block(block::STRIPED, 1, 0, PAGE);
    for (block, value) in [(zero, 3), (one, 4)] {
        image.put_u32(block + block::HEADER_LENGTH, 96);
        image.put_word((block + 96) as u64, value);
    }
    image.counter((zero + 96) as u64);
    image.counter((CELLS + 128) as u64);
    image.put_word((CELLS + 128) as u64, 5);
    assert_eq!(values(&image), ["7", "5"]);
}
