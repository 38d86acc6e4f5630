//! What is encoded is decoded as what it was: families and series of any kind (SPEC.md 2.5 and 2.6).

use mmstats_core::v2::cells::{BlockHeader, Word, append_block, append_entry};
use mmstats_core::v2::encode::{
    EncodeError, FamilyEntry, SeriesEntry, encode_header, label_values_length, place,
    put_label_values, slots_for, text_slots,
};
use mmstats_core::v2::layout::{PAGE, WORD, block, header, series};
use mmstats_core::v2::{
    Aggregate, Buckets, Component, ComponentKind, ComponentType, Directory, Header, Kind,
    Parameters, Ring, Sequence, ValueType,
};
use proptest::prelude::*;

fn application(name: &str) -> [u8; header::APPLICATION_WIDTH] {
    let mut padded = [0; header::APPLICATION_WIDTH];
    padded[..name.len()].copy_from_slice(name.as_bytes());
    padded
}

fn fields(name: &str) -> Header {
    Header {
        minor: 0,
        length: header::LENGTH_WRITTEN,
        published: PAGE as u64,
        state: header::OPEN,
        created: 1,
        created_boot: 2,
        pid: 3,
        start: 4,
        boot_id: [5; 16],
        pid_namespace: 6,
        uid: 7,
        heartbeat: 0,
        append: 8,
        reuse: 10,
        file_id: [11; 16],
        application: application(name),
        device: 12,
        inode: 13,
    }
}

/// F2-HEADER, F2-MAGIC, F2-APPLICATION.
#[test]
fn a_header() {
    let header = fields("web");
    let mut bytes = encode_header(&header).expect("a header").to_vec();
    bytes.resize(PAGE, 0);
    assert_eq!(Header::parse(&bytes, PAGE as u64), Ok(header));
    let what = "application name";
    assert_eq!(encode_header(&fields("")), Err(EncodeError::Empty { what }));
    assert_eq!(encode_header(&fields("a\0b")), Err(EncodeError::Nul { what }));
}

/// A file with these entries, whose cells are one after the other in a block of cells or of stripe 0.
fn file(entries: &[Vec<u8>], cells: usize, striped: bool) -> Vec<u8> {
    let total: usize = entries.iter().map(Vec::len).sum();
    let directory = (block::HEADER + total).next_multiple_of(PAGE);
    let cells = (block::HEADER + cells).next_multiple_of(PAGE);
    let words: Vec<Word> = (0..(PAGE + directory + cells) / WORD).map(|_| Word::new(0)).collect();
    let start = encode_header(&fields("web")).expect("a header");
    for (word, bytes) in words.iter().zip(start.as_chunks().0) {
        word.store(u64::from_le_bytes(*bytes), std::sync::atomic::Ordering::Relaxed);
    }
    let (head, blocks) = words.split_at(PAGE / WORD);
    let (first, second) = blocks.split_at(directory / WORD);
    let published = &head[header::PUBLISHED / WORD];
    let header = |kind, length: usize, head: usize| BlockHeader {
        kind,
        length: length as u64,
        head: head as u64,
        stripe: 0,
        ordinal: 0,
    };
    append_block(published, first, header(block::DIRECTORY, directory, block::HEADER));
    let kind = if striped { block::STRIPED } else { block::CELLS };
    append_block(published, second, header(kind, cells, cells));
    for entry in entries {
        let entry: Vec<u64> =
            entry.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
        append_entry(first, &entry, &head[header::APPEND / WORD]).expect("room for it");
    }
    let load = |word: &Word| word.load(std::sync::atomic::Ordering::Relaxed).to_le_bytes();
    words.iter().flat_map(load).collect()
}

fn encoded(length: usize, encode: impl FnOnce(&mut [u8])) -> Vec<u8> {
    // What was there doesn't matter.
    let mut bytes = vec![0xff; length];
    encode(&mut bytes);
    bytes
}

