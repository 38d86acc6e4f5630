//! The derives: structs that are published, and structs of metrics.

use mmstats::format::{ComponentKind, ComponentType};
use mmstats::{
    Counter, Family, FixedText, Gauge, Histogram, Metrics, Struct, Structure, Text, Timer, Window,
};

use crate::folder::Folder;

/// Every type, in an order that leaves gaps.
#[derive(Struct)]
struct Every {
    byte: u8,
    #[mmstats(counter, unit = "1", name = "long.name")]
    long: u64,
    flag: bool,
    short: u16,
    signed_byte: i8,
    int: u32,
    word: FixedText<5>,
    signed: i32,
    signed_short: i16,
    float: f32,
    signed_long: i64,
    double: f64,
    r#type: bool,
}

const EVERY: Every = Every {
    byte: 1,
    long: u64::MAX,
    flag: true,
    short: 2,
    signed_byte: -3,
    int: 4,
    word: FixedText::empty(),
    signed: -5,
    signed_short: -6,
    float: 0.5,
    signed_long: i64::MIN,
    double: -0.25,
    r#type: false,
};

const WORDS: usize = 3;
const PLACE_0: usize = 16;

/// Constants that a program has, under names that a derive could think of.
#[derive(Struct)]
struct Named {
    first: FixedText<WORDS>,
    second: FixedText<PLACE_0>,
}

#[test]
fn a_program_s_constants_are_its_own() {
    assert_eq!((Named::COMPONENTS[1].offset, Named::WIDTH), (3, 19));
    let stats = mmstats::Writer::options("tests").detached().build().expect("a writer");
    let named = stats.structure::<Named>("named").register().expect("a struct");
    named.publish(&Named { first: "a".into(), second: "b".into() });
}

/// F2-COMPONENT, F2-COMPONENT-PLACE.
#[test]
fn components_stand_in_their_order() {
    let places: Vec<_> =
        Every::COMPONENTS.iter().map(|each| (each.name, each.offset, each.width)).collect();
    assert_eq!(
        places,
        [
            ("byte", 0, 1),
            ("long.name", 8, 8),
            ("flag", 16, 1),
            ("short", 18, 2),
            ("signed_byte", 20, 1),
            ("int", 24, 4),
            ("word", 28, 5),
            ("signed", 36, 4),
            ("signed_short", 40, 2),
            ("float", 44, 4),
            ("signed_long", 48, 8),
            ("double", 56, 8),
            ("type", 64, 1),
        ]
    );
    assert_eq!(Every::WIDTH, 65);
    let [byte, long, ..] = Every::COMPONENTS else { panic!("a component for each field") };
    assert_eq!((long.unit, long.kind), ("1", ComponentKind::Counter));
    assert_eq!(
        (byte.unit, byte.kind, byte.component_type),
        ("", ComponentKind::Gauge, ComponentType::U8)
    );
    assert_eq!(Every::COMPONENTS[6].kind, ComponentKind::Text);
}

/// F2-PUBLISH.
#[test]
fn a_struct_is_published() {
    let folder = Folder::new();
    let stats = folder.writer();
    let every = stats.structure::<Every>("every").register().expect("a struct");
    assert_eq!(folder.decoded().value("every{}"), "none");
    every.publish(&EVERY);
    let found = format!("(1 {} true 2 -3 4 \"\" -5 -6 0.5 {} -0.25 false)", u64::MAX, i64::MIN);
    assert_eq!(folder.decoded().value("every{}"), found);
    every.exclusive().publish(&Every { word: "größer".into(), r#type: true, ..EVERY });
    let found = found.replace("\"\"", "\"grö\"").replace("false", "true");
    assert_eq!(folder.decoded().value("every{}"), found);
}

#[derive(Struct)]
struct Pair {
    n: u64,
    triple: u64,
}

#[derive(Metrics)]
#[mmstats(prefix = "http.")]
struct Http {
    /// Requests that were
    /// answered.
    requests: Counter,
    #[mmstats(name = "hits", unit = "1", help = "By code.", labels("code"), limit(1))]
    by_code: Family<Counter, 1>,
    #[mmstats(alive_only())]
    load: Gauge<f64>,
    #[mmstats(capacity(20))]
    status: Text,
    #[mmstats(scale(2))]
    sizes: Histogram,
    latency: Timer,
    recent: Window<f64>,
    #[mmstats(labels("method", "path"))]
    pairs: Family<Structure<Pair>, 2>,
}

#[test]
fn a_struct_of_metrics_registers_them() {
    let folder = Folder::new();
    let stats = folder.writer();
    let http = Http::register(&stats).expect("metrics");
    let again = Http::register_with(&stats, "again.").expect("metrics");
    let same = Http::register(&stats).expect("the same ones");
    http.requests.inc();
    same.requests.inc();
    again.requests.add(7);
    http.by_code.with(["200"]).expect("a series").inc();
    http.by_code.with(["404"]).expect("a series").inc();
    http.load.set(0.5);
    http.status.set("well");
    http.sizes.observe(1);
    drop(http.latency.start());
    http.recent.observe(1.0);
    http.pairs.with(["GET", "/"]).expect("a series").publish(&Pair { n: 1, triple: 3 });
    let decoded = folder.decoded();
    assert_eq!(
        decoded.families[..9],
        [
            "http.requests counter u64 unit= help=Requests that were answered. sum all []",
            "mmstats.overflow counter u64 unit=1 help=Lookups of label values beyond the limit of a \
             family, counted in its overflow series. sum all []",
            "http.hits counter u64 unit=1 help=By code. sum all [\"code\"]",
            "http.load gauge f64 unit= help= each alive []",
            "http.status text bytes unit= help= each all []",
            "http.sizes histogram u64 unit= help= sum all []",
            "http.latency histogram u64 unit=ns help= sum all []",
            "http.recent window f64 unit= help= sum all []",
            "http.pairs struct bytes unit= help= each all [\"method\", \"path\"]",
        ]
    );
    assert_eq!(decoded.families.len(), 17);
    assert_eq!(decoded.value("http.requests{}"), "2");
    assert_eq!(decoded.value("again.http.requests{}"), "7");
    assert_eq!(decoded.labels_of("http.hits"), ["code=200", "otel.metric.overflow=true"]);
    assert_eq!(decoded.value("http.pairs{method=GET,path=/}"), "(1 3)");
}
