//! Registering: what is there is found, what is another is refused (SPEC.md 2.5, 2.6 and 2.11).

use mmstats::format::Buckets;
use mmstats::{Cause, Error, Struct};

use crate::folder::Folder;

/// F2-NAME-UNIQUE, F2-SERIES-UNIQUE.
#[test]
fn what_is_there_is_found() {
    let folder = Folder::new();
    let stats = folder.writer();
    let first = stats.counter("hits").register().expect("a counter");
    let second = stats.counter("hits").unit("1").help("Other words.").register();
    second.expect("the same counter").inc();
    assert_eq!(first.get(), 1);
    let family = stats.counter("codes").labels(["code", "method"]).register().expect("a family");
    let again = stats.counter("codes").labels(["code", "method"]).register().expect("a family");
    family.with(["200", "GET"]).expect("a series").inc();
    again.clone().with([String::from("200"), String::from("GET")]).expect("a series").inc();
    again.with(["", "GET"]).expect("an empty value is one").inc();
    let decoded = folder.decoded();
    assert_eq!(decoded.value("codes{code=200,method=GET}"), "2");
    assert_eq!(decoded.labels_of("codes"), ["code=,method=GET", "code=200,method=GET"]);
}

#[derive(Struct)]
struct One {
    n: u64,
}

#[derive(Struct)]
struct Other {
    #[mmstats(unit = "ns", counter)]
    n: i64,
}

fn assert_wrong_type<T: std::fmt::Debug>(what: &str, result: Result<T, Error>) {
    let error = result.expect_err(what);
    assert_eq!(error.cause(), Cause::WrongType, "{what}: {error}");
}

#[test]
fn another_type_is_refused() {
    let folder = Folder::new();
    let stats = folder.writer();
    stats.counter("c").register().expect("a counter");
    stats.histogram("h").register().expect("a histogram");
    stats.text("t").capacity(16).register().expect("a text");
    stats.structure::<One>("s").register().expect("a struct");
    stats.structure::<One>("s").register().expect("the same struct");
    stats.counter("l").labels(["a"]).register().expect("a family");
    let size = folder.decoded();
    assert_wrong_type("kind", stats.gauge_u64("c").register());
    assert_wrong_type("value type", stats.counter_f64("c").register());
    assert_wrong_type("labels", stats.counter("c").labels(["a"]).register());
    assert_wrong_type("no labels", stats.counter("l").register());
    assert_wrong_type("other labels", stats.counter("l").labels(["b"]).register());
    assert_wrong_type("more labels", stats.counter("l").labels(["a", "b"]).register());
    let buckets = Buckets { scale: 0, first: 0, number: 1 };
    assert_wrong_type("buckets", stats.histogram("h").buckets(buckets).register());
    assert_wrong_type("capacity", stats.text("t").capacity(24).register());
    assert_wrong_type("components", stats.structure::<Other>("s").register());
    assert_eq!(folder.decoded(), size, "nothing was added");
    let error = stats.gauge("c").register().expect_err("a counter is there");
    assert_eq!(
        error.to_string(),
        "\"c\": registered as a counter of u64, labels [], and now as a gauge of i64, labels []: use \
         another name, or the same type, parameters and labels"
    );
    let error = stats.structure::<Other>("s").register().expect_err("another struct is there");
    assert_eq!(
        error.to_string(),
        "\"s\": registered as a struct of bytes, 4 slots of 8 bytes, components [\"n\": gauge of u64, \
         8 bytes at 0], labels [], and now as a struct of bytes, 4 slots of 8 bytes, components \
         [\"n\": counter of i64 in \"ns\", 8 bytes at 0], labels []: use another name, or the same \
         type, parameters and labels"
    );
}

/// F2-NAME, F2-UNIT, F2-HELP, F2-LABELS, F2-KEY-UNIQUE.
#[test]
fn what_a_file_can_not_say_is_refused() {
    let folder = Folder::new();
    let stats = folder.writer();
    let before = folder.decoded();
    let (long, longest) = ("x".repeat(256), "x".repeat(255));
    let cause =
        |what: &str, result: Result<_, Error>| result.map(|_: ()| ()).expect_err(what).cause();
    let counter = |name: &str| stats.counter(name).register().map(drop);
    assert_eq!(cause("empty name", counter("")), Cause::Invalid);
    assert_eq!(cause("NUL in a name", counter("a\0b")), Cause::Invalid);
    assert_eq!(cause("long name", counter(&long)), Cause::Limit);
    let unit = |unit: &str| stats.counter("c").unit(unit).register().map(drop);
    assert_eq!(cause("NUL in a unit", unit("\0")), Cause::Invalid);
    assert_eq!(cause("long unit", unit(&long)), Cause::Limit);
    let help = |help: &str| stats.counter("c").help(help).register().map(drop);
    assert_eq!(cause("NUL in a help", help("\0")), Cause::Invalid);
    assert_eq!(cause("long help", help(&"x".repeat(65_536))), Cause::Limit);
    let key = |key: &str| stats.counter("c").labels([key]).register().map(drop);
    assert_eq!(cause("empty key", key("")), Cause::Invalid);
    assert_eq!(cause("long key", key(&long)), Cause::Limit);
    let twice = stats.counter("c").labels(["a", "a"]).register().map(drop);
    assert_eq!(cause("a key twice", twice), Cause::Invalid);
    let buckets = Buckets { scale: 9, first: 0, number: 1 };
    let wide = stats.histogram("c").buckets(buckets).register().map(drop);
    assert_eq!(cause("scale 9", wide), Cause::Invalid);
    let wide = stats.text("c").capacity(65_529).register().map(drop);
    assert_eq!(cause("a text that is too wide", wide), Cause::Invalid);
    assert_eq!(folder.decoded(), before, "nothing was added");
    stats
        .counter(&longest)
        .unit(&longest)
        .help(&"x".repeat(65_535))
        .register()
        .expect("within limits");
    stats.text("wide").capacity(65_528).register().expect("within limits");
    let family = stats.counter("l").labels([longest.as_str()]).register().expect("within limits");
    let value = |value: &str| family.with([value]).map(drop);
    assert_eq!(cause("NUL in a value", value("\0")), Cause::Invalid);
    assert_eq!(cause("long value", value(&"x".repeat(65_536))), Cause::Limit);
    value(&"x".repeat(65_535)).expect("within limits");
    assert_eq!(folder.decoded().families.len(), 4);
}
