//! Families of one name that differ.

use mmstats::application::{Problem, Value};
use mmstats::{FixedText, Struct, Writer};

use crate::folder::{Folder, assert_fine, said};

#[derive(Struct)]
struct One {
    a: u64,
}

#[derive(Struct)]
struct Other {
    a: u64,
    b: FixedText<8>,
}

/// Two writers, one problem, and both values are there.
fn assert_differ(first: impl FnOnce(&Writer), second: impl FnOnce(&Writer), expected: &str) {
    let folder = Folder::new();
    let (a, b) = (folder.writer("a.mmstats"), folder.writer("b.mmstats"));
    first(&a);
    second(&b);
    a.counter("same").register().expect("a counter").inc();
    b.counter("same").register().expect("a counter").inc();
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_eq!(totals.families().filter(|family| family.name() == "x").count(), 2);
    assert_eq!(totals.get("same").expect("a series").value(), &Value::U64(2));
    let [problem] = totals.problems() else { panic!("{:?}", said(totals)) };
    assert!(matches!(problem, Problem::Families { name, .. } if **name == *"x"), "{problem}");
    assert!(problem.to_string().contains(expected), "{problem}");
    drop(b);
    std::fs::remove_file(folder.join("b.mmstats")).expect("ours");
    assert_fine(web.look().expect("a look"));
}

#[test]
fn in_kind_type_unit_labels_or_components() {
    let counter = |stats: &Writer| drop(stats.counter("x").register().expect("a counter"));
    assert_differ(
        counter,
        |stats| drop(stats.gauge_u64("x").register().expect("a gauge")),
        "counter of u64; gauge of u64",
    );
    assert_differ(
        counter,
        |stats| drop(stats.counter_f64("x").register().expect("a counter")),
        "counter of u64; counter of f64",
    );
    assert_differ(
        counter,
        |stats| drop(stats.counter("x").unit("By").register().expect("a counter")),
        "counter of u64; counter of u64, unit \"By\"",
    );
    assert_differ(
        counter,
        |stats| {
            let family = stats.counter("x").labels(["b", "a"]).register().expect("a family");
            family.with(["1", "2"]).expect("a series").inc();
        },
        "counter of u64; counter of u64, labels a b",
    );
    assert_differ(
        |stats| drop(stats.structure::<One>("x").register().expect("a struct")),
        |stats| drop(stats.structure::<Other>("x").register().expect("a struct")),
        "components a; struct of bytes, components a b",
    );
}