fn text(longest: usize) -> impl Strategy<Value = String> {
    // Of up to four bytes a character.
    proptest::collection::vec(
        prop_oneof![Just('a'), Just('é'), Just('€'), Just('🦀')],
        0..longest / 4,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

fn name() -> impl Strategy<Value = String> {
    text(250).prop_map(|rest| format!("n{rest}"))
}

fn shape() -> impl Strategy<Value = (Kind, ValueType, Parameters)> {
    let number = prop_oneof![Just(ValueType::U64), Just(ValueType::F64)];
    let any = prop_oneof![
        Just(ValueType::U64),
        Just(ValueType::I64),
        Just(ValueType::F64),
        Just(ValueType::Bool)
    ];
    let buckets =
        (0..=8_u32, 1..=2_000_u32, -1022..1000_i32).prop_map(|(scale, number, octave)| {
            let end = 1024_i32 << scale;
            let first = (octave << scale).min(end - number.min((2046 << scale) as u32) as i32);
            Buckets { scale, first, number: number.min((end - first) as u32) }
        });
    prop_oneof![
        number.clone().prop_map(|of| (Kind::Counter, of, Parameters::Scalar)),
        any.prop_map(|of| (Kind::Gauge, of, Parameters::Scalar)),
        (1..2_000_u32).prop_map(|of| (
            Kind::Text,
            ValueType::Bytes,
            Parameters::Sequence(text_slots(of))
        )),
        (number.clone(), buckets).prop_map(|(of, it)| (
            Kind::Histogram,
            of,
            Parameters::Buckets(it)
        )),
        (number, 1..u64::MAX, 2..=64_u32).prop_map(|(of, duration, slots)| {
            (Kind::Window, of, Parameters::Ring(Ring { duration, slots }))
        }),
        Just((Kind::Struct, ValueType::Bytes, Parameters::Sequence(slots_for(24)))),
    ]
}

/// Components that fill 24 bytes.
fn components() -> Vec<Component<'static>> {
    let mut components: Vec<Component<'_>> = Vec::new();
    let types = [ComponentType::U8, ComponentType::U64, ComponentType::Text, ComponentType::I16];
    for (component_type, name) in types.into_iter().zip(["a", "b", "c", "d"]) {
        let end = components.last().map_or(0, |last| last.offset + last.width);
        let width = component_type.width().map_or(3, |width| width as u32);
        let (kind, offset) = (ComponentKind::Gauge, place(component_type, end));
        components.push(Component { name, unit: "By", component_type, kind, offset, width });
    }
    components
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// F2-FAMILY-ENTRY, F2-ATTRIBUTE-WHOLE, F2-PADDING, F2-SERIES-ENTRY, F2-LABELS.
    #[test]
    fn a_family_and_its_series(
        (kind, value_type, parameters) in shape(),
        name in name(),
        unit in text(255),
        help in text(1_000),
        values in proptest::collection::vec(text(300), 0..4),
        alive_only: bool,
        overflow: bool,
    ) {
        let keys: Vec<_> = (0..values.len()).map(|key| format!("key {key}")).collect();
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        let components = if kind == Kind::Struct { components() } else { Vec::new() };
        let family = FamilyEntry {
            id: 1,
            kind,
            value_type,
            aggregate: Aggregate::Last,
            alive_only,
            name: &name,
            unit: &unit,
            help: &help,
            label_keys: &keys,
            parameters,
            components: &components,
        };
        let mut entries = vec![encoded(family.length().expect("valid"), |bytes| family.encode(bytes))];
        let cell = parameters.cell_length();
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        let values = if overflow { &[][..] } else { &values[..] };
        let label_values =
            encoded(label_values_length(values).expect("valid"), |bytes| put_label_values(values, bytes));
        let mut series = SeriesEntry {
            family: 1,
            overflow,
            state: series::LIVE,
            cell: 0,
            created: 77,
            label_values: &label_values,
        };
        let encode = |series: &SeriesEntry<'_>| encoded(series.length(), |bytes| series.encode(bytes));
        let length = (block::HEADER + entries[0].len() + series.length()).next_multiple_of(PAGE);
        series.cell = (PAGE + length + block::HEADER) as u64;
        entries.push(encode(&series));
        let bytes = file(&entries, cell as usize, kind.striped());
        let directory = Directory::parse(&bytes).expect("what was encoded");
        let view = directory.at_rest(&bytes);
        let found = view.families().next().expect("a family");
        prop_assert_eq!((found.kind(), found.value_type(), found.parameters()), (kind, value_type, parameters));
        prop_assert_eq!((found.name(), found.unit(), found.help()), (&*name, &*unit, &*help));
        prop_assert_eq!((found.aggregate(), found.alive_only()), (Aggregate::Last, alive_only));
        prop_assert!(found.label_keys().eq(keys.iter().copied()));
        prop_assert!(found.components().eq(components.iter().copied()));
        let found = view.series().next().expect("a series");
        prop_assert_eq!((found.cell_offset(), found.created(), found.is_overflow()), (series.cell, 77, overflow));
        prop_assert!(found.label_values().eq(values.iter().copied()));
    }
}

/// F2-COMPONENT, F2-COMPONENT-PLACE, F2-COMPONENT-UNIQUE, F2-SEQUENCE, F2-KIND-TYPE: refused before they are in a file.
#[test]
fn what_can_not_be_said() {
    let good = components();
    let family = FamilyEntry {
        id: 1,
        kind: Kind::Struct,
        value_type: ValueType::Bytes,
        aggregate: Aggregate::Each,
        alive_only: false,
        name: "s",
        unit: "",
        help: "",
        label_keys: &[],
        parameters: Parameters::Sequence(slots_for(24)),
        components: &good,
    };
    assert!(family.length().is_ok());
    let changed = |change: fn(&mut Vec<Component<'static>>)| {
        let mut components = components();
        change(&mut components);
        FamilyEntry { components: &components, ..family }.length()
    };
    let place = |index| Err(EncodeError::ComponentPlace { index });
    assert_eq!(changed(|them| them[1].offset = 4), place(1), "not aligned");
    assert_eq!(changed(|them| them[1].offset = 0), place(1), "not behind the one before");
    assert_eq!(changed(|them| them[3].offset = 24), place(3), "not in the slot");
    assert_eq!(changed(|them| them[1].width = 4), place(1), "not its type's width");
    assert_eq!(changed(|them| them[2].width = 0), place(2), "a text of no bytes");
    assert_eq!(
        changed(|them| them[1].name = "a"),
        Err(EncodeError::Twice { what: "component name" })
    );
    assert_eq!(
        changed(|them| them[1].name = ""),
        Err(EncodeError::Empty { what: "component name" })
    );
    assert_eq!(changed(Vec::clear), Err(EncodeError::NoComponents));
    let wide = Sequence { slots: 8, width: 65_544 };
    let found = FamilyEntry { parameters: Parameters::Sequence(wide), ..family }.length();
    assert_eq!(found, Err(EncodeError::Sequence(wide)));
    let kind = Kind::Counter;
    let found = FamilyEntry { kind, components: &[], ..family }.length();
    assert_eq!(found, Err(EncodeError::KindType { kind, value_type: ValueType::Bytes }));
    let value_type = ValueType::U64;
    let found = FamilyEntry { kind, value_type, components: &[], ..family }.length();
    assert_eq!(found, Err(EncodeError::Parameters { kind }));
}

/// Widths at the boundaries: SPEC.md 2.7 leaves them open, and all our writers do the same.
#[test]
fn slots() {
    let widths = |bytes| (slots_for(bytes).slots, slots_for(bytes).width);
    assert_eq!([1, 8, 9, 128, 129].map(widths), [(4, 8), (4, 8), (4, 16), (4, 128), (8, 136)]);
    assert_eq!(text_slots(120), Sequence { slots: 4, width: 128 });
    assert!(text_slots(65_528).is_valid() && !text_slots(65_529).is_valid());
    assert!(!text_slots(u32::MAX).is_valid() && !slots_for(0).is_valid());
}
