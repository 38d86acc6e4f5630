//! Values of every kind, as a snapshot has them (SPEC.md 2.5 to 2.9).

use mmstats::Reader;
use mmstats::reader::{
    Aggregate, Kind, Number, Parameters, Scalar, Sequence, Snapshot, Value, ValueType,
};
use mmstats_core::v2::layout::{header, series};

use crate::image::{Family, Image, put, sequenced, text_slot, words};

pub fn snapshot(bytes: &[u8]) -> Snapshot {
    Reader::from_bytes(bytes).expect("a file of format 2").snapshot().clone()
}

pub fn u64_of(snapshot: &Snapshot, name: &str) -> u64 {
    let series = snapshot.get(name).unwrap_or_else(|| panic!("a series {name}"));
    series.value().as_u64().unwrap_or_else(|| panic!("{name} is a u64, not {:?}", series.value()))
}

#[test]
fn scalars() {
    let mut image = Image::new();
    let cells: [(&str, u8, u8, u64); 6] = [
        ("requests", 1, 1, u64::MAX),
        ("cost", 1, 3, 2.5_f64.to_bits()),
        ("free", 2, 1, 7),
        ("drift", 2, 2, (-7_i64).cast_unsigned()),
        ("load", 2, 3, 0.5_f64.to_bits()),
        ("up", 2, 4, 1 << 40),
    ];
    for (name, kind, value_type, word) in cells {
        let family = image.family(&Family::new(name, kind, value_type));
        image.series(family, &[], &words([word]));
    }
    let snapshot = snapshot(&image.bytes());
    let value = |name| snapshot.get(name).expect("a series").value();
    assert_eq!(u64_of(&snapshot, "requests"), u64::MAX);
    assert!(matches!(value("cost"), Value::F64(2.5)));
    assert!(matches!(value("free"), Value::U64(7)));
    assert!(matches!(value("drift"), Value::I64(-7)));
    assert!(matches!(value("load"), Value::F64(0.5)));
    assert!(matches!(value("up"), Value::Bool(true)), "F2-BOOL: any word but 0 is true");
    assert_eq!((value("drift").as_f64(), value("up").as_f64()), (Some(-7.0), None));
    assert!(snapshot.get("nothing").is_none());
}

#[test]
fn families_and_the_file() {
    let mut image = Image::new();
    let requests = Family::counter("requests").unit("1").help("All of them.").labels(&["code"]);
    image.family(&requests);
    image.family(&Family::new("unknown", 99, 1));
    let status = image.family(&Family::text("status", 4, 32));
    let of_requests = image.series(1, &["200"], &words([5]));
    image.series(
        status,
        &[],
        &sequenced(0, &[], 32).iter().copied().chain([0; 128]).collect::<Vec<_>>(),
    );
    let snapshot = snapshot(&image.bytes());
    assert_eq!(snapshot.skipped(), 1, "F2-KIND-SKIP");
    assert_eq!((snapshot.len(), snapshot.is_empty(), snapshot.busy()), (2, false, 0));
    assert_eq!((snapshot.application().to_str(), snapshot.is_closed()), (Ok("web"), false));
    let header = snapshot.header();
    assert_eq!((header.pid, header.file_id, header.created), (71, [7; 16], image.created));
    let family = snapshot.family("requests").expect("the family");
    assert_eq!((family.unit(), family.help()), ("1", "All of them."));
    assert_eq!((family.kind(), family.value_type()), (Kind::Counter, ValueType::U64));
    assert_eq!((family.aggregate(), family.alive_only()), (Aggregate::Sum, false));
    assert_eq!(family.label_keys().collect::<Vec<_>>(), ["code"]);
    assert_eq!(
        snapshot.families().map(|family| family.name()).collect::<Vec<_>>(),
        ["requests", "status"]
    );
    let series = family.series().next().expect("its series");
    assert_eq!((series.name(), series.index()), ("requests", 0));
    assert_eq!(series.created(), image.created + of_requests as u64);
    let status = snapshot.family("status").expect("the family");
    let slots = Parameters::Sequence(Sequence { slots: 4, width: 32 });
    assert_eq!(status.parameters(), slots);
    assert!(matches!(snapshot.get("status").expect("a series").value(), Value::Unpublished));
}

#[test]
fn a_closed_file_and_a_state_of_any_kind() {
    for (state, closed) in [(1, false), (2, true), (3, false), (0, false)] {
        let mut bytes = Image::new().bytes();
        put(&mut bytes, header::STATE, &u64::to_le_bytes(state));
        assert_eq!(snapshot(&bytes).is_closed(), closed, "F2-STATE: state {state}");
    }
}

