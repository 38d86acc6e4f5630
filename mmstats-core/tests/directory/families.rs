//! Families and their attributes (SPEC.md 2.5), and what those say of cells (2.7 to 2.9).

use mmstats_core::v2::layout::{attribute, component as fields, entry, family};
use mmstats_core::v2::{
    Aggregate, Buckets, ComponentKind, ComponentType, Kind, Parameters, Ring, Sequence, ValueType,
};

use crate::image::{Attribute, FIRST_CELL, Image, Series, buckets, component, ring, sequence};
use crate::{fault, read};

const NAME: Attribute<'static> = (attribute::NAME, b"a name");

/// A file whose only entry is a family of these attributes, and its offset.
fn image(kind: Kind, value_type: ValueType, attributes: &[Attribute<'_>]) -> (Image, u64) {
    let mut image = Image::new();
    let at = image.family_of(kind.code(), value_type.code(), attributes);
    (image, at as u64)
}

fn counter(attributes: &[Attribute<'_>]) -> (Image, u64) {
    image(Kind::Counter, ValueType::U64, attributes)
}

/// The fault of a family whose last attribute is at fault, seen from that attribute.
fn last_fault(kind: Kind, value_type: ValueType, attributes: &[Attribute<'_>]) -> &'static str {
    let (image, at) = image(kind, value_type, attributes);
    let before = &attributes[..attributes.len() - 1];
    let before: usize = before.iter().map(|(_, value)| attribute::HEADER + value.len()).sum();
    let (offset, clause) = fault(&image);
    assert_eq!(offset, at + (family::ATTRIBUTES + before) as u64);
    clause
}

/// F2-FAMILY-ENTRY
#[test]
fn a_family_has_room_for_attributes() {
    let mut image = Image::new();
    let at = image.entry(entry::FAMILY, &[0, 0, 1, 0, 0, 0, 1, 1, 1, 0]);
    assert_eq!(fault(&image), (at as u64, "F2-FAMILY-ENTRY"));
}

/// F2-FAMILY-ID
#[test]
fn ids_count_from_1() {
    for id in [0, 1, 3, u32::MAX] {
        let mut image = Image::new();
        image.family_of(99, 1, &[NAME]);
        let at = image.family_of(1, 1, &[NAME]);
        image.put_u32(at + family::ID, id);
        assert_eq!(fault(&image), ((at + family::ID) as u64, "F2-FAMILY-ID"), "{id}");
    }
}

/// F2-KIND-SKIP
#[test]
fn families_of_unknown_kinds_and_types_are_skipped_with_their_series() {
    for (kind, value_type) in [(0, 1), (7, 1), (255, 255), (1, 0), (1, 6), (4, 255)] {
        let mut image = Image::new();
        image.family_of(kind, value_type, &[(99, &[0xff; 40]), (0, &[0xff; 7])]);
        image.series(Series { labels: &["\0"], ..Series::new(1, u64::MAX) });
        let family = image.family(Kind::Counter, ValueType::U64, &[]);
        image.series(Series::new(family, FIRST_CELL));
        let directory = read(&image);
        assert_eq!((directory.skipped(), directory.len()), (1, 1));
        let view = directory.at_rest(&image.bytes);
        assert!(view.family(0).is_none());
        assert_eq!(view.family(1).expect("the other one").index(), 1);
    }
}

/// F2-KIND-TYPE
#[test]
fn a_kind_has_its_value_types() {
    use ValueType::{Bool, Bytes, F64, I64, U64};
    let allowed: [(Kind, &[ValueType]); 6] = [
        (Kind::Counter, &[U64, F64]),
        (Kind::Gauge, &[U64, I64, F64, Bool]),
        (Kind::Text, &[Bytes]),
        (Kind::Histogram, &[U64, F64]),
        (Kind::Struct, &[Bytes]),
        (Kind::Window, &[U64, F64]),
    ];
    for (kind, types) in allowed {
        for value_type in [U64, I64, F64, Bool, Bytes] {
            let (image, at) = image(kind, value_type, &[(attribute::NAME, b"")]);
            let expected = match types.contains(&value_type) {
                true => (at + family::ATTRIBUTES as u64, "F2-NAME"),
                false => (at + family::KIND as u64, "F2-KIND-TYPE"),
            };
            assert_eq!(fault(&image), expected, "{} {}", kind.name(), value_type.name());
        }
    }
}

#[test]
fn aggregates_are_read_liberally() {
    let (mut image, at) = counter(&[NAME]);
    for (code, expected, alive_only) in [
        (1, Aggregate::Sum, false),
        (2 + 128, Aggregate::Min, true),
        (3, Aggregate::Max, false),
        (4 + 128, Aggregate::Last, true),
        (5, Aggregate::Each, false),
        (5 + 128, Aggregate::Each, true),
        (0, Aggregate::Each, false),
        (6, Aggregate::Each, false),
        (128, Aggregate::Each, false),
        (255, Aggregate::Each, false),
    ] {
        image.bytes[at as usize + family::AGGREGATE] = code;
        let directory = read(&image);
        let family = directory.at_rest(&image.bytes).family(0).expect("it is known");
        assert_eq!((family.aggregate(), family.alive_only()), (expected, alive_only), "{code}");
    }
}

/// F2-ATTRIBUTE-WHOLE
#[test]
fn attributes_end_in_their_entry() {
    // 16 bytes, the name's 10, and 4 of the next header make 30: two more are left in the entry.
    for (length, fits) in [(0, true), (2, true), (3, false), (u16::MAX, false)] {
        let (mut image, at) = counter(&[NAME, (99, &[])]);
        let last = at as usize + family::ATTRIBUTES + 10;
        image.put(last + 2, &u16::to_le_bytes(length));
        if fits {
            read(&image);
        } else {
            assert_eq!(fault(&image), (last as u64, "F2-ATTRIBUTE-WHOLE"), "{length}");
        }
    }
}

/// F2-ATTRIBUTE-SKIP, F2-ATTRIBUTE-ONCE
#[test]
fn attributes_of_no_use_have_no_clauses() {
    let bad: [Attribute<'_>; 4] =
        [(attribute::BUCKETS, b"x"), (attribute::RING, b""), (99, b"\0"), (u16::MAX, b"\xff")];
    let (image, _) = counter(&[&bad[..], &[NAME, (attribute::SEQUENCE, b"")]].concat());
    read(&image);
    let component = component("c", ComponentType::U8, 0, 99);
    let (image, _) = counter(&[NAME, (attribute::COMPONENT, &component)]);
    assert_eq!(read(&image).at_rest(&image.bytes).family(0).unwrap().components().count(), 0);

    let long = [b'x'; 256];
    let (image, _) = counter(&[
        NAME,
        (attribute::UNIT, b"s"),
        (attribute::HELP, b"help"),
        (attribute::HELP, b"\0"),
        (attribute::UNIT, &long),
        (attribute::NAME, b""),
        // From a tag of 0 on there are no attributes.
        (0, b""),
        (attribute::LABEL_KEY, b"\xff"),
    ]);
    let directory = read(&image);
    let family = directory.at_rest(&image.bytes).family(0).expect("it is known");
    assert_eq!((family.name(), family.unit(), family.help()), ("a name", "s", "help"));
    assert_eq!(family.keys(), 0);
}

const LONGEST: [u8; 255] = [b'n'; 255];
const TOO_LONG: [u8; 256] = [b'n'; 256];
const NO_TEXTS: [&[u8]; 5] =
    [b"\0", b"a\0b", b"\xff", b"a name with \xc3\x28 in it", b"\xed\xa0\x80"];

/// F2-NAME
#[test]
fn names_and_label_keys_are_short_texts() {
    let (image, _) =
        counter(&[(attribute::NAME, &LONGEST), (attribute::LABEL_KEY, "ключ".as_bytes())]);
    read(&image);
    for value in NO_TEXTS.into_iter().chain([&b""[..], &TOO_LONG]) {
        let last =
            |attributes: &[Attribute<'_>]| last_fault(Kind::Counter, ValueType::U64, attributes);
        assert_eq!(last(&[(attribute::NAME, value)]), "F2-NAME", "{value:?}");
        assert_eq!(last(&[NAME, (attribute::LABEL_KEY, value)]), "F2-NAME", "{value:?}");
    }
    let (image, at) = counter(&[(attribute::UNIT, b"s")]);
    assert_eq!(fault(&image), (at, "F2-NAME"), "a family without");
}

/// F2-UNIT, F2-HELP
#[test]
fn units_are_short_texts_and_help_is_a_text() {
    let help = [b'h'; 3000];
    let (image, _) = counter(&[NAME, (attribute::UNIT, &LONGEST), (attribute::HELP, &help)]);
    let directory = read(&image);
    assert_eq!(directory.at_rest(&image.bytes).family(0).unwrap().help().len(), 3000);
    let (image, _) = counter(&[NAME, (attribute::UNIT, b""), (attribute::HELP, b"")]);
    read(&image);
    let last = |attribute| last_fault(Kind::Counter, ValueType::U64, &[NAME, attribute]);
    for value in NO_TEXTS {
        assert_eq!(last((attribute::UNIT, value)), "F2-UNIT", "{value:?}");
        assert_eq!(last((attribute::HELP, value)), "F2-HELP", "{value:?}");
    }
    assert_eq!(last((attribute::UNIT, &TOO_LONG)), "F2-UNIT");
}

/// The shape of cells that such a family's attribute gives, or the clause that it breaks.
fn shape(
    kind: Kind,
    value_type: ValueType,
    tag: u16,
    value: &[u8],
) -> Result<Parameters, &'static str> {
    let mut attributes = vec![NAME];
    let any = component("c", ComponentType::Bool, 0, 1);
    if kind == Kind::Struct {
        attributes.push((attribute::COMPONENT, &any));
    }
    attributes.push((tag, value));
    let (image, _) = image(kind, value_type, &attributes);
    match mmstats_core::v2::Directory::parse(&image.bytes) {
        Err(_) => Err(last_fault(kind, value_type, &attributes)),
        Ok(directory) => Ok(directory.at_rest(&image.bytes).family(0).unwrap().parameters()),
    }
}

/// Both faults of an attribute that a kind needs: it isn't there, and it has another length.
fn needs(kind: Kind, value_type: ValueType, tag: u16, length: usize, clause: &str) {
    let (image, at) = image(kind, value_type, &[NAME]);
    assert_eq!(fault(&image), (at, clause), "without");
    for length in [0, length - 1, length + 1] {
        assert_eq!(shape(kind, value_type, tag, &vec![1; length]), Err(clause));
    }
}

/// F2-SEQUENCE
#[test]
fn slots_are_a_power_of_two_of_whole_words() {
    for kind in [Kind::Text, Kind::Struct] {
        needs(kind, ValueType::Bytes, attribute::SEQUENCE, 8, "F2-SEQUENCE");
        for (slots, width, fits) in [
            (2, 8, true),
            (64, 65_536, true),
            (4, 24, true),
            (0, 8, false),
            (1, 8, false),
            (3, 8, false),
            (128, 8, false),
            (4, 0, false),
            (4, 4, false),
            (4, 65_544, false),
            (u32::MAX, u32::MAX, false),
        ] {
            let expected = Parameters::Sequence(Sequence { slots, width });
            let found = shape(kind, ValueType::Bytes, attribute::SEQUENCE, &sequence(slots, width));
            assert_eq!(found, if fits { Ok(expected) } else { Err("F2-SEQUENCE") });
        }
    }
}

/// F2-BUCKETS
#[test]
fn buckets_lie_within_the_floats() {
    let of_type = ValueType::F64;
    needs(Kind::Histogram, of_type, attribute::BUCKETS, 12, "F2-BUCKETS");
    for (scale, first, number, fits) in [
        (0, -1022, 2046, true),
        (0, -1023, 1, false),
        (0, 1023, 1, true),
        (0, 1023, 2, false),
        (4, -1022 * 16, 2046 * 16, true),
        (8, 1024 * 256 - 65_536, 65_536, true),
        (8, 1024 * 256 - 65_535, 65_536, false),
        (8, -1022 * 256, 65_536, true),
        (8, -1022 * 256 - 1, 65_536, false),
        (8, 0, 65_537, false),
        (8, 0, 0, false),
        (9, 0, 1, false),
        (u32::MAX, 0, 1, false),
        (8, i32::MAX, 1, false),
        (8, i32::MIN, u32::MAX, false),
    ] {
        let expected = Parameters::Buckets(Buckets { scale, first, number });
        let value = buckets(scale, first, number);
        let found = shape(Kind::Histogram, of_type, attribute::BUCKETS, &value);
        let expected = if fits { Ok(expected) } else { Err("F2-BUCKETS") };
        assert_eq!(found, expected, "{scale} {first} {number}");
    }
}

/// F2-RING
#[test]
fn rings_have_slots_of_some_time() {
    needs(Kind::Window, ValueType::U64, attribute::RING, 12, "F2-RING");
    for (duration, slots, fits) in [
        (1, 2, true),
        (u64::MAX, 4096, true),
        (0, 2, false),
        (1, 1, false),
        (1, 0, false),
        (1, 4097, false),
    ] {
        let expected = Parameters::Ring(Ring { duration, slots });
        let found = shape(Kind::Window, ValueType::U64, attribute::RING, &ring(duration, slots));
        assert_eq!(found, if fits { Ok(expected) } else { Err("F2-RING") });
    }
}

/// F2-COMPONENT
#[test]
fn components_have_known_types_and_names() {
    let sequence = sequence(2, 64);
    let clause = |value: &[u8]| {
        let attributes =
            [NAME, (attribute::SEQUENCE, &sequence[..]), (attribute::COMPONENT, value)];
        last_fault(Kind::Struct, ValueType::Bytes, &attributes)
    };
    let good = component("c", ComponentType::U32, 0, 4);
    for cut in 0..good.len() {
        assert_eq!(clause(&good[..cut]), "F2-COMPONENT", "{cut}");
    }
    for (at, byte) in [
        (fields::TYPE, 0),
        (fields::TYPE, 13),
        (fields::KIND, 0),
        (fields::KIND, 4),
        (fields::WIDTH, 8),
        (fields::WIDTH, 0),
        (fields::NAME_LENGTH, 0),
        (fields::NAME_LENGTH, 2),
        (fields::NAME, 0),
        (fields::NAME, 0xff),
    ] {
        let mut bad = good.clone();
        bad[at] = byte;
        assert_eq!(clause(&bad), "F2-COMPONENT", "{at} {byte}");
    }
    assert_eq!(clause(&component("c", ComponentType::Text, 0, 0)), "F2-COMPONENT");
    assert_eq!(clause(&component(&"c".repeat(256), ComponentType::U8, 0, 1)), "F2-COMPONENT");
    for unit in [&b"\0"[..], b"\xff", &TOO_LONG] {
        assert_eq!(clause(&[&good, unit].concat()), "F2-COMPONENT");
    }
    let (without, at) =
        image(Kind::Struct, ValueType::Bytes, &[NAME, (attribute::SEQUENCE, &sequence)]);
    assert_eq!(fault(&without), (at, "F2-COMPONENT"));
    let with_unit = [&good[..], b"ms"].concat();
    let (image, _) = image(
        Kind::Struct,
        ValueType::Bytes,
        &[NAME, (attribute::SEQUENCE, &sequence), (attribute::COMPONENT, &with_unit)],
    );
    let directory = read(&image);
    let view = directory.at_rest(&image.bytes);
    let found = view.family(0).unwrap().components().next().expect("there is one");
    assert_eq!((found.name, found.unit, found.kind), ("c", "ms", ComponentKind::Gauge));
}

/// F2-COMPONENT-PLACE
#[test]
fn components_are_aligned_and_in_order_in_the_slot() {
    use ComponentType::{Text, U8, U16, U64};
    let sequence = sequence(2, 16);
    let sequence = (attribute::SEQUENCE, &sequence[..]);
    for (first, second, fits) in [
        ((U64, 0, 8), (U64, 8, 8), true),
        ((U8, 0, 1), (Text, 1, 15), true),
        ((U8, 0, 1), (Text, 1, 16), false),
        ((U64, 0, 8), (U64, 16, 8), false),
        ((U64, 0, 8), (U64, 12, 8), false),
        ((U64, 0, 8), (U64, 0, 8), false),
        ((U8, 0, 1), (U16, 1, 2), false),
        ((U8, 3, 1), (U8, 2, 1), false),
        ((U8, 3, 1), (Text, 4, u32::MAX), false),
        ((U8, 3, 1), (U64, u32::MAX - 7, 8), false),
    ] {
        let first = component("first", first.0, first.1, first.2);
        let second = component("second", second.0, second.1, second.2);
        let [first, second] = [&first, &second].map(|value| (attribute::COMPONENT, &value[..]));
        let header = attribute::HEADER;
        let at = family::ATTRIBUTES + 3 * header + NAME.1.len() + sequence.1.len() + first.1.len();
        let behind = at - header - sequence.1.len();
        for (attributes, at) in [
            ([NAME, sequence, first, second], at),
            ([NAME, first, sequence, second], at),
            // The slot's width comes last: places are looked at when all attributes are known.
            ([NAME, first, second, sequence], behind),
        ] {
            let (image, entry) = image(Kind::Struct, ValueType::Bytes, &attributes);
            if fits {
                read(&image);
            } else {
                assert_eq!(fault(&image), (entry + at as u64, "F2-COMPONENT-PLACE"));
            }
        }
    }
}