#[test]
fn series_by_their_labels() {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests").labels(&["code", "path"]));
    image.series(family, &["200", "/a"], &words([1]));
    image.series(family, &["200", ""], &words([2]));
    image.series(family, &["", ""], &words([3]));
    let overflow = image.series(family, &[], &words([4]));
    let retired = image.series(family, &["404", "/b"], &words([5]));
    let mut bytes = image.bytes();
    put(&mut bytes, image.entry_at(overflow) + series::FLAGS, &[1]);
    put(&mut bytes, image.entry_at(retired) + series::STATE, &[6]);
    let snapshot = snapshot(&bytes);
    let find = |labels: &[(&str, &str)]| {
        snapshot.get_with("requests", labels).and_then(|series| series.value().as_u64())
    };
    assert_eq!(find(&[("code", "200"), ("path", "/a")]), Some(1));
    assert_eq!(find(&[("path", "/a"), ("code", "200")]), Some(1), "in any order");
    assert_eq!(find(&[("code", "200")]), Some(2), "an empty label isn't there");
    assert_eq!(find(&[("code", "200"), ("path", "")]), Some(2));
    assert_eq!(find(&[]), Some(3));
    assert_eq!(find(&[("otel.metric.overflow", "true")]), Some(4), "F2-OVERFLOW");
    assert_eq!(find(&[("code", "404"), ("path", "/b")]), None, "F2-LIVE: it was retired");
    assert_eq!((find(&[("code", "500")]), find(&[("status", "200")])), (None, None));
    let labels: Vec<Vec<_>> = snapshot.series().map(|series| series.labels().collect()).collect();
    assert_eq!(
        labels,
        [
            vec![("code", "200"), ("path", "/a")],
            vec![("code", "200")],
            vec![],
            vec![("otel.metric.overflow", "true")],
        ]
    );
    assert!(snapshot.series().nth(3).expect("four").is_overflow());
}

#[test]
fn stripes_are_added_up() {
    let mut image = Image::new();
    let counter = image.family(&Family::counter("requests"));
    let cost = image.family(&Family::new("cost", 1, 3));
    let latency = image.family(&Family::histogram("latency", 1, 4, 0, 3));
    let cells = |n: u64| words([n]);
    image.striped(counter, &[], &[&cells(u64::MAX), &cells(3), &cells(5)]);
    let float = |value: f64| words([value.to_bits()]);
    image.striped(cost, &[], &[&float(1e100), &float(1.0), &float(-1e100)]);
    let first = words([1, 10, 4, !2, 0, 1, 0, 0, 0, 2, 0]);
    let second = words([0, 20, 9, !1, 1, 0, 2, 0, 1, 0, 0]);
    let nothing = words([0; 11]);
    image.striped(latency, &[], &[&first, &second, &nothing]);
    let snapshot = snapshot(&image.bytes());
    assert_eq!(u64_of(&snapshot, "requests"), 7);
    assert_eq!(snapshot.get("cost").and_then(|cost| cost.value().as_f64()), Some(0.0));
    let Value::Histogram(latency) = snapshot.get("latency").expect("a series").value() else {
        panic!("a histogram");
    };
    assert_eq!((latency.zero(), latency.above(), latency.count()), (1, 1, 5));
    assert_eq!((latency.negative(), latency.nan()), (1, 2));
    assert_eq!((latency.sum(), latency.mean()), (Number::U64(30), Some(6.0)));
    assert_eq!((latency.min(), latency.max()), (Some(Number::U64(1)), Some(Number::U64(9))));
    assert_eq!(latency.non_empty().collect::<Vec<_>>(), [(0, 1), (1, 2)]);
    assert_eq!((latency.bucket(1), latency.bucket(3), latency.bucket(-1)), (2, 0, 0));
}

#[test]
fn a_histogram_of_nothing() {
    let mut image = Image::new();
    let latency = image.family(&Family::histogram("latency", 3, 4, 0, 3));
    image.series(latency, &[], &words([0; 11]));
    let snapshot = snapshot(&image.bytes());
    let Value::Histogram(latency) = snapshot.get("latency").expect("a series").value() else {
        panic!("a histogram");
    };
    assert_eq!((latency.count(), latency.mean(), latency.percentile(50.0)), (0, None, None));
    assert_eq!((latency.min(), latency.max(), latency.percentile(100.0)), (None, None, None));
}

#[test]
fn texts_and_structs_in_the_slot_that_counts() {
    let mut image = Image::new();
    let status = image.family(&Family::text("status", 2, 24));
    let pair = image.family(&Family::structure(
        "pair",
        2,
        24,
        &[(0, 8, 1, 1, "n"), (8, 4, 9 - 2, 2, "less"), (12, 1, 4, 2, "on"), (16, 6, 5, 3, "word")],
    ));
    let slots: [&[u8]; 2] = [&text_slot(b"even"), &text_slot(b"odd\0\xff!")];
    image.series(status, &[], &sequenced(5, &slots, 24));
    let mut slot = words([9]);
    slot.extend((-3_i32).to_le_bytes());
    slot.extend([7, 0, 0, 0]);
    slot.extend(b"abc\0xx");
    let slots: [&[u8]; 2] = [&slot, &[0xff; 24]];
    image.series(pair, &[], &sequenced(u64::MAX - 1, &slots, 24));
    let snapshot = snapshot(&image.bytes());
    let value = |name| snapshot.get(name).expect("a series").value();
    match value("status") {
        Value::Text(text) => {
            assert_eq!(text.to_string(), "odd\0!", "F1-TEXT-READ drops ill-formed")
        }
        other => panic!("{other:?}"),
    }
    let pair = value("pair");
    assert_eq!(pair.component("n"), Some(Scalar::U64(9)));
    assert_eq!(pair.component("less"), Some(Scalar::I64(-3)));
    assert_eq!(pair.component("on"), Some(Scalar::Bool(true)));
    assert!(
        matches!(pair.component("word"), Some(Scalar::Text(text)) if text.as_bytes() == b"abc")
    );
    assert_eq!((pair.component("x"), value("status").component("n")), (None, None));
}
